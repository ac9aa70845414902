"""What the three views of a live room share: waiting for news, the address, the tally."""

import socket
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlparse

import segno
import streamlit as st

from engine.content.drawing import in_order
from engine.content.questions import Question
from engine.services import rooms
from engine.services.context import Refused
from engine.services.errors import Unavailable
from engine.services.hosting import HostView
from engine.services.views import SlotView
from ui import chrome, session
from ui.chrome import safe
from ui.widgets.questions import MODULES
from ui.widgets.questions.common import Words, rendered

PHONES_LOOK_EVERY, SCREENS_LOOK_EVERY = 2.0, 1.5


def wait_for_news(room_id: str, known: rooms.Snapshot, every: float = PHONES_LOOK_EVERY) -> None:
    """Look at the room every so often, and run the page anew once something changed in it."""

    @st.fragment(run_every=every)
    def look() -> None:
        try:
            now = rooms.snapshot(session.ctx_light(), room_id)
        except (Refused, Unavailable):
            return
        if now.is_news_to(known):
            st.rerun()

    look()


def step(
    label: str, key: str, work: Callable[..., None], *args: Any, width: Literal["content", "stretch"] = "content"
) -> None:
    """The button for the one thing to do next. Its first press after a restart of the server counts as any other."""

    def press() -> None:
        session.put("pressed", key)
        work(*args)

    pressed = st.button(label, type="primary", on_click=press, key=key, width=width)
    if pressed and session.pop("pressed") != key:  # a server that just came up knows the button, but not its callback
        work(*args)
        st.rerun()


def address() -> str:
    """The address under which phones reach this server: as the trainer opened it, or this machine's own in the network."""
    url = urlparse(st.context.url or "http://localhost:8501")
    host = url.hostname or "localhost"
    if host in ("localhost", "127.0.0.1", "::1"):
        host = _own_address() or host
    return f"{url.scheme}://{host}{f':{url.port}' if url.port else ''}"


@session.kept(ttl=60)
def _own_address() -> str | None:
    """This machine's address in the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return str(probe.getsockname()[0])
        except OSError:
            return None


@session.kept(max_entries=50)
def qr(url: str) -> str:
    """A QR code as the address of an SVG image, dark on light in both themes, so that every phone reads it."""
    return str(segno.make(url, error="m").svg_data_uri(scale=8, border=3, dark="#14191A", light="#FFFFFF"))


def tally_html(view: HostView, t: Words) -> str:
    """How many chose what, as bars with their numbers; the right ones marked once they are revealed."""
    question, counted = view.question, view.tally
    if question is None or counted is None:
        return ""
    if not counted.n:
        return f'<div class="quiet">{t("live.tally_none")}</div>'
    states = {name: counted.states.get(name, 0) for name in ("right", "partial", "wrong")}
    summary = f'<div class="quiet">{t("live.right_share", **states)}</div>' if view.right is not None else ""
    rows = "".join(_row(view, id, text, t) for id, text in _options(view, t))
    bars = f'<ul class="lines tally">{rows}</ul>' if rows else ""
    return bars + summary + ("" if rows or view.right is None else _right_lines(question, view, t))


def _right_lines(question: Question, view: HostView, t: Words) -> str:
    """The right answer of a question that has no options to count."""
    slot = SlotView(
        index=view.snapshot.slot,
        question=question,
        order=view.order,
        step=1,
        response=view.right,
        draft=None,
        settled=True,
        state="right",
        fraction=None,
        receipt=None,
        parts=None,
        right=view.right,
    )
    return rendered(MODULES[question.kind].lines(slot, t))


def options_html(view: HostView) -> str:
    """What the phones show to choose from, without any mark of what is right."""
    question = view.question
    if question is None:
        return ""
    names = [name for name in ("options", "items") if hasattr(question, name)]
    places = [name for name in ("targets", "groups") if hasattr(question, name)]
    rows = "".join(f"<li>{safe(part.text)}</li>" for name in names for part in in_order(question, name, view.order))
    where = "　/　".join(safe(part.text) for name in places for part in in_order(question, name, view.order))
    return (f'<ul class="lines">{rows}</ul>' if rows else "") + (f"<div>{where}</div>" if where else "")


def _options(view: HostView, t: Words) -> list[tuple[str, str]]:
    question = view.question
    if question is None:
        return []
    if question.kind in ("single", "multiple"):
        return [(option.id, option.text) for option in in_order(question, "options", view.order)]
    if question.kind == "true_false":
        return [("true", t("quiz.true")), ("false", t("quiz.false"))]
    return [(point, point) for point in view.tally.options] if view.tally else []


def _row(view: HostView, id: str, text: str, t: Words) -> str:
    counted = view.tally
    if counted is None:
        return ""
    right = view.right is not None and _is_right(view, id)
    tag = f'<span class="tag right">✓ {t("quiz.key")}</span>' if right else ""
    share, n = float(counted.share(id)), counted.options.get(id, 0)
    look = "right" if right else "plain"
    return f'<li class="{look}">{safe(text)}{tag}<span class="count">{n}</span>{chrome.bar(share)}</li>'


def _is_right(view: HostView, id: str) -> bool:
    key = view.right
    if isinstance(key, bool):
        return id == ("true" if key else "false")
    return id in key if isinstance(key, list) else id == key
