"""docs/nginx.conf by itself, in front of two small servers that only say who they are."""

import gzip
import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cluster.nginx import CONF, STATIC, Nginx, substituted

pytestmark = pytest.mark.usefixtures("nginx_here")


class Named(BaseHTTPRequestHandler):
    """Answers with its port and what it was asked with."""

    def do_GET(self) -> None:
        length = int(self.headers.get("content-length", 0))
        said = {"port": self.server.server_address[1], "headers": dict(self.headers), "sent": len(self.rfile.read(length))}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def pair() -> Iterator[list[ThreadingHTTPServer]]:
    """Two small servers."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Named) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield servers
    for server in servers:
        stop(server)


@pytest.fixture
def nginx(pair, tmp_path: Path) -> Iterator[Nginx]:
    with Nginx(tmp_path / "nginx", [server.server_address[1] for server in pair]) as running:
        yield running


def stop(server: ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


def get(nginx: Nginx, path: str = "/", body: bytes | None = None, **headers: str):
    """Headers and body of an answer."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{nginx.url}{path}", body, names)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers, answer.read()


def port(nginx: Nginx, cookie: str, body: bytes | None = None) -> int:
    return int(json.loads(get(nginx, "/", body, Cookie=cookie)[1])["port"])


def cookies(nginx: Nginx, count: int) -> list[str]:
    """The route cookies of new visitors."""
    return [get(nginx)[0]["set-cookie"].split(";")[0] for _ in range(count)]


def test_visitor_stays_with_one_process(nginx):
    """With the cookie of the first answer every request goes to the same process; twenty visitors use both."""
    visitors = cookies(nginx, 20)

    went = [{port(nginx, cookie) for _ in range(5)} for cookie in visitors]

    assert [len(ports) for ports in went] == [1] * 20
    assert len(set.union(*went)) == 2


def test_route_cookie_is_of_no_use_to_scripts_and_other_sites(nginx):
    """The cookie is HttpOnly, Secure and SameSite, and is given once."""
    first = get(nginx)[0]["set-cookie"]

    assert {part.strip().lower() for part in first.split(";")} >= {"httponly", "secure", "samesite=lax", "path=/"}
    assert get(nginx, Cookie=first.split(";")[0])[0]["set-cookie"] is None


def test_dead_process_passes_its_visitors_on_and_gets_them_back(nginx, pair):
    """While one process is dead the other serves everybody, forms too; when it is back it serves its own at once."""
    visitors = cookies(nginx, 8)
    before = [port(nginx, cookie) for cookie in visitors]
    address = pair[0].server_address
    stop(pair[0])

    assert {port(nginx, cookie) for cookie in visitors} == {pair[1].server_address[1]}
    assert {port(nginx, cookie, b"form") for cookie in visitors} == {pair[1].server_address[1]}

    pair[0] = ThreadingHTTPServer(address, Named)
    threading.Thread(target=pair[0].serve_forever, args=(0.01,), daemon=True).start()
    assert [port(nginx, cookie) for cookie in visitors] == before
    assert len(set(before)) == 2


def test_app_sees_the_name_that_the_browser_asked_for(nginx):
    """Host goes through unchanged, or the app would take its own pages for another site's."""
    headers = json.loads(get(nginx, Host="rapport.example.com")[1])["headers"]

    assert (headers["Host"], headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]) == (
        "rapport.example.com",
        "127.0.0.1",
        "http",
    )


def largest(kind: str) -> Path:
    return max((STATIC / kind).glob(f"*.{kind}"), key=lambda file: file.stat().st_size)


@pytest.mark.parametrize(("kind", "type"), [("js", "application/javascript"), ("css", "text/css")])
def test_streamlits_files_come_from_nginx_compressed_and_for_good(nginx, pair, kind, type):
    """They come compressed, to be kept for a year, and no process is asked for them: both are dead."""
    for server in pair:
        stop(server)
    file = largest(kind)

    headers, body = get(nginx, f"/static/{kind}/{file.name}", Accept_Encoding="gzip")

    assert gzip.decompress(body) == file.read_bytes()
    assert len(body) < file.stat().st_size / 2
    assert headers["content-type"].startswith(type)
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/static/../../../__init__.py", "/static/%2e%2e/%2e%2e/version.py", "/static../index.html"]
)
def test_nothing_else_is_served_from_that_folder(nginx, path):
    """An address that leaves the folder is refused or goes to the app."""
    try:
        body = get(nginx, path)[1]
    except urllib.error.HTTPError as refused:
        with refused:
            assert refused.code in (400, 403, 404)
    else:
        assert json.loads(body)["port"]


def test_upload_within_the_limit_goes_through(nginx):
    """A file as large as the app takes passes nginx; a larger one is refused before it reaches the app."""
    limit = int(re.search(r"maxUploadSize = (\d+)", (CONF.parent.parent / ".streamlit/config.toml").read_text("utf-8"))[1])

    assert json.loads(get(nginx, "/", bytes(limit * 2**20))[1])["sent"] == limit * 2**20
    with pytest.raises((urllib.error.HTTPError, ConnectionError, urllib.error.URLError)) as refused:
        get(nginx, "/", bytes((limit + 3) * 2**20))
    if isinstance(refused.value, urllib.error.HTTPError):
        refused.value.close()


def test_http_is_sent_on_to_https(nginx):
    """Whoever types the address without https is sent on to it."""
    request = urllib.request.Request(f"http://127.0.0.1:{nginx.insecure}/live?code=123456")

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as sent_on:
        urllib.request.build_opener(Stay).open(request, timeout=10)
    with sent_on.value:
        assert sent_on.value.code == 301
        assert sent_on.value.headers["location"] == "https://127.0.0.1/live?code=123456"


def test_configuration_without_what_is_replaced_is_refused():
    """The tests cannot run another configuration than the one in docs without saying so."""
    with pytest.raises(ValueError, match="listen 80"):
        substituted(CONF.read_text(encoding="utf-8").replace("listen 80;", ""), 1, 2, [3, 4])
