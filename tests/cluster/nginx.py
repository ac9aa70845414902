"""nginx with docs/nginx.conf as it is, but for ports, certificate and the folder of Streamlit's files."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import streamlit

from tests.browser.server import ROOT, free_port

CONF = ROOT / "docs" / "nginx.conf"
STATIC = Path(streamlit.__file__).parent / "static" / "static"
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"])
AROUND = """{user}daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  types {{ text/html html; text/css css; application/javascript js; font/woff2 woff2; image/svg+xml svg; }}
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  include rapport.conf;
}}
"""


def nginx_path() -> str | None:
    """An installed nginx."""
    return shutil.which("nginx", path=PLACES)


def substituted(text: str, port: int, insecure: int, upstreams: list[int]) -> str:
    """The configuration on these ports and without https; ValueError where it has not what is to be replaced."""
    first, second = upstreams
    changes = {
        r"listen 80;": f"listen 127.0.0.1:{insecure};",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port};",
        r"server 127\.0\.0\.1:8501 ": f"server 127.0.0.1:{first} ",
        r"server 127\.0\.0\.1:8502 ": f"server 127.0.0.1:{second} ",
        r"ssl_certificate +\S+;": "",
        r"ssl_certificate_key +\S+;": "",
        r"alias \S+;": f"alias {STATIC.as_posix()}/;",
    }
    for old, new in changes.items():
        text, count = re.subn(old, new, text)
        if count != 1:
            raise ValueError(f"docs/nginx.conf has {count} times {old}")
    return text


class Nginx:
    """A running nginx in front of two ports, ended by its process id."""

    def __init__(self, folder: Path, upstreams: list[int]) -> None:
        self.folder, self.port, self.insecure = folder, free_port(), free_port()
        folder.mkdir(parents=True, exist_ok=True)
        conf = substituted(CONF.read_text(encoding="utf-8"), self.port, self.insecure, upstreams)
        (folder / "rapport.conf").write_text(conf, encoding="utf-8")
        around = AROUND.format(user="user root root;\n" if os.geteuid() == 0 else "")
        (folder / "nginx.conf").write_text(around, encoding="utf-8")

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Nginx":
        command = [str(nginx_path()), "-p", str(self.folder), "-e", "error.log", "-c", str(self.folder / "nginx.conf")]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        end = time.monotonic() + 10
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        said = self.__exit__()
        raise RuntimeError(f"nginx did not start: {said}")

    def __exit__(self, *_: object) -> str:
        self._process.terminate()
        return self._process.communicate(timeout=10)[1].decode()
