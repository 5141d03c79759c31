"""The word memory finds each word by its pieces, in Python and in the exported graph alike."""

from pathlib import Path

import numpy as np
import pytest

from sora_studio.training.word_memory import FACTOR, PRIME, WordMemory, find_places, key_of, load_memory, make_memory

# Pieces below 100 begin a word, those from 100 on continue one; 1 and 2 are the closing marks.
CONTINUES = np.arange(200) >= 100
WORDS = [
    (10,),
    (10, 100),
    (10, 101),
    (11, 100, 101),
    (12, 100, 100, 100),
    (13, 104, 103, 102, 101),
    (14, *range(100, 105)),
]
VECTORS = np.random.default_rng(1).normal(size=(len(WORDS), 5)).astype(np.float32)
# The last two words have no use, and the fourth is of the second's kind.
VECTORS[-2:, :2], VECTORS[3, 2:] = 0, VECTORS[1, 2:]


@pytest.fixture(scope="module")
def memory() -> WordMemory:
    return make_memory(WORDS, VECTORS[:-2, :2], VECTORS[:, 2:], CONTINUES)


def vector(memory: WordMemory, word: tuple[int, ...]) -> np.ndarray:
    return memory.vectors()[memory.keys.tolist().index(key_of(word))]


def test_a_word_is_remembered_to_a_hundredth_of_the_largest(memory: WordMemory) -> None:
    for word, expected in zip(WORDS, VECTORS, strict=True):
        np.testing.assert_allclose(vector(memory, word), expected, atol=np.abs(VECTORS).max() / 100)


def test_a_kind_is_kept_once(memory: WordMemory) -> None:
    assert (len(memory.uses), len(memory.kinds)) == (len(WORDS) - 2, len(WORDS) - 1)


def test_every_piece_of_a_word_has_its_vector_and_an_unknown_word_none(memory: WordMemory) -> None:
    read = memory.read([1, 10, 10, 100, 11, 100, 101, 15, 2])
    nought = np.zeros(5, np.float32)
    first, second, third = (vector(memory, WORDS[i]) for i in (0, 1, 3))
    np.testing.assert_array_equal(read, [nought, first, second, second, third, third, third, nought, nought])


def test_of_two_words_alike_in_pieces_the_first_counts_and_long_ones_are_left_out() -> None:
    values = np.array([[1.0], [2.0], [3.0]], np.float32)
    memory = make_memory([(10,), (10,), (11, *range(100, 106))], values, values, CONTINUES)
    np.testing.assert_allclose(memory.read([10, 11, *range(100, 106)])[:, 0], [1, *[0] * 7])


def test_places_hold_every_key_apart() -> None:
    keys = np.unique([*range(3000), *np.random.default_rng(2).integers(0, PRIME, 3000).tolist()])
    shifts, rows = find_places(keys)
    found = rows[(keys * FACTOR % PRIME + shifts[keys % len(shifts)]) % len(rows)]
    np.testing.assert_array_equal(found, np.arange(len(keys)) + 1)


def test_a_memory_comes_back_from_its_file(memory: WordMemory, tmp_path: Path) -> None:
    memory.save(tmp_path / "words.npz")
    again = load_memory(tmp_path / "words.npz")
    np.testing.assert_array_equal(again.read([11, 100, 101]), memory.read([11, 100, 101]))


def encoder(file: Path) -> Path:
    """An encoder whose tokens (1, n, 2) are the pieces' numbers, twice."""
    onnx = pytest.importorskip("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["numbers"], to=kinds.FLOAT),
        helper.make_node("Unsqueeze", ["numbers", "axis"], ["once"]),
        helper.make_node("Concat", ["once", "once"], ["tokens"], axis=-1),
    ]
    ids = helper.make_tensor_value_info("input_ids", kinds.INT64, [1, "n"])
    tokens = helper.make_tensor_value_info("tokens", kinds.FLOAT, [1, "n", 2])
    axis = helper.make_tensor("axis", kinds.INT64, [1], [2])
    graph = helper.make_graph(nodes, "encoder", [ids], [tokens], [axis])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), file)
    return file


def test_the_graph_reads_words_of_any_length_as_python_does(memory: WordMemory, tmp_path: Path) -> None:
    runtime = pytest.importorskip("onnxruntime")
    from sora_studio.training.word_memory_graph import add_memory, read_memory

    add_memory(encoder(tmp_path / "encoder.onnx"), memory, tmp_path / "both.onnx")
    session = runtime.InferenceSession(tmp_path / "both.onnx", providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(3)
    unknown = [(15,), (16, 100), (14, *range(100, 106)), (14, *range(100, 109)), (10, 102), (12, 100, 100)]
    known = [*WORDS, (1,), (2,)]
    for _ in range(200):
        words = [(*known, *unknown)[i] for i in rng.integers(0, len(known) + len(unknown), rng.integers(1, 8))]
        ids = [piece for word in words for piece in word]
        (tokens,) = session.run(None, {"input_ids": np.array([ids], np.int64)})
        np.testing.assert_array_equal(tokens[0, :, :2], np.array([ids, ids], np.float32).T)
        np.testing.assert_array_equal(tokens[0, :, 2:], memory.read(ids))
    again = read_memory(tmp_path / "both.onnx")
    np.testing.assert_array_equal(again.keys, memory.keys)
    np.testing.assert_array_equal(again.read([10, 100]), memory.read([10, 100]))
