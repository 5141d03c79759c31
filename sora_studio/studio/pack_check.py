"""Whether a pack works on this machine, before a film depends on it."""

from collections.abc import Iterator

from sora_studio.inference.device import choose_device
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_files import verify
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.session import SessionCache
from sora_studio.studio.config import Config
from sora_studio.studio.machine import thread_count
from sora_studio.studio.pack_details import shown_name
from sora_studio.studio.pack_memory import models_of


def checked_models(pack: ModelPack, config: Config) -> Iterator[tuple[str, int]]:
    """Each model by its file's name and size in bytes, once it is seen to be whole, to load and to fit the stage.

    Raises PackError or DeviceError at the first that isn't.
    """
    sessions = SessionCache(choose_device(config.device), 1, threads=thread_count(config, leave_a_core=False))
    for file in models_of(pack):
        verify(file)
        with sessions.lease(file) as model:
            for inputs, output in _tensors(pack, file):
                model.require(inputs, *output)
        yield shown_name(pack, file), file.bytes_of_all


def _tensors(pack: ModelPack, file: PackFile) -> Iterator[tuple[list[str], list[str]]]:
    """What each stage the model serves says of its tensors."""
    for reader in pack.encode.readers:
        if file == reader.model:
            outputs = [name for name in (reader.output, reader.pooled, reader.heard) if name]
            yield list(reader.inputs.values()), outputs
    for stage in (pack.draft, pack.decode, pack.refine):
        if stage is not None and file == stage.model:
            yield list(stage.inputs.values()), [stage.output]
    later = pack.draft.later
    if later is not None and file == later.model:
        yield list(later.inputs.values()), [later.output]
    encoder = pack.draft.encoder
    if encoder is not None and file == encoder.model:
        yield list(encoder.inputs), [encoder.output]
    reader = pack.draft.reader
    if reader is not None and file == reader.model:
        yield [reader.picture], [reader.output]
    for each in (pack.refine.upscaler, pack.refine.decoder):
        if each is not None and file == each.model:
            yield [each.latents], [each.output]
