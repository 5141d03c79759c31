from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.diffusion.reference import VERSION, Answer, Live, Noted, Question, Recording, load, recorded, save

NOTES = pytest.StashKey[Recording]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("diffusers", "Hugging Face diffusers (tests/diffusion)")
    group.addoption("--live-diffusers", action="store_true", help="compare with the installed library")
    group.addoption("--record-diffusers", action="store_true", help=f"write the recording anew, from {VERSION}")


# pytest hands these options over only when it is given this folder; without it they are unknown, hence the False.
def pytest_configure(config: pytest.Config) -> None:
    recording = config.getoption("--record-diffusers", False)
    if not recording and not config.getoption("--live-diffusers", False):
        return
    try:
        installed = version("diffusers")
    except PackageNotFoundError:
        raise pytest.UsageError("diffusers is not installed: pip install --group reference") from None
    if recording:
        if installed != VERSION:
            raise pytest.UsageError(f"the recording is of diffusers {VERSION}, but {installed} is installed")
        config.stash[NOTES] = {}


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if NOTES in session.config.stash and exitstatus == pytest.ExitCode.OK:
        save(session.config.stash[NOTES])


@pytest.fixture(scope="session")
def diffusers(pytestconfig: pytest.Config) -> Callable[[Question], Answer]:
    """Answers questions: from the recording, unless pytest was told to ask the library."""
    if NOTES in pytestconfig.stash:
        notes = pytestconfig.stash[NOTES]
        return lambda question: Noted(Live(question), notes.setdefault(question.key, {}))
    if pytestconfig.getoption("--live-diffusers", False):
        return Live
    return partial(recorded, recording=load())
