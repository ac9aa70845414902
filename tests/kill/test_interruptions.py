"""Connections that drop, buttons pressed twice, two windows, a busy database and a full disk, seen from a browser."""

import asyncio
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager

import pytest

from benchmarks import content, people
from benchmarks.client import Tab
from benchmarks.load import SUBMIT, forward, look_in
from benchmarks.server import Server
from engine.services.desk import Desk
from engine.store.database import BUSY_MS
from engine.words import word

from .crew import place_of, shows_verdict, stem_on
from .ledger import open_read

QUESTIONS = 30


class Room:
    """A running server with people to come."""

    def __init__(self, server: Server, desk: Desk, quizzes: list[str]) -> None:
        self.server, self.desk, self.quizzes = server, desk, quizzes

    def seat(self) -> tuple[str, str]:
        """A new person's cookie, and the attempt they have open."""
        trainee = people.enrol(self.desk, 1)[0]
        return trainee.cookie, people.start_all(self.desk, trainee, self.quizzes)[0]

    async def tab(self, cookie: str, attempt: str, question: int | None = 1) -> Tab:
        """A tab that shows the attempt."""
        tab = Tab(self.server.address, cookie, "quiz", f"a={attempt}" + (f"&q={question}" if question else ""))
        await tab.open()
        await tab.load()
        return tab

    def given(self, attempt: str) -> list[tuple[int, int, object, int]]:
        """Slot, step, value and number of verdicts of every response of the attempt."""
        query = (
            "SELECT r.slot, r.step, r.value, count(v.id) AS verdicts FROM response r "
            "LEFT JOIN verdict v ON v.response_id = r.id WHERE r.attempt_id = ? GROUP BY r.id ORDER BY r.id"
        )
        with closing(open_read(self.server.data / "rapport.db")) as connection:
            rows = connection.execute(query, (attempt,)).fetchall()
        return [(row["slot"], row["step"], json.loads(row["value"]), row["verdicts"]) for row in rows]


@contextmanager
def open_room(data, root, visited=True):
    """A server on these folders; `visited` by somebody who only opened the front page."""
    quizzes = content.quiz_root(root, 1, QUESTIONS)
    desk = people.open_school(data, root)
    try:
        with Server("app.py", data, RAPPORT_CONTENT=str(root)) as server:
            if visited:
                asyncio.run(look_in(server.address))
            yield Room(server, desk, quizzes)
    finally:
        desk.db.close()


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("room")
    with open_room(folder / "data", folder / "content") as room:
        yield room


def said(tab: Tab) -> str:
    """The messages on the page, without the marks that keep Markdown away."""
    return re.sub(r"\\(.)", r"\1", " ".join(tab.alerts()))


async def choose(tab: Tab, index: int):
    """Choose an option; the submit button, and the value that was chosen."""
    radio, submit = tab.widget("", "radio"), tab.widget(SUBMIT)
    await tab.choose(radio, index)
    return submit, content.value_at(list(radio.proto.options), index)


@pytest.mark.parametrize("milliseconds", [0, 0, 1, 2, 4, 6, 8, 12])
def test_a_connection_lost_right_after_the_submit_leaves_the_answer_once_or_not_at_all(room, milliseconds):
    async def scenario():
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt)
        submit, value = await choose(tab, 1)
        await tab.press_blindly(submit)
        await asyncio.sleep(milliseconds / 1000)
        tab.abort()
        await asyncio.sleep(0.5)
        assert room.given(attempt) in ([], [(0, 0, value, 1)])
        again = await room.tab(cookie, attempt)
        if not room.given(attempt):
            submit, value = await choose(again, 1)
            await again.press(submit)
        assert shows_verdict(again)
        assert room.given(attempt) == [(0, 0, value, 1)]
        await again.close()

    asyncio.run(scenario())


def test_a_button_pressed_twice_gives_one_answer_and_no_complaint(room):
    async def scenario():
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt)
        submit, value = await choose(tab, 1)
        await tab.press(submit, times=2)
        await asyncio.sleep(0.3)
        assert room.given(attempt) == [(0, 0, value, 1)]
        assert (shows_verdict(tab), said(tab)) == (True, "")
        await tab.close()

    asyncio.run(scenario())


def test_of_two_windows_with_different_answers_one_counts_and_the_other_is_told(room):
    async def scenario():
        cookie, attempt = room.seat()
        tabs = [await room.tab(cookie, attempt) for _ in range(2)]
        presses = [await choose(tab, index) for index, tab in enumerate(tabs)]
        await asyncio.gather(*(tab.press(submit) for tab, (submit, _) in zip(tabs, presses, strict=True)))
        kept = room.given(attempt)
        assert len(kept) == 1
        first = [value for _, value in presses].index(kept[0][2])
        assert said(tabs[first]) == ""
        assert said(tabs[1 - first]) == word("zh", "refused.answered_elsewhere")
        assert shows_verdict(tabs[1 - first])
        for tab in tabs:
            await tab.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("by_address", [True, False])
def test_a_reload_in_the_middle_goes_on_at_the_same_question(room, by_address):
    async def scenario():
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt)
        for _ in range(3):
            submit, _ = await choose(tab, 0)
            await tab.press(submit)
            await tab.press(forward(tab))
        before, here = stem_on(tab), place_of(tab.widget(SUBMIT))
        address = int(re.search(r"q=(\d+)", tab.query)[1]) if by_address else None
        await tab.close()
        reloaded = await room.tab(cookie, attempt, address)
        assert (stem_on(reloaded), place_of(reloaded.widget(SUBMIT))) == (before, here)
        assert here[1] == 3
        await reloaded.close()

    asyncio.run(scenario())


def test_an_answer_given_where_the_address_names_no_question_is_followed_by_its_verdict(room):
    async def scenario():
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt, None)
        stem = stem_on(tab)
        submit, _ = await choose(tab, 1)
        await tab.press(submit)
        assert (stem_on(tab), shows_verdict(tab)) == (stem, True)
        await tab.close()

    asyncio.run(scenario())


def test_a_database_locked_beyond_patience_is_said_and_pressing_again_works(room):
    async def scenario():
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt)
        submit, value = await choose(tab, 1)
        release = threading.Event()
        locked = lock(room.server.data / "rapport.db", release)
        took = await tab.press(submit)
        assert took * 1000 >= BUSY_MS
        assert said(tab) == word("zh", "trouble.busy")
        assert room.given(attempt) == []
        release.set()
        locked.join()
        await tab.press(tab.widget(submit.key))
        assert (shows_verdict(tab), said(tab)) == (True, "")
        assert room.given(attempt) == [(0, 0, value, 1)]
        await tab.close()

    asyncio.run(scenario())


def lock(database, release: threading.Event) -> threading.Thread:
    """Another writer that holds the lock until it is told to let go."""
    taken = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            taken.set()
            release.wait(60)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(10)
    return thread


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 2 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False, capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_and_pressing_again_works_once_there_is_room(small_disk, tmp_path):
    async def scenario(room):
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt)
        filler = small_disk / "filler"
        fill(filler)
        submit, value = await until_full(tab)
        before = room.given(attempt)
        slot, step = place_of(submit)[1:]
        assert said(tab) == word("zh", "trouble.full")
        assert all(verdicts == 1 and at != slot for at, _, _, verdicts in before)
        filler.unlink()
        await tab.press(tab.widget(submit.key))
        assert (shows_verdict(tab), said(tab)) == (True, "")
        assert room.given(attempt) == [*before, (slot, step, value, 1)]
        await tab.close()

    with open_room(small_disk / "data", tmp_path / "content") as room:
        asyncio.run(scenario(room))


def fill(file) -> None:
    """Leave no byte of the disk."""
    with file.open("wb", buffering=0) as out:
        for size in (65536, 4096, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue


async def until_full(tab: Tab):
    """Answer until an answer is not confirmed (the journal may have some room left); the submit and its value."""
    for _ in range(QUESTIONS - 1):
        submit, value = await choose(tab, 1)
        await tab.press(submit)
        if not shows_verdict(tab):
            return submit, value
        await tab.press(forward(tab))
    raise AssertionError("the disk never was full")


def test_the_first_visitor_after_a_start_gets_the_whole_app_whatever_the_address(tmp_path):
    """Until its entry script has run once, Streamlit runs a page from a `pages` folder beside it without its frame."""

    async def scenario(room):
        cookie, attempt = room.seat()
        tab = await room.tab(cookie, attempt)
        await tab.press(tab.widget("leave"))
        assert tab.widget(SUBMIT) is None
        await tab.close()

    with open_room(tmp_path / "data", tmp_path / "content", visited=False) as room:
        asyncio.run(scenario(room))
