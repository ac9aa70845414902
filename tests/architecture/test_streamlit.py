"""What this product changes in Streamlit, and serves in its place."""

import gzip
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote

import pytest
import streamlit
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from tests.browser.server import ROOT, Server
from ui.keeping import KEPT, TRIED_WITH


def test_the_version_that_was_tried_is_the_one_installed_and_pinned() -> None:
    assert streamlit.__version__ == TRIED_WITH
    assert f"streamlit=={TRIED_WITH}" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_a_room_of_dropped_phones_is_kept() -> None:
    code = (
        "import ui.keeping as k; assert k.keep_dropped_sessions();"
        "from streamlit.runtime.memory_session_storage import MemorySessionStorage as M; s = M();"
        "print(s._cache.maxsize, s._cache.ttl)"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout.split()[0] == str(KEPT)
    assert MemorySessionStorage.__init__.__defaults__ is not None
    assert hasattr(AppSession, "register_file_watchers")


def test_the_theme_that_is_read_once_is_the_one_streamlit_reads() -> None:
    """For every section, also where it is asked again."""
    code = (
        "from streamlit import config; config.get_config_options(True);"
        "from streamlit.proto.NewSession_pb2 import CustomThemeConfig as C;"
        "from streamlit.runtime import app_session as a; import ui.keeping as k;"
        "names = ['theme', *(f'theme.{c.value}' for c in config.CustomThemeCategories)];"
        "told = lambda n: (lambda m: (a._populate_theme_msg(m, n), m.SerializeToString(deterministic=True))[1])(C());"
        "before = [told(n) for n in names]; assert k.keep_theme();"
        "print(before == [told(n) for n in names] == [told(n) for n in names], sum(map(bool, before)))"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout.split() == ["True", "3"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory):
    server = Server(tmp_path_factory.mktemp("statics") / "data").start()
    yield server
    server.stop()


def fetch(server: Server, path: str, **headers: str):
    request = urllib.request.Request(f"{server.url}{path}", headers=headers)
    return urllib.request.urlopen(request, timeout=10)


def script() -> Path:
    return max((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js"), key=lambda f: f.stat().st_size)


def test_streamlits_files_come_compressed_and_may_be_kept_for_good(running: Server) -> None:
    body, answer = b"", None
    until = time.monotonic() + 20
    while (answer is None or not answer.headers["content-encoding"]) and time.monotonic() < until:  # a start packs them
        with fetch(running, f"/static/js/{script().name}", **{"accept-encoding": "gzip"}) as answer:
            body = answer.read()

    assert gzip.decompress(body) == script().read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in answer.headers["content-type"]


def test_they_come_plain_to_who_cannot_unpack_them(running: Server) -> None:
    with fetch(running, f"/static/js/{script().name}") as answer:
        assert answer.read() == script().read_bytes()
        assert answer.headers["content-encoding"] is None


@pytest.mark.parametrize("path", ["/", "/live?code=123456", "/room", "/no-such-page"])
@pytest.mark.parametrize(("asked", "code"), [("zh-CN,zh", "zh-Hans"), ("en-GB", "en")])
def test_the_page_that_loads_the_app_is_dressed_at_every_address(running: Server, path: str, asked: str, code: str) -> None:
    """In the language that is asked for, packed only for who can unpack, with our headers once, and never kept for good."""
    accepted = {"accept": "text/html,*/*", "accept-language": asked}
    with fetch(running, path, **accepted) as answer:
        plain, headers = answer.read(), answer.headers
    with fetch(running, path, **accepted, **{"accept-encoding": "gzip"}) as answer:
        assert gzip.decompress(answer.read()) == plain

    assert f'<html lang="{code}"'.encode() in plain
    assert b"<style>" in plain and b"/static/js/" in plain
    assert headers.get_all("cache-control") == ["no-cache"]
    assert headers.get_all("x-content-type-options") == ["nosniff"]
    assert headers["content-encoding"] is None


STATIC = Path(streamlit.__file__).parent / "static"


@pytest.mark.parametrize(
    "path", ["/static/../../version.py", "/static/%2e%2e/%2e%2e/version.py", "/static/..%2f..%2fversion.py"]
)
def test_nothing_beside_the_folder_is_served_from_there(running: Server, path: str) -> None:
    """Each address climbs out of the folder to a file that is there; what comes is a refusal, or the page of the app."""
    climbed = (STATIC / unquote(path).removeprefix("/")).resolve()
    assert climbed == STATIC.parent / "version.py"
    wanted = climbed.read_bytes()
    with closing(HTTPConnection("127.0.0.1", running.port, timeout=10)) as connection:
        connection.request("GET", path)  # as it stands: urllib would leave it too, but a proxy or a browser may not
        answer = connection.getresponse()
        body = answer.read()

    assert wanted not in body
    assert answer.status in (400, 403, 404) or b"/static/js/" in body


def test_a_file_that_is_not_there_is_never_kept_for_good(running: Server) -> None:
    """What comes in its place is the page of the app, which a browser asks for again."""
    with fetch(running, "/static/none.js") as answer:
        assert b"/static/js/" in answer.read()
        assert answer.headers.get_all("cache-control") == ["no-cache"]
