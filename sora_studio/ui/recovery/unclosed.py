"""A film that was open when a program ended without closing it: what is there of it, and what waited."""

from typing import TYPE_CHECKING

from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message

if TYPE_CHECKING:
    from sora_studio.ui.editor import Editor


def tell_unclosed(editor: "Editor") -> None:
    """Say so, where it is so; with the queue in sight where something waits for an answer."""
    document = editor.document
    left = document.studio.left_open
    if left is None:
        return
    text = translate("Recovery", "Sora Studio closed unexpectedly.")
    saved = translate("Recovery", "Everything up to your last edit at %s is here.") % f"{left.last_saved:%H:%M:%S}"
    if left.owner.is_elsewhere:
        # A drive that doesn't pass locks on would let both write.
        text = translate("Recovery", "This film was not closed on %s.") % left.owner.host
        still = translate("Recovery", "If it is still open there, close it there before you change it here.")
        saved = f"{saved} {still}"
    waiting = len({take.shot_id for take in document.queue.from_last_time})
    if waiting:
        asked = translate("Recovery", "%n shot(s) were waiting: the queue asks what to do with them.", "", waiting)
        saved = f"{saved} {asked}"
        if editor.queue.isHidden():
            editor.toggle_queue()
    document.tell(Message(text, saved, grave=True))
