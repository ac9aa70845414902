"""A server of the product on a free port with its own data folder, ended by its process id."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from ui.names import READY

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 40


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Server:
    """`streamlit run app.py` as a user starts it."""

    def __init__(self, data: Path, port: int | None = None, **environment: str) -> None:
        self.data, self.port = data, port or free_port()
        self.environment = {**os.environ, "RAPPORT_DATA": str(data), "PYTHONUNBUFFERED": "1", **environment}
        self.log = data.parent / f"{data.name}-server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.since = 0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, within: float = START_WITHIN) -> "Server":
        """Start and wait until it is healthy; a TimeoutError has what it printed. One that ends is not waited for."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        command += ["--server.address", "127.0.0.1"]
        self.since = len(self.log.read_text(encoding="utf-8")) if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + within
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text(encoding="utf-8"))

    def ready(self) -> "Server":
        """Wait until it says that its content is in force: it is read when somebody asks, or soon after the start."""
        end = time.monotonic() + START_WITHIN
        while READY not in self.log.read_text(encoding="utf-8")[self.since :]:
            if time.monotonic() > end:
                raise TimeoutError(self.log.read_text(encoding="utf-8"))
            time.sleep(0.1)
        return self

    def kill(self) -> None:
        """End at once, as a crash would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End in order."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
