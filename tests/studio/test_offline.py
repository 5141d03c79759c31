"""The offline light tells what really happened in the process."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import socket, tempfile, os
from sora_studio.studio.offline import sockets_opened, watch
watch(); watch()
print(sockets_opened())
if hasattr(socket, "AF_UNIX"):
    name = os.path.join(tempfile.mkdtemp(), "s")
    server = socket.socket(socket.AF_UNIX); server.bind(name); server.listen()
    client = socket.socket(socket.AF_UNIX); client.connect(name)
print(sockets_opened())
client = socket.socket()
try:
    client.connect(("127.0.0.1", 9))
except OSError:
    pass
client.close()
print(sockets_opened())
"""


def test_a_connection_is_seen_and_a_local_socket_is_none() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    fresh, after_local, after_network = (int(line) for line in done.stdout.split())
    assert (fresh, after_local) == (0, 0)
    assert after_network >= 1


RENDERS = """
import sys
from pathlib import Path
from sora_studio.studio.studio import RenderOrder
from tests.studio.film import open_tiny_studio
with open_tiny_studio(Path(sys.argv[1])) as studio:
    list(studio.render(RenderOrder(stage="draft"), device="cpu"))
"""


def test_the_runtime_of_the_models_keeps_no_account_of_what_it_runs(tmp_path: Path) -> None:
    """It would begin by giving the machine a number, in a folder of its maker's."""
    home = tmp_path / "home"
    home.mkdir()
    # With none of the marks of a test machine, on which it keeps quiet by itself.
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", RENDERS, str(tmp_path)], env=environment, check=True)
    assert list(home.rglob("*")) == []
