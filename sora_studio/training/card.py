"""CARD.md: what the pack is, what it learned from, what was measured and where it fails."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sora_studio.training.world.attributes import ATTRIBUTES

# Three parts: what it is, what was measured, and what a person sees on the sheets.
ABOUT, FIGURES, SHEETS = Path(__file__).with_name("card.md").read_text(encoding="utf-8").split("<!-- part -->\n")
# What `concepts --unmet` prints of free language: heads of their own, that no pack holds, so no evaluation measures it.
UNMET_READ = "60%"
# Every further figure as one line of the card, written from its part of the evaluation.
FINDINGS: dict[str, str] = {
    "two_subjects": "Two figures: of {clips} prompts for two, {both:.0%} show both, {one_at_least:.0%} at least one.",
    "flicker": "Flicker: what the flow from the frame before doesn't explain is {ratio:.2f} times that of drawn clips.",
    "free_language": "Free language: of {prompts} prompts whose nouns are in no drawn caption, stage A "
    "reads figure and setting right in {read[both]:.0%} (figure {read[subject]:.0%}, setting {read[setting]:.0%}), and "
    "both are seen in {seen[both]:.0%}. Its heads were taught names from WordNet wholesale, some of these prompts' "
    "among them; heads taught without a single word of these prompts (`concepts --unmet`), which know of these words "
    f"what the text encoder and the table of words tell, read {UNMET_READ} of them right.",
    "six_tales": "Six tales: {right} of {stills} stills of the example script are given their own caption out of "
    "{captions}, by the judge, who stands in for a person.",
    "continuation": "Ten windows: in one shot of forty seconds, the figure is seen in {long_shot[subject][kept]:.0%} "
    "and the setting in {long_shot[setting][kept]:.0%} as often as in the first four; in ten shots each begun with the "
    "last frame of the one before, in {chained[subject][kept]:.0%} and {chained[setting][kept]:.0%}. Across such a "
    "seam the painted picture changes by {change[painted_seam]:.1f} of 255 in the mean, between frames of a shot by "
    "{change[painted_usual]:.1f}.",
    "sameness": "Sameness: the same text and seed give the same picture to the bit: {identical}. Changing one word of "
    "a text moves this share of its pixels: {moved}.",
    "cost": "Speed on two threads, from text on: first preview {seconds[preview]:.1f} s, a draft of two seconds "
    "{seconds[draft]:.1f} s, the same painted {seconds[refined]:.1f} s; loading takes {seconds[load]:.1f} s. Memory a "
    "stage takes: {megabytes}.",
}


def card(facts: Mapping[str, str], evaluation: Path) -> str:
    """The card with the export's `facts`, and the figures of `evaluation` (JSON) once they were measured."""
    vocabulary = "\n".join(f"| {name} | {', '.join(values[1:])} |" for name, values in ATTRIBUTES.items())
    about = ABOUT.format(vocabulary=vocabulary, **facts)
    if not evaluation.exists():
        return f"{about}\n## Measured\n\nNot measured yet.\n"
    return about + _figures(json.loads(evaluation.read_text(encoding="utf-8"))) + SHEETS


def _figures(measured: Mapping[str, Any]) -> str:
    shown = measured["adherence"]
    rows = [
        f"| {name} | {measured['judge']['right'][name]:.2f} | {shown['read_right'][name]:.2f} | {right:.2f} |"
        for name, right in shown["right"].items()
    ]
    findings = [f"- {form.format(**_told(measured[name]))}" for name, form in FINDINGS.items()]
    mean = f"{shown['mean']:.2f}"
    return FIGURES.format(clips=shown["clips"], rows="\n".join(rows), mean=mean, findings="\n".join(findings))


def _told(part: Mapping[str, Any]) -> dict[str, Any]:
    """The part with its answers in words and its plain tables as lists of words."""
    told = dict(part)
    if "identical" in told:
        told["identical"] = "yes" if told["identical"] else "no"
        told["moved"] = ", ".join(f"{name} {share:.0%}" for name, share in told["moved"].items())
    if "megabytes" in told:
        told["megabytes"] = ", ".join(f"{stage} {size:.0f} MB" for stage, size in told["megabytes"].items())
    return told
