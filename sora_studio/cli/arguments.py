"""The words of the command line. Loads nothing heavy: `--help` must answer at once."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from sora_studio import __version__
from sora_studio.cli.values import (
    BURN_INS,
    burn_in_fields,
    number,
    picture_size,
    shot_numbers,
    sketch_of_shot,
    strength_of_shot,
    whole,
)

EXAMPLES = """examples:
  sora-studio                                             open the window
  sora-studio render tales.fountain --out tales.mp4       prompts in, film out
  sora-studio render tales.fountain --out tales.mp4 --shots 2,4-6 --takes 3
  sora-studio render tales.sora --out tales.mp4 --draft   rough sketches only, in seconds
  sora-studio render tales.sora --out tales.mp4 --sketch 3=harbour.png
  sora-studio export tales.sora --to tales.mov --preset prores
  sora-studio export tales.sora --to tales.xml            for Premiere or Resolve, with the shots as movies beside it
  sora-studio import tales-cut.xml --into tales.sora      the editor's cut back onto the film
  sora-studio doctor                                      is my GPU used, and if not, why
"""


class Parser(argparse.ArgumentParser):
    """Exit status 1 and a hint for wrong words, as for any other input a user can mend."""

    def error(self, message: str) -> Any:
        self.exit(1, f"error: {message}\nhint: {self.prog} --help lists what can be said.\n")


def _command(name: str) -> Callable[..., None]:
    """The command's module is loaded when it runs, not before."""

    def run(arguments: argparse.Namespace, output: Any) -> None:
        import_module(f"sora_studio.cli.{name}").run(arguments, output)

    return run


def _add_render(commands: Any, common: Parser) -> None:
    render = commands.add_parser(
        "render",
        parents=[common],
        help="make a film from a script or a project",
        description="Make a film from a script (.fountain, .txt) or a project (.sora). Shots that are finished are "
        "kept beside the film and never made twice.",
    )
    render.add_argument("source", type=Path, help="a .fountain or .txt script, or a .sora project")
    render.add_argument("--out", type=Path, required=True, metavar="FILE.mp4", help="the film to write")
    render.add_argument("--project", type=Path, metavar="FILE.sora", help="the project to keep (default: beside --out)")
    render.add_argument("--shots", type=shot_numbers, metavar="2,4-6", help="make only these; others as they stand")
    render.add_argument("--takes", type=whole(1, 99), default=1, metavar="N", help="takes for each shot (default 1)")
    render.add_argument("--draft", action="store_true", help="stop after Stage B: a film of rough moving sketches")
    render.add_argument(
        "--sketch",
        "--picture",
        type=sketch_of_shot,
        action="append",
        default=[],
        metavar="[N=]FILE",
        help="begin shot N with a drawing or picture of your own (PNG, JPEG; what is see-through is background): it is "
        "painted over, or becomes a clip's first frame; the shot keeps it; N=none takes it off",
    )
    render.add_argument(
        "--strength",
        type=strength_of_shot,
        action="append",
        default=[],
        metavar="[N=]PERCENT",
        help="how far a model of your own draws over the picture that shot N begins with, or the shot before: 100%% "
        "leaves nothing of it",
    )
    render.add_argument("--seed", type=whole(0, 2**32 - 1), metavar="N", help="the film's seed")
    render.add_argument("--steps", type=whole(1, 1000), metavar="N", help="draft steps (Stage B)")
    render.add_argument("--refine-steps", type=whole(1, 1000), metavar="N", help="refinement steps (Stage C)")
    render.add_argument("--sampler", metavar="NAME", help="euler, dpmpp_2m, heun, unipc, ...")
    render.add_argument(
        "--guidance", type=number(0, 30, "guidance"), metavar="X", help="how closely the prompt is followed"
    )
    render.add_argument(
        "--cache",
        type=number(0, 1, "step cache"),
        metavar="X",
        help="leave out steps that would change little: 0 is off, 0.05 careful, 0.1 fast",
    )
    render.add_argument("--size", type=picture_size, metavar="WxH", help="the film's picture (default 1280x720)")
    render.add_argument(
        "--pack",
        metavar="NAME",
        help="the model pack (see `sora-studio packs`), or a folder: of a pack, or of an ONNX model as diffusers lays "
        "it out",
    )
    render.add_argument("--device", metavar="NAME", help="auto, cpu, cuda, cuda:1, tensorrt, directml, coreml")
    render.set_defaults(run=_command("render"))


def _add_exchange(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    bring = add("import", "bring another program's file into a film, or make a new film of it")
    bring.add_argument(
        "file",
        type=Path,
        help="a script (.fountain, .fdx, .txt), shot list (.csv), storyboard (.storyboarder), picture or sound becomes "
        "scenes or a track; subtitles (.srt) become dialogue; a cut (.otio, .otioz, .edl, .xml, .fcpxml) reorders and "
        "trims the shots; an archive (.zip) is the whole film",
    )
    bring.add_argument("--into", type=Path, required=True, metavar="FILE.sora", help="the film; made if there is none")
    bring.add_argument("--add", action="store_true", help="add a cut or subtitles as new scenes instead")
    bring.set_defaults(run=_command("import_"))
    export = add("export", "write a film for people or for other programs, by the name's ending")
    export.add_argument("project", type=Path, metavar="FILE.sora")
    export.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help=".mp4 or .mov; .gif, .webp; .png, .jpg (all frames); .wav; .otio, .otioz, .edl, .xml (Premiere, Resolve), "
        ".fcpxml, .aaf (Avid); .srt; .csv, .xlsx; .fountain; .zip (the whole film, to send or put away)",
    )
    export.add_argument(
        "--preset",
        default="",
        metavar="NAME",
        help="where an ending leaves a choice: h264, h264-review (720 high), h265, av1 (.mp4); prores, "
        "prores-proxy (.mov); stills (.png, .jpg: one a shot); stems (.wav: one a sound track)",
    )
    export.add_argument("--size", type=picture_size, metavar="WxH", help="the picture (default: the preset's)")
    export.add_argument(
        "--burn-in",
        type=burn_in_fields,
        nargs="?",
        const=BURN_INS,
        default=(),
        metavar="FIELDS",
        help="draw facts into the picture: all of timecode,shot,frame,date,state (draft, out of date), or those named",
    )
    export.add_argument(
        "--subtitles",
        choices=("none", "picture", "track"),
        default="none",
        help="the dialogue, drawn into the picture or as a text track that players can turn off",
    )
    export.add_argument("--no-media", action="store_true", help="a cut without the shots' movies beside it")


def _add_packs(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    packs = add("packs", "the model packs found, their licences, and what can be done with them")
    packs.add_argument(
        "action",
        nargs="?",
        default="list",
        metavar="ACTION",
        help="list (as without one); info NAME, or only NAME: one pack in full; verify NAME: is every file whole, and "
        "does each model load; add FOLDER: look into it for packs too, once they are seen to be whole; "
        "add OWNER/NAME: fetch that pack "
        "from Hugging Face (needs '.[hub]'); remove FOLDER: no longer, and delete nothing; "
        "convert CHECKPOINT_FOLDER --out PACK_FOLDER: make a pack of a diffusers checkpoint (needs '.[convert]')",
    )
    packs.add_argument("subject", nargs="?", metavar="NAME|FOLDER", help="what the action is for")
    packs.add_argument("--out", type=Path, metavar="PACK_FOLDER", help="convert: the pack to write")
    precision = packs.add_mutually_exclusive_group()
    precision.add_argument(
        "--fp16", action="store_true", help="convert: in half precision, half the size, for GPUs only"
    )
    precision.add_argument(
        "--int8", action="store_true", help="convert: matrix products in eight bits, a quarter of their size, for CPUs"
    )
    packs.add_argument(
        "--lora",
        action="append",
        default=[],
        metavar="FILE:WEIGHT",
        help="convert: with this LoRA (safetensors) merged in; several may be given",
    )
    packs.add_argument("--copy", action="store_true", help="add: copy the pack, so that its folder may go")
    packs.add_argument("--yes", action="store_true", help="add: fetch without asking")
    packs.add_argument("--optimise", action="store_true", help="convert: with the fused operators of ONNX Runtime")


def build_parser() -> argparse.ArgumentParser:
    """Every command and option."""
    parser = Parser(
        prog="sora-studio",
        description="Storyboard a film offline: a prompt per shot in, a stitched film out.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Sora Studio {__version__}")
    common = Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
    # No command opens the window; so does `open`, on a film. The front door knows how.
    parser.set_defaults(run=None, film=None)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)
    _add_render(commands, common)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(name, parents=[common], help=text, description=text)
        command.set_defaults(run=_command(name))
        return command

    add("open", "open a film in the window").add_argument("film", type=Path, metavar="FILE.sora")
    commands.choices["open"].set_defaults(run=None)
    new = add("new", "make a project from a script, rendering nothing")
    new.add_argument("script", type=Path)
    new.add_argument("--out", type=Path, required=True, metavar="FILE.sora")
    _add_exchange(add)
    speak = add("speak", "speak the dialogue as a scratch voice, on a track of its own (needs espeak-ng)")
    speak.add_argument("project", type=Path, metavar="FILE.sora")
    add("info", "what a project holds").add_argument("project", type=Path)
    add("shots", "a project's shots, their prompts, takes and state").add_argument("project", type=Path)
    versions = add("versions", "the versions kept of a film, and how they differ from it now")
    versions.add_argument("project", type=Path, metavar="FILE.sora")
    versions.add_argument("--keep", metavar="NAME", help="keep the film as it is now, under a name")
    versions.add_argument("--copy", metavar="N|NAME", help="make a film of its own of that version, beside the film")
    repair = add("repair", "make a sound copy of a damaged project, with all of it that proves intact")
    repair.add_argument("project", type=Path, metavar="FILE.sora", help="it is read, and stays as it is")
    repair.add_argument("--out", type=Path, metavar="COPY.sora", help="the copy (default: beside it, “FILE repaired”)")
    _add_packs(add)
    doctor = add("doctor", "what works on this machine, what is missing, and the line that fixes it")
    doctor.add_argument(
        "--report", type=Path, metavar="OUT.zip", help="write it with logs, versions, packs and settings"
    )
    doctor.add_argument("--with-prompts", action="store_true", help="leave what you wrote in the report's logs")
    config = add("config", "show or change this machine's settings")
    config.add_argument(
        "key", nargs="?", help="such as device, threads, models_folder or theme; without it, all are shown"
    )
    config.add_argument("value", nargs="?", help='the new value; "" for the default')
    return parser
