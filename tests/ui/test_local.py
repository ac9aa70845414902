"""A preview asks for no pass phrase, so it opens on the machine that runs it and nowhere else."""

import asyncio

import pytest

from ui.local import OnlyHere, is_here


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.1.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_here(host):
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["192.168.1.20", "10.0.0.5", "::ffff:10.0.0.5", "2001:db8::1", "testclient", "", "127.0.0.1.evil.example"]
)
def test_any_other_machine_is_not(host):
    assert not is_here(host)


def sent_to(host, kind, **scope):
    """What the guard sends to somebody at `host`; "passed on" if the app behind it was asked."""
    sent = []

    async def app(scope, receive, send):
        sent.append("passed on")

    async def send(message):
        sent.append((message["type"], message.get("status", message.get("code"))))

    client = (host, 50_000) if host else None
    asyncio.run(OnlyHere(app)({"type": kind, "client": client, **scope}, None, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_who_is_here_is_passed_on(kind):
    assert sent_to("127.0.0.1", kind) == ["passed on"]


def test_a_page_is_refused_to_another_machine():
    assert sent_to("192.168.1.20", "http", method="GET", headers=[])[0] == ("http.response.start", 403)


def test_a_socket_is_refused_to_another_machine():
    """A page that was loaded here and is forwarded elsewhere stays silent too."""
    assert sent_to("192.168.1.20", "websocket") == [("websocket.close", 1008)]


def test_nobody_knows_where_from_is_refused():
    assert sent_to("", "websocket") == [("websocket.close", 1008)]


def test_the_start_of_the_server_is_passed_on():
    assert sent_to("", "lifespan") == ["passed on"]
