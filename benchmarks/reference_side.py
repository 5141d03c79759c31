# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""A pipeline of another program in a process of its own environment: `PYTHON reference_side.py LIBRARY FOLDER THREADS`.

Imports nothing of ours, for it runs where we are not installed. Each line that comes in asks for one run, in JSON; each
line that goes out says how long it took, timed in here. Arrays go by way of files.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch


def pipeline_of(library: str, folder: str, threads: int) -> Any:
    """diffusers on torch, or optimum-onnx, as their own documentation loads it."""
    if library == "diffusers":
        import diffusers

        torch.set_num_threads(threads)
        return diffusers.StableDiffusionPipeline.from_pretrained(folder, local_files_only=True, safety_checker=None)
    import onnxruntime
    from optimum.onnxruntime import ORTStableDiffusionPipeline

    # What lies between its model runs is torch's.
    torch.set_num_threads(threads)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return ORTStableDiffusionPipeline.from_pretrained(folder, session_options=options, local_files_only=True)


def run(pipeline: Any, asked: dict[str, Any]) -> dict[str, float]:
    """One run from given noise and given conditioning to the last latents."""
    given = {name: torch.from_numpy(np.load(asked[name])) for name in ("latents", "cond", "uncond")}
    height, width = (pipeline.vae_scale_factor * side for side in given["latents"].shape[2:])
    start = time.perf_counter()
    with torch.no_grad():
        made = pipeline(
            prompt_embeds=given["cond"],
            negative_prompt_embeds=given["uncond"],
            latents=given["latents"],
            height=height,
            width=width,
            num_inference_steps=asked["steps"],
            guidance_scale=asked["guidance"],
            output_type="latent",
        )
    seconds = time.perf_counter() - start
    latents = made.images
    np.save(asked["out"], latents.numpy() if hasattr(latents, "numpy") else np.asarray(latents))
    return {"seconds": seconds}


def main(library: str, folder: str, threads: str) -> None:
    # What the libraries print must not come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    pipeline = pipeline_of(library, str(Path(folder)), int(threads))
    pipeline.set_progress_bar_config(disable=True)
    print("{}", file=answers)
    for line in sys.stdin:
        print(json.dumps(run(pipeline, json.loads(line))), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
