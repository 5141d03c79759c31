"""Final Cut Pro 7 XML, which Premiere and Resolve read: OpenTimelineIO's adapter writes it, and what it leaves out is
added here: the picture's format, timecode that isn't always drop-frame, what each file holds, sound's source tracks."""

# OpenTimelineIO's types come from C++ and are open to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from dataclasses import replace
from xml.etree import ElementTree as Xml

from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.media import Media, counts_drop_frame, film_start, take_start, timecode
from sora_studio.exchange.otio_timeline import timeline_of
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import CUT

ADAPTER = "fcp_xml"
COMMENT, COMMENT_START = "mastercomment4", "sora-studio shot "
LOSSES = (
    "prompts",
    "dialogue",
    "notes",
    "scenes",
    "gains",
    "fades",
    "mutes",
    "takes",
    "sketches",
    "strengths",
    "models",
    "wipes",
    *OVER_FILM,
)


def fcp7_xml(project: Project, media: Media) -> tuple[str, list[str]]:
    """The document, and what it can't carry."""
    import opentimelineio as otio

    written: str = otio.adapters.write_to_string(timeline_of(_dissolving(project), media), ADAPTER)
    root = Xml.fromstring(written)
    for sequence in root.iter("sequence"):
        _add_format(sequence, project)
        _add_timecode(sequence.find("timecode"), project, film_start(project))
    pictures = root.findall(".//media/video/track/clipitem")
    for clip, (_, shot) in zip(pictures, project.shots(), strict=True):
        _describe_picture(clip, project)
        # Premiere and Resolve keep a clip's comments: by this one a shot is known again after its name was changed.
        Xml.SubElement(Xml.SubElement(clip, "comments"), COMMENT).text = f"{COMMENT_START}{shot.id}"
    for clip in root.findall(".//media/audio/track/clipitem"):
        _describe_sound(clip)
    for transition in root.iter("transitionitem"):
        _align(transition)
    Xml.indent(root)
    text = Xml.tostring(root, encoding="unicode")
    kinds = losses(project, "Final Cut Pro 7 XML", *LOSSES)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{text}\n', kinds + shortened_transitions(project)


def _dissolving(project: Project) -> Project:
    """The film with a dissolve for every other transition: the adapter would name effects that no program has."""
    for _, shot in project.shots():
        if shot.transition.kind not in ("cut", "dissolve"):
            project = project.with_shot(replace(shot, transition=CUT.lasting(shot.transition.duration_frames)))
    return project


def _add_format(sequence: Xml.Element, project: Project) -> None:
    """Resolve takes a sequence without it for one of another size, or refuses it."""
    holder = sequence.find("media/video/format")
    rate = sequence.find("rate")
    if holder is not None and rate is not None:
        holder.append(_characteristics(project, rate))


def _characteristics(project: Project, rate: Xml.Element) -> Xml.Element:
    about = Xml.Element("samplecharacteristics")
    about.append(_copy(rate))
    for tag, text in (
        ("width", project.width),
        ("height", project.height),
        ("anamorphic", "FALSE"),
        ("pixelaspectratio", "square"),
        ("fielddominance", "none"),
    ):
        Xml.SubElement(about, tag).text = str(text)
    return about


def _add_timecode(element: Xml.Element | None, project: Project, frame: int) -> None:
    if element is None:
        return
    drop = counts_drop_frame(project)
    for tag, text in (
        ("string", timecode(project, frame)),
        ("frame", str(frame)),
        ("displayformat", "DF" if drop else "NDF"),
    ):
        child = element.find(tag)
        (child if child is not None else Xml.SubElement(element, tag)).text = text


def _describe_picture(clip: Xml.Element, project: Project) -> None:
    file = clip.find("file")
    timing = None if file is None else file.find("timecode")
    if file is None or timing is None:
        return
    # The adapter counts the file's own timecode; only its spelling may be wrong.
    frame = timing.findtext("frame", str(take_start(project)))
    _add_timecode(timing, project, int(frame))
    holds = file.find("media")
    rate = file.find("rate")
    if holds is None or rate is None:
        return
    for sound in holds.findall("audio"):
        holds.remove(sound)
    picture = holds.find("video")
    if picture is not None and picture.find("samplecharacteristics") is None:
        picture.append(_characteristics(project, rate))


def _describe_sound(clip: Xml.Element) -> None:
    source = Xml.SubElement(clip, "sourcetrack")
    Xml.SubElement(source, "mediatype").text = "audio"
    Xml.SubElement(source, "trackindex").text = "1"
    for holds in clip.findall("file/media"):
        for picture in holds.findall("video"):
            holds.remove(picture)
        sound = holds.find("audio")
        sound = sound if sound is not None else Xml.SubElement(holds, "audio")
        about = Xml.SubElement(sound, "samplecharacteristics")
        Xml.SubElement(about, "depth").text = "16"
        Xml.SubElement(about, "samplerate").text = "48000"
        Xml.SubElement(sound, "channelcount").text = "2"


def _align(transition: Xml.Element) -> None:
    """A dissolve of one frame begins at its cut; the adapter calls that a fade from black."""
    alignment = transition.find("alignment")
    if alignment is not None and alignment.text:
        alignment.text = alignment.text.removesuffix("-black")


def _copy(element: Xml.Element) -> Xml.Element:
    return Xml.fromstring(Xml.tostring(element))
