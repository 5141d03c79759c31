"""python -m sora_studio.training: makes the bundled pack.

`train` does all the learning under one time budget and goes on where it stopped; `export` writes the pack, `evaluate`
measures it. The other steps are its parts. Runs on CUDA when present, else on the processor.
"""

import argparse
import os
from pathlib import Path

STEPS = {
    "train": "all of the following up to refine, side by side",
    "restore": "every stage's checkpoint from a pack, as trained for --minutes so far, to go on from",
    "data": "draw scenes for the two painters (run it beside them)",
    "concepts": "stage A: export the text encoder, train the head that reads concepts",
    "backdrops": "stage B: train the painter of places",
    "figures": "stage B: train the painter of figures",
    "refine": "stage C: train the frame painter",
    "export": "write the pack from the newest checkpoints",
    "evaluate": "measure the pack: does a clip show what was asked?",
    "sheets": "draw contact sheets with the pack",
}


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="python -m sora_studio.training", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    result.add_argument("step", choices=tuple(STEPS), help="\n".join(f"{k}: {v}" for k, v in STEPS.items()))
    result.add_argument("--work", type=Path, required=True, help="scratch folder for drawn data and checkpoints")
    result.add_argument("--minutes", type=float, default=60.0, help="how long to train or draw (default 60)")
    result.add_argument("--pack", type=Path, default=Path("models/sketch"), help="folder of the pack to write or read")
    result.add_argument("--seed", type=int, default=0, help="seed of the drawn scenes")
    result.add_argument("--rest", type=float, default=0.0, help="pause per second of drawing (default 0)")
    result.add_argument("--sheet-every", type=float, default=10.0, help="minutes between contact sheets")
    result.add_argument(
        "--unmet", action="store_true", help="teach the text heads no word of the free-language prompts: a measurement"
    )
    result.add_argument("--count", type=int, default=120, help="clips to measure")
    return result


def main(arguments: list[str] | None = None) -> None:
    args = parser().parse_args(arguments)
    args.work.mkdir(parents=True, exist_ok=True)
    if args.unmet:
        os.environ["SORA_STUDIO_TRAINING_UNMET"] = "1"
    match args.step:
        case "train":
            from sora_studio.training.train_all import train_all

            train_all(args.work, args.minutes, args.seed)
        case "restore":
            from sora_studio.training.restore import restore

            restore(args.work, args.pack, args.minutes)
        case "data":
            from sora_studio.training.data import draw_data

            draw_data(args.work, args.minutes, args.seed, rest=args.rest)
        case "concepts":
            from sora_studio.training.concepts import train_concepts

            train_concepts(args.work, args.minutes)
        case "backdrops" | "figures":
            from sora_studio.training.layer_train import train_part

            train_part(args.work, args.step, args.minutes, sheet_every=args.sheet_every)
        case "refine":
            from sora_studio.training.refine_train import train_refine

            train_refine(args.work, args.minutes, sheet_every=args.sheet_every)
        case "export":
            from sora_studio.training.build_pack import build_pack

            build_pack(args.work, args.pack)
        case "evaluate":
            from sora_studio.training.evaluate import evaluate_pack

            evaluate_pack(args.work, args.pack, args.count)
        case _:
            from sora_studio.training.pack_sheets import draw_sheets

            draw_sheets(args.work, args.pack)


if __name__ == "__main__":
    main()
