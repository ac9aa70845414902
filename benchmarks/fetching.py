"""What a browser fetches before a page lives: plain HTTP/1.1 over a few kept connections, as cheap as Python can do it."""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

PATIENCE = 60.0
AT_ONCE = 6
"""Connections that a browser opens to one server."""

_shared = bytearray(1 << 18)
_view = memoryview(_shared)


class Failed(Exception):
    """The server did not answer, or not with what was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the head as sent, and the body if it was to be kept."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        start = f"{name.lower()}:"
        found = (line for line in self.head.split("\r\n") if line.lower().startswith(start))
        return next((line.split(":", 1)[1].strip() for line in found), "")


class Line(asyncio.BufferedProtocol):
    """One connection, one request at a time. Bodies are counted, and thrown away unless they are wanted."""

    def __init__(self) -> None:
        self.received = 0
        self.closed = False
        self._head, self._kept, self._wanted = bytearray(), bytearray(), False
        self._left: int | None = None
        self._tail: bytes | None = None
        self._answered: asyncio.Future[Answer] | None = None
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if self._answered and not self._answered.done():
            self._answered.set_exception(Failed(f"connection lost {error or ''}"))

    def get_buffer(self, _hint: int) -> memoryview:
        return _view

    def buffer_updated(self, size: int) -> None:
        self.received += size
        start = 0
        if self._left is None and self._tail is None:
            before = len(self._head)
            self._head += _view[:size]
            end = self._head.find(b"\r\n\r\n", max(before - 3, 0))
            if end < 0:
                return
            start = end + 4 - before
            del self._head[end:]
            self._begin_body()
        self._take_body(start, size)

    def _begin_body(self) -> None:
        head = bytes(self._head).lower()
        if b"transfer-encoding: chunked" in head:
            self._tail = b""
            return
        at = head.find(b"content-length:")
        self._left = int(head[at + 15 : (head + b"\r").find(b"\r", at)]) if at >= 0 else 0

    def _take_body(self, start: int, size: int) -> None:
        if self._wanted:
            self._kept += _view[start:size]
        if self._left is not None:
            self._left -= size - start
            done = self._left <= 0
        else:  # nothing is asked before the last answer is complete, so its last bytes are the last of the stream
            self._tail = ((self._tail or b"") + bytes(_view[max(start, size - 5) : size]))[-5:]
            done = self._tail == b"0\r\n\r\n"
        if done and self._answered and not self._answered.done():
            status = int(self._head[9:12])
            self._answered.set_result(Answer(status, self._head.decode("latin-1"), bytes(self._kept)))

    async def ask(self, request: bytes, keep: bool = False) -> Answer:
        """Send one request and wait for the whole answer. Raises Failed."""
        if self._transport is None or self.closed:
            raise Failed("not connected")
        self._head, self._kept, self._wanted = bytearray(), bytearray(), keep
        self._left, self._tail = None, None
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        """Close it."""
        if self._transport:
            self._transport.close()


class Browser:
    """The connections of one browser to one server, and what went over them."""

    def __init__(self, address: str, accept: str) -> None:
        self.host, self.accept = urlparse(address).netloc, accept
        self.requests = self.received = 0
        self._lines: list[Line] = []

    def request(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> bytes:
        """A request as bytes; a header's name is written with underscores."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Accept-Encoding: {self.accept}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
        if method == "POST":
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", f"Origin: http://{self.host}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def fetch(self, request: bytes, keep: bool = False, there: bool = True) -> Answer:
        """One request on a connection that is free. Raises Failed; where it must be `there`, for any answer but 200."""
        used = self._used()
        try:
            async with asyncio.timeout(PATIENCE):
                try:
                    line = used or await self._fresh()
                    answer = await line.ask(request, keep)
                except Failed:
                    if used is None:
                        raise
                    line = await self._fresh()  # the server may close an idle connection at any time: browsers ask again
                    answer = await line.ask(request, keep)
        except TimeoutError as error:
            raise Failed(f"no answer in {PATIENCE:.0f} s") from error
        self._lines.append(line)
        self.requests += 1
        if there and answer.status != 200:
            raise Failed(f"status {answer.status}: {request[:80]!r}")
        return answer

    async def fetch_all(self, paths: Iterable[str], headers: Mapping[str, str] | None = None) -> None:
        """All of them, over as many connections as a browser opens; a browser also asks for what is not there."""
        waiting = iter(list(paths))

        async def one_line() -> None:
            for path in waiting:
                await self.fetch(self.request(path, **(headers or {})), there=False)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(one_line())

    def _used(self) -> Line | None:
        while self._lines:
            line = self._lines.pop()
            if not line.closed:
                return line
            self.received += line.received
        return None

    async def _fresh(self) -> Line:
        host, port = self.host.split(":")
        try:
            _, line = await asyncio.get_running_loop().create_connection(Line, host, int(port))
        except OSError as error:
            raise Failed(str(error)) from error
        return line

    def close(self) -> None:
        """Close all connections, and count what they brought."""
        for line in self._lines:
            self.received += line.received
            with contextlib.suppress(Exception):
                line.close()
        self._lines = []
