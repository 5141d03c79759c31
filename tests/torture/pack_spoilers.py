"""How a stranger spoils a pack: each takes a sound pack's folder and does one thing to it."""

import os
import socket
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import onnx
from onnx import TensorProto, helper
from onnx.external_data_helper import set_external_data

from tests.inference.test_onnx_header import message
from tests.inference.tiny_pack import Tiny, describe, draft_model, edit_description, floats

Spoil = Callable[[Path], object]
DRAFT = "draft.onnx"


def file_named(name: str, content: bytes = b"") -> Spoil:
    """One more file lies in the pack."""

    def put(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    return put


def line(old: str, new: str) -> Spoil:
    """Its description says something else."""
    return lambda folder: edit_description(folder, lambda text: text.replace(old, new, 1))


def description(content: bytes) -> Spoil:
    return lambda folder: (folder / "pack.toml").write_bytes(content)


def draft_of(content: bytes) -> Spoil:
    """Other bytes under the draft's name, with their right hash in the description."""

    def put(folder: Path) -> None:
        (folder / DRAFT).write_bytes(content)
        describe(folder)

    return put


def draft_with(change: Callable[[onnx.ModelProto], object]) -> Spoil:
    """The draft model changed, and stated as it is now."""

    def put(folder: Path) -> None:
        model = draft_model(Tiny())
        change(model)
        draft_of(model.SerializeToString())(folder)

    return put


def operator(domain: str, name: str) -> Spoil:
    return draft_with(lambda model: model.graph.node.append(helper.make_node(name, ["sample"], ["x"], domain=domain)))


def weights_at(place: str) -> Spoil:
    """Weights that lie in a file beside the model, or so it says."""
    return draft_with(lambda model: _outside(model.graph.initializer[0], place))


def _outside(tensor: onnx.TensorProto, place: str) -> None:
    set_external_data(tensor, place)
    tensor.ClearField("raw_data")


def _external(place: str) -> onnx.TensorProto:
    tensor = helper.make_tensor("hidden", TensorProto.FLOAT, [1], b"\0\0\0\0", raw=True)
    _outside(tensor, place)
    return tensor


def hidden_constant(place: str) -> Spoil:
    """A path in an operator's attribute."""
    return draft_with(
        lambda model: model.graph.node.append(helper.make_node("Constant", [], ["x"], value=_external(place)))
    )


def hidden_in_branch(place: str) -> Spoil:
    """A path in the weights of a branch."""

    def change(model: onnx.ModelProto) -> None:
        branch = helper.make_graph(
            [helper.make_node("Identity", ["hidden"], ["y"])], "b", [], [floats("y", 1)], [_external(place)]
        )
        model.graph.node.append(helper.make_node("If", ["true"], ["x"], then_branch=branch, else_branch=branch))

    return draft_with(change)


def hidden_in_function(place: str) -> Spoil:
    """A path in a function of the model's own."""

    def change(model: onnx.ModelProto) -> None:
        body = [helper.make_node("Constant", [], ["y"], value=_external(place))]
        opsets = [helper.make_opsetid("", 17)]
        model.functions.append(helper.make_function("own", "F", ["x"], ["y"], body, opsets))

    return draft_with(change)


def hidden_sparse(place: str) -> Spoil:
    """A path in weights that are mostly nothing."""

    def change(model: onnx.ModelProto) -> None:
        indices = helper.make_tensor("i", TensorProto.INT64, [1], [0])
        model.graph.sparse_initializer.append(helper.make_sparse_tensor(_external(place), indices, [4]))

    return draft_with(change)


def branches_nested(depth: int) -> Spoil:
    """Branches within branches: put together by hand, for the onnx package nests no deeper than a hundred messages."""
    graph = helper.make_graph([helper.make_node("Identity", ["sample"], ["y"])], "b", [], [floats("y", 1)])
    innermost = graph.SerializeToString()

    def put(folder: Path) -> None:
        content = innermost
        for _ in range(depth):
            attribute = message(1, b"then_branch") + message(6, content)
            content = message(1, message(4, b"If") + message(5, attribute))
        draft_of(message(7, content))(folder)

    return put


def function_of_itself(model: onnx.ModelProto) -> None:
    """A function that calls itself."""
    body = [helper.make_node("F", ["x"], ["y"], domain="own")]
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("own", 1)]
    model.functions.append(helper.make_function("own", "F", ["x"], ["y"], body, opsets))
    model.graph.node.append(helper.make_node("F", ["sample"], ["unused"], domain="own"))
    model.opset_import.append(helper.make_opsetid("own", 1))


def endless_loop(model: onnx.ModelProto) -> None:
    """A loop with neither a number of turns nor a condition (onnx.ai, Loop: `for (int i=0; ; ++i)`)."""
    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["go_on"]), helper.make_node("Identity", ["in"], ["out"])],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            floats("in", 1),
        ],
        [helper.make_tensor_value_info("go_on", TensorProto.BOOL, []), floats("out", 1)],
    )
    model.graph.node.append(helper.make_node("Loop", ["", "", "nothing"], ["unused"], body=body))


def weights_bomb(model: onnx.ModelProto) -> None:
    """Four terabytes of weights, in no bytes at all."""
    model.graph.initializer.append(onnx.TensorProto(name="bomb", data_type=TensorProto.FLOAT, dims=[1 << 20, 1 << 20]))


def sparse_bomb(model: onnx.ModelProto) -> None:
    """One number, and four terabytes of nothing around it."""
    value, place = (
        helper.make_tensor("s", TensorProto.FLOAT, [1], [1.0]),
        helper.make_tensor("i", TensorProto.INT64, [1], [0]),
    )
    model.graph.sparse_initializer.append(helper.make_sparse_tensor(value, place, [1 << 20, 1 << 20]))
    model.graph.node.append(helper.make_node("Identity", ["s"], ["unused"]))


def weights_beyond(folder: Path) -> None:
    """Weights past the end of the file they lie in."""
    (folder / "draft.weights").write_bytes(b"\0\0")
    weights_at("draft.weights")(folder)
    digest = sha256(b"\0\0").hexdigest()
    edit_description(folder, lambda text: text.replace("[files]", f'[files]\n"draft.weights" = "{digest}"', 1))


def link(name: str, target: str) -> Spoil:
    """A file of the pack is a link, to where it was moved."""

    def put(folder: Path) -> None:
        path = folder / name
        if path.exists():
            path.rename(folder.parent / f"{folder.name}-moved")
        path.symlink_to(target.format(moved=folder.parent / f"{folder.name}-moved"))

    return put


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def open_socket(folder: Path) -> None:
    # By its short name: the whole of a long path doesn't fit into a socket's address.
    before = Path.cwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
    os.chdir(before)


def truncated(folder: Path) -> None:
    draft_of((folder / DRAFT).read_bytes()[:-100])(folder)


def changed(folder: Path) -> None:
    with (folder / DRAFT).open("ab") as file:
        file.write(b"\0")


def missing(folder: Path) -> None:
    (folder / DRAFT).unlink()
