"""Writing prompts in place: which shot is written, what is kept, and which one comes next."""

from PySide6.QtCore import QObject, Slot

from sora_studio.timeline.edits import set_prompt
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.timeline import gathered
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.prompt_editor import PromptEditor


class Writing(QObject):
    """At most one editor is open."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel) -> None:
        super().__init__(canvas)
        self._canvas, self._document, self._model = canvas, document, model
        self._new = ""
        self.editor: PromptEditor | None = None
        canvas.prompt_wanted.connect(self.edit)
        model.view_changed.connect(self._follow)
        model.film_changed.connect(self._follow)

    @Slot(str)
    def edit(self, shot_id: str) -> None:
        """Open the editor on a shot; with none, on a new one after the current."""
        if not self.close():
            return
        found = self._document.find(shot_id) if shot_id else None
        if found is None:
            self.insert()
            return
        if shot_id not in self._model.selected:
            self._document.selection.select([shot_id])
        self._model.reveal(shot_id)
        self.editor = PromptEditor(self._canvas, shot_id, found[1].direction.prompt, self._canvas.clip_rect(shot_id))
        self.editor.left.connect(self._on_left)

    def insert(self) -> None:
        """Put an empty shot after the current one and write its prompt at once."""
        if not self.close():
            return
        document, strip = self._document, self._model.strip
        shot = gathered.new_shot(document.project)
        current = strip.places.get(document.selection.current)
        if current is None:
            at = strip.at(document.transport.frame)
            current = at if at >= 0 else len(strip) - 1
        gap = gathered.gap_at(strip, current + 1)
        label = translate("Edits", "Insert shot {shot}").format(shot=current + 2)
        if document.edit(label, lambda film: gathered.with_shots(film, [shot], gap)[0], f"new {shot.id}"):
            self._new = shot.id
            document.selection.select([shot.id])
            self.edit(shot.id)

    def close(self) -> bool:
        """Keep what is written and close the editor; False where it can't be kept, and stays to be put right."""
        if self.editor is not None:
            self.editor.finish(True)
        return self.editor is None

    @Slot(str, object, str)
    def _on_left(self, shot_id: str, text: str | None, then: str) -> None:
        if not self._keep(shot_id, text):
            if self.editor is not None:
                self.editor.stay()
            return
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
        self._canvas.setFocus()
        if then == "new":
            self._document.selection.select([shot_id])
            self.insert()
        elif then:
            at = self._model.strip.places.get(shot_id, 0) + (1 if then == "next" else -1)
            if 0 <= at < len(self._model.strip):
                self._document.selection.select([self._model.strip.shots[at].id])
                self.edit(self._model.strip.shots[at].id)
            elif then == "next":
                self.insert()

    def _keep(self, shot_id: str, text: str | None) -> bool:
        """Whether there was nothing to keep, or it is kept."""
        new = self._new == shot_id
        if text is None or self._document.find(shot_id) is None:
            self._new = ""
            return True
        label = self._document.label(shot_id)
        # Inserting a shot and writing it is one step to undo.
        named = translate("Edits", "Insert shot {shot}") if new else translate("Edits", "Write prompt of shot {shot}")
        key = f"new {shot_id}" if new else None
        kept = self._document.edit(named.format(shot=label), lambda film: set_prompt(film, shot_id, text), key)
        if kept:
            self._new = ""
        return kept

    @Slot()
    def _follow(self) -> None:
        if self.editor is not None:
            clip = self._canvas.clip_rect(self.editor.shot_id)
            if not clip.isEmpty():
                self.editor.move_to(clip)
