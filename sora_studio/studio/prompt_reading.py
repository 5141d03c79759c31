"""How the text encoder reads a shot's prompt: what is sent, how much of it fits, which words the model can't draw."""

from collections import OrderedDict
from dataclasses import dataclass

from sora_studio.errors import SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.encode import encode_text
from sora_studio.inference.given_picture import picture_use
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import text_digest
from sora_studio.inference.session import SessionCache
from sora_studio.inference.tokenizer import tokenize
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.config import Config
from sora_studio.studio.studio import Studio
from sora_studio.timeline.cascade import JOINT, Part, parts_as_sent

_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Wording:
    """A shot's prompt as it is sent and who would read it; `pack` None where the shot's pack can't be used."""

    parts: tuple[Part, ...]
    pack: ModelPack | None
    store: BlobStore
    sketched: bool = False

    @property
    def text(self) -> str:
        return JOINT.join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class PromptReading:
    """`cut_from` is the character of the text from which on nothing is read: its length where all is.

    `tokens` count the encoder's own marks too; `limit` 0: no pack is there to read. `unknown` are words as typed.
    """

    parts: tuple[Part, ...]
    tokens: int
    limit: int
    cut_from: int
    unknown: tuple[str, ...]

    @property
    def text(self) -> str:
        return JOINT.join(part.text for part in self.parts)


def wording(studio: Studio, shot_id: str) -> Wording:
    """What is to be read for a shot, taken on the studio's thread. Raises EditError where there is no such shot."""
    scene, shot = studio.project.find(shot_id)
    try:
        pack = studio.packs.of(studio.project, shot)
    except SoraError:
        pack = None  # The window tells of a pack that can't be used in a place of its own.
    sketched = bool(shot.sketch) and pack is not None and picture_use(pack) == "draft"
    return Wording(parts_as_sent(studio.project, scene, shot), pack, studio.store, sketched)


class PromptReader:
    """Reads wordings on any one thread. With its own session on the processor it waits for no render."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._sessions: SessionCache | None = None
        self._unknown: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def read(self, asked: Wording, cancel: CancelToken | None = None) -> PromptReading:
        """Raises PackError, DeviceError, GenerationError, Cancelled."""
        text, pack = asked.text, asked.pack
        if pack is None:
            return PromptReading(asked.parts, 0, 0, len(text), ())
        tokens = tokenize(pack.encode, text)
        count = tokens.count
        cut_from = max((stop for _, stop in tokens.offsets), default=0) if count.truncated else len(text)
        # Where an artist has drawn, nothing is left out for want of a word.
        unknown = () if asked.sketched else self._unknown_words(asked.store, pack, text, cancel)
        return PromptReading(asked.parts, count.tokens, count.limit, cut_from, unknown)

    def close(self) -> None:
        """Let go of the encoder."""
        if self._sessions is not None:
            self._sessions.release_unused()
            self._sessions = None

    def _unknown_words(
        self, store: BlobStore, pack: ModelPack, text: str, cancel: CancelToken | None
    ) -> tuple[str, ...]:
        if not pack.encode.heard or not text:
            return ()
        digest = text_digest(pack.digest, text)
        if digest not in self._unknown:
            kept = store.has(keeping.TEXTS, digest)
            known = keeping.unknown_words_of(store, digest) if kept else self._listen(pack, text, cancel)
            self._unknown[digest] = tuple(known)
            if len(self._unknown) > _REMEMBERED:
                self._unknown.popitem(last=False)
        return self._unknown[digest]

    def _listen(self, pack: ModelPack, text: str, cancel: CancelToken | None) -> list[str]:
        """Ask the encoder itself. What it makes of half a sentence isn't worth keeping."""
        if self._sessions is None:
            self._sessions = SessionCache(choose_device("cpu"), self._config.memory_budget_mb * 1_000_000, threads=1)
        words: list[str] = []
        encode_text(self._sessions, pack, text, on_unknown=lambda told: words.extend(told.words), cancel=cancel)
        return words
