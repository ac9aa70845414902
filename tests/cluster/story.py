"""One live room held by phones on two app processes behind nginx, while each process is killed once.

Told once, and then looked at by the tests: who saw what and when, what was confirmed, what the database holds.
"""

import asyncio
import contextlib
import json
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import psutil
import sqlalchemy as sa

from benchmarks import content
from benchmarks.client import Tab
from engine.services import hosting, identity, rooms
from engine.services.context import Ctx
from engine.services.desk import Desk, open_desk, utc_now
from engine.settings import Settings
from engine.words import word
from tests.browser.server import Server
from tests.cluster.nginx import Nginx
from tests.cluster.phone import PATIENCE, ROUNDS, Phone, Story
from ui.names import COOKIE

PHONES = 30
SETUP = re.compile(r"set-up code for the first admin: (\S+)")


def content_root(folder: Path) -> str:
    """A course of one practice quiz; its id."""
    return content.quiz_root(folder, 1, ROUNDS)[0]


def start_together(servers: list[Server]) -> None:
    """Start all at the same instant."""
    threads = [threading.Thread(target=server.start) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def connections(server: Server) -> int:
    """How many connections a process holds with its visitors."""
    assert server.process
    found = psutil.Process(server.process.pid).net_connections("tcp4")
    return sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port == server.port for c in found)


def handshake(nginx: Nginx, host: str, origin: str) -> int:
    """The status of a websocket handshake under a public name."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "MTIzNDU2Nzg5MDEyMzQ1Ng==", "Sec-WebSocket-Protocol": "streamlit"}
    with contextlib.closing(HTTPConnection("127.0.0.1", nginx.port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/_stcore/stream", headers={"Host": host, "Origin": origin, **upgrade, **key})
        return connection.getresponse().status


@dataclass
class Cluster:
    """Two servers, nginx before them, and a desk of our own for what only the host does."""

    servers: list[Server]
    nginx: Nginx
    desk: Desk
    host: Ctx
    cookie: str
    room_id: str

    def screen(self, server: Server, page: str) -> Tab:
        """The host's own page, directly on one process."""
        return Tab(server.url, self.cookie, page, f"r={self.room_id}")


def open_cluster(folder: Path, url: str, stack: contextlib.ExitStack, story: Story) -> Cluster:
    """Start both processes at once on an empty database, become admin by the code of the second, open a room."""
    quiz = content_root(folder / "content")
    data, root = folder / "data", folder / "content"
    servers = [Server(data, DATABASE_URL=url, RAPPORT_CONTENT=str(root)) for _ in range(2)]
    for number, server in enumerate(servers):
        server.log = folder / f"server-{number}.log"
        stack.callback(server.stop)
    start_together(servers)
    story.printed = [SETUP.findall(server.log.read_text(encoding="utf-8")) for server in servers]
    nginx = stack.enter_context(Nginx(folder / "nginx", [server.port for server in servers]))
    desk = open_desk(Settings(data, (root,), url, False))
    stack.callback(desk.db.close)
    visitor = Ctx(desk.db, desk.library, None, utc_now)
    welcome = identity.sign_up(visitor, "host", "老师", "a phrase to remember")
    token = identity.redeem(desk.db, welcome.ticket, utc_now()) or ""
    host = Ctx(desk.db, desk.library, identity.who(desk.db, token, utc_now()), utc_now)
    identity.become_admin(host, story.printed[1][0])
    host = Ctx(desk.db, desk.library, identity.who(desk.db, token, utc_now()), utc_now)
    return Cluster(servers, nginx, desk, host, f"{COOKIE}={token}", rooms.create(host, quiz))


async def first_round(cluster: Cluster, phones: list[Phone], story: Story) -> None:
    """The host's page on the first process opens a question; all answer; a projector on each process counts."""
    control = cluster.screen(cluster.servers[0], "control")
    stages = [cluster.screen(server, "stage") for server in cluster.servers]
    for tab in (control, *stages):
        await tab.open()
        await tab.load()
    label = word("zh", "ui.live.open_first")
    button = next(w for w in control.widgets.values() if w.kind == "button" and w.proto.label == label)
    began = time.monotonic()
    await control.press(button)

    async def seen(phone: Phone) -> float:
        await phone.until_shown(0)
        return time.monotonic() - began

    story.seen_after = list(await asyncio.gather(*(seen(phone) for phone in phones)))
    await asyncio.gather(*(phone.answer(0, 1) for phone in phones))
    await asyncio.sleep(4)  # the projectors look every second and a half
    said = re.compile(word("zh", "ui.live.answered", n="(N)", of="(N)").replace("(N)", r"\d+"))
    story.counted = [" ".join(said.findall("".join(stage.html()))) for stage in stages]
    for tab in (control, *stages):
        story.complaints += tab.crashes()
        await tab.close()


async def round_with_a_kill(cluster: Cluster, phones: list[Phone], story: Story, slot: int, server: Server) -> None:
    """All answer within a second and a half; in the middle of it one process is killed. It is started again afterwards."""
    await asyncio.to_thread(hosting.open_question, cluster.host, cluster.room_id, slot, 0)
    for phone in phones:
        await phone.until_shown(slot)
    rng = random.Random(slot)
    here = await asyncio.to_thread(connections, server)

    async def in_time(phone: Phone, delay: float, index: int) -> None:
        await asyncio.sleep(delay)
        await phone.answer(slot, index)

    delays = sorted(rng.uniform(0, 1.5) for _ in phones)
    order = rng.sample(phones, len(phones))
    tasks = [asyncio.create_task(in_time(p, d, rng.randrange(2))) for p, d in zip(order, delays, strict=True)]
    await asyncio.sleep(0.75)
    story.at_kill.append(sum(at == slot for _, at in story.confirmed))
    story.thrown_off.append(here)
    server.kill()
    await asyncio.gather(*tasks)
    await _all_back(phones)
    await asyncio.to_thread(server.start)


async def _all_back(phones: list[Phone]) -> None:
    """Whoever had answered before the kill comes back too, as a browser does by itself."""
    await asyncio.gather(*(phone.come() for phone in phones if phone._broken))


async def last_round(cluster: Cluster, phones: list[Phone], slot: int) -> None:
    """All answer once more with both processes alive; then the host ends the room."""
    await asyncio.to_thread(hosting.open_question, cluster.host, cluster.room_id, slot, 0)
    await asyncio.gather(*(phone.answer(slot, 0) for phone in phones))
    await asyncio.to_thread(hosting.end, cluster.host, cluster.room_id)


async def play(cluster: Cluster, story: Story) -> None:
    """The whole lesson."""
    code = hosting.view(cluster.host, cluster.room_id).snapshot.code
    phones = [Phone(story, cluster.nginx, cluster.room_id, f"学员{number:02}") for number in range(PHONES)]
    visitor = Ctx(cluster.desk.db, cluster.desk.library, None, utc_now)
    await asyncio.gather(*(asyncio.to_thread(partial(phone.join, visitor, code)) for phone in phones))
    await asyncio.gather(*(phone.come() for phone in phones))
    story.back_after.clear()
    names = ("https://rapport.example.com", "https://elsewhere.example.com")
    story.handshakes = [handshake(cluster.nginx, "rapport.example.com", name) for name in names]
    story.held = [connections(server) for server in cluster.servers]
    story.names = seated(cluster)
    await first_round(cluster, phones, story)
    await round_with_a_kill(cluster, phones, story, 1, cluster.servers[0])
    await round_with_a_kill(cluster, phones, story, 2, cluster.servers[1])
    await last_round(cluster, phones, 3)
    for phone in phones:
        story.complaints += phone.crashes()
        await phone.close()


def seated(cluster: Cluster) -> dict[str, str]:
    """Nickname by attempt."""
    with cluster.desk.db.read() as c:
        rows = c.execute(sa.text("SELECT attempt_id, nickname FROM seat WHERE room_id = :r"), {"r": cluster.room_id}).all()
    return {row.attempt_id: row.nickname for row in rows}


def stored(cluster: Cluster) -> Counter[tuple[str, int, object, int]]:
    """Every response, by plain SQL."""
    query = (
        "SELECT r.attempt_id, r.slot, r.value, count(v.id) AS verdicts FROM response r "
        "LEFT JOIN verdict v ON v.response_id = r.id GROUP BY r.id"
    )
    with cluster.desk.db.read() as c:
        rows = c.execute(sa.text(query)).all()
    return Counter((row.attempt_id, row.slot, json.loads(row.value), row.verdicts) for row in rows)


def tell(folder: Path, url: str) -> Story:
    """Play it, and say what happened."""
    story = Story()
    with contextlib.ExitStack() as stack:
        cluster = open_cluster(folder, url, stack, story)
        asyncio.run(play(cluster, story))
        story.names_at_end, story.stored = seated(cluster), stored(cluster)
        story.logs = "\n".join(server.log.read_text(encoding="utf-8") for server in cluster.servers)
    return story
