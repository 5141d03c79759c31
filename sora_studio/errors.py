"""What can go wrong, in the user's words: every error says what happened and what to do next."""


class SoraError(Exception):
    """A failure the user can act on. `message` says what happened, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ScriptError(SoraError):
    """A script (Fountain, plain text) can't be read as a film."""


class EditError(SoraError):
    """An edit doesn't fit the project it was applied to."""


class ProjectFileError(SoraError):
    """A project file can't be opened, read or saved."""


class DamagedProject(ProjectFileError):
    """A project file that doesn't prove intact. `repairable`: a repaired copy can be made, which has these `losses`,
    a sentence each."""

    def __init__(self, message: str, hint: str, losses: tuple[str, ...] = (), repairable: bool = False) -> None:
        super().__init__(message, hint)
        self.losses = losses
        self.repairable = repairable


class StorageError(SoraError):
    """Something finished could not be kept: a full disk, a read-only folder."""


class PackError(SoraError):
    """A model pack is missing, damaged, or asks for something it may not do."""


class DeviceError(SoraError):
    """The asked device can't be used on this machine."""


class GenerationError(SoraError):
    """A model stage ran but gave nothing a film can use."""


class ModelFailed(GenerationError):
    """A model broke while it ran: on another device, or with more room, it may not."""


class OutOfMemory(ModelFailed):
    """A model found no room. `needed_bytes` is what it was reckoned to take, `free_bytes` what there was; 0 unknown.

    `halvings` is how often what it worked on at once had been halved.
    """

    def __init__(
        self, message: str, hint: str = "", needed_bytes: int = 0, free_bytes: int = 0, halvings: int = 0
    ) -> None:
        super().__init__(message, hint)
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes
        self.halvings = halvings


class BlankPicture(ModelFailed):
    """A model gave something that is no number."""


class ExportError(SoraError):
    """The film can't be written."""


class Cancelled(Exception):
    """The user asked to stop. Never shown as a failure."""
