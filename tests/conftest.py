"""What every test may rely on: no example fails for being slow, since a machine may be busy; logs are nobody's."""

import atexit
import os
from shutil import rmtree
from tempfile import mkdtemp

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Processes that a test starts write theirs there, too.
os.environ["XDG_STATE_HOME"] = mkdtemp(prefix="sora-logs-")
atexit.register(rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
