"""Streamlit's own files from memory, compressed once and cached for good by browsers.

Two hundred phones that come at once ask for some hundred files each; a laptop in a classroom has no proxy to answer
them, and compressing each file for each phone would take longer than the room waits. The names of the files carry a
digest of their content, so they never change. Whoever comes before they are compressed, in the first second, gets them
as they are, sooner.
"""

import gzip
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

import streamlit

ROOT = Path(streamlit.__file__).parent / "static"
COMPRESSED = (".js", ".css", ".svg", ".json", ".map", ".ttf", ".html", ".txt")
SMALLEST = 500


@cache
def _names() -> dict[str, Path]:
    """Streamlit's files by the address under which they are asked for."""
    return {f"/{file.relative_to(ROOT).as_posix()}": file for file in (ROOT / "static").rglob("*") if file.is_file()}


def warm() -> None:
    """Read and compress every file, so that it is ready before the first room comes in."""
    for name, path in _names().items():
        body = _file(name)[0]
        if path.suffix in COMPRESSED and len(body) > SMALLEST:
            _packed[name] = gzip.compress(body, 6)


_packed: dict[str, bytes] = {}


@cache
def _file(name: str) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Body and headers of one of Streamlit's files."""
    path = _names()[name]
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = [(b"content-type", kind.encode()), (b"cache-control", b"public, max-age=31536000, immutable")]
    return path.read_bytes(), [*headers, (b"vary", b"accept-encoding")]


def _answer(name: str, accepted: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    body, headers = _file(name)
    packed = _packed.get(name) if b"gzip" in accepted else None
    if packed is not None:
        body, headers = packed, [*headers, (b"content-encoding", b"gzip")]
    return body, [*headers, (b"content-length", str(len(body)).encode())]


class Statics:
    """Pure ASGI: answers /static/ and leaves everything else to the app."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one of Streamlit's files, if that is what is asked for."""
        found = None
        if scope["type"] == "http" and scope["path"] in _names() and scope["method"] in ("GET", "HEAD"):
            accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
            found = _answer(scope["path"], accepted)
        if found is None:
            await self.app(scope, receive, send)
            return
        body, headers = found
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
