"""What every test may rely on: no example fails for being slow, since a machine may be busy; logs are nobody's.

Nor is what is kept to be there sooner.
"""

import atexit
import os
from shutil import rmtree
from tempfile import mkdtemp

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Processes that a test starts write theirs there, too.
for home in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[home] = mkdtemp(prefix="sora-tests-")
    atexit.register(rmtree, os.environ[home], ignore_errors=True)
