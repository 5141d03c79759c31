"""A server on this machine that speaks as much of Hugging Face's hub as fetching a model takes."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

REVISION = "a" * 40


@dataclass
class Hub:
    """The repository `tests/tiny-sd` holds `folder`; `asked` are the files' bytes that were sent, and from where on.

    A file in `torn` ends after so many bytes, once; one in `spoiled` comes with another content than is stated.
    """

    folder: Path
    url: str = ""
    asked: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    torn: dict[str, int] = field(default_factory=dict[str, int])
    spoiled: set[str] = field(default_factory=set[str])

    def described(self) -> dict[str, Any]:
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {
            "id": "tests/tiny-sd",
            "modelId": "tests/tiny-sd",
            "sha": REVISION,
            "private": False,
            "tags": [],
            "downloads": 0,
            "cardData": {"license": "openrail++"},
            "siblings": [self._sibling(path) for path in paths],
        }

    def _sibling(self, path: Path) -> dict[str, Any]:
        content = path.read_bytes()
        blob = sha1(b"blob %d\0" % len(content) + content).hexdigest()
        lfs = {"sha256": sha256(content).hexdigest(), "size": len(content), "pointerSize": 100}
        large = {"lfs": lfs} if path.suffix == ".onnx" else {}
        return {"rfilename": path.relative_to(self.folder).as_posix(), "size": len(content), "blobId": blob, **large}


@contextmanager
def hub_of(folder: Path) -> Iterator[Hub]:
    """Serve it until the block ends."""
    hub = Hub(folder)

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    served: Hub

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/tests/tiny-sd"):
            self._answer(json.dumps(self.served.described()).encode(), "application/json")
        else:
            self._file(path)

    do_HEAD = do_GET

    def _file(self, path: str) -> None:
        name = path.removeprefix(f"/tests/tiny-sd/resolve/{REVISION}/")
        file = self.served.folder / name
        if name == path or not file.is_file():
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound" if name == path else "EntryNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = file.read_bytes()
        if name in self.served.spoiled:
            content = bytes(len(content))
        self._answer(content, "application/octet-stream", name)

    def _answer(self, content: bytes, kind: str, name: str = "") -> None:
        wanted = self.headers.get("Range", "bytes=0-")
        first = int(wanted.removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if first else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) - first))
        if first:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        if name:
            self.send_header("ETag", f'"{sha256(content).hexdigest()}"')
            self.send_header("X-Repo-Commit", REVISION)
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        if self.command == "HEAD":
            return
        if name:
            self.served.asked.append((name, first))
        end = self.served.torn.pop(name, len(content))
        self.wfile.write(content[first:end])
        self.close_connection = True

    def log_message(self, format: str, *_: Any) -> None:
        pass
