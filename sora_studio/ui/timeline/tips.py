"""What resting the pointer on the timeline tells."""

from html import escape

from PySide6.QtCore import QCoreApplication

from sora_studio.timeline.seconds import spell_frames
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.readout import name
from sora_studio.ui.timeline.state_words import state_word
from sora_studio.ui.transition_names import kind_name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def tip(model: TimelineModel, x: float, y: float) -> str:
    """Plain words about what lies there; "" for nothing worth saying."""
    sight = model.sight
    hit = sight.hit(x, y)
    rate = sight.project.frame_rate
    if hit.part in ("body", "label", "head", "tail"):
        shot = sight.strip.shots[hit.index]
        first = f"{_tr('Shot')} {name(sight.strip, hit.index)} · {spell_frames(shot.duration_frames, rate)}"
        problem = model.document.pictures.problem(shot.id)
        state = problem or state_word(model.badge(shot.id))
        own = _tr("Model of its own: {model}").format(model=shot.pack) if shot.pack else ""
        prompt = " ".join(shot.direction.prompt.split())[:300]
        return _plain("\n".join(line for line in (f"{first} · {state}", own, prompt) if line))
    if hit.part.startswith("dissolve"):
        transition = sight.strip.transition(hit.index)
        return _plain(f"{kind_name(transition.kind)} {spell_frames(transition.duration_frames, rate)}")
    if hit.part == "marker":
        marker = next(marker for marker in sight.project.markers if marker.id == hit.id)
        return _plain("\n".join(t for t in (marker.text, model.clock.timecode(marker.frame)) if t))
    if hit.part == "scene":
        return _plain(sight.strip.scene_at(hit.index).heading)
    return ""


def _plain(text: str) -> str:
    """A tool tip takes what looks like HTML for HTML, so a prompt's angle brackets are defused."""
    return "<p style='white-space:pre-wrap'>" + escape(text) + "</p>"
