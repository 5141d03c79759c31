"""The offline light tells what really happened in the process."""

import subprocess
import sys

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
