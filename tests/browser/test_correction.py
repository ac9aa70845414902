"""One trainee's whole way: a lesson to its end, a mistake, the notebook the next day, and a key that was wrong itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from engine.content.questions import Question
from engine.scoring.questions import right_answer
from engine.store import standings
from tests.browser.driver import wrong_answer
from tests.browser.server import ROOT, Server
from tests.browser.test_lesson import (
    LESSON,
    PAGES,
    Learner,
    check_and_finish,
    one_wrong_and_a_reload,
    open_the_diagram,
    rate_and_plan,
)
from tests.browser.test_notebook import Forgetful
from tests.browser.test_walkthrough import PHONE, context, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Pupil(Learner, Forgetful):
    """A trainee in the lesson, who has days to come."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course in a folder of its own, in which a key may be changed."""
    for folder in ("lessons", "quizzes", "cases"):
        shutil.copytree(ROOT / folder, tmp_path / "course" / folder)
    return tmp_path / "course"


def regrade(server: Server, *arguments: str) -> str:
    """What the operator's command prints; it must have worked."""
    command = [sys.executable, "-m", "engine", "regrade", "--lang", "zh", *arguments]
    environment = {**os.environ, **server.environment, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def correct(course: Path, question: Question, right: str) -> None:
    """Say in the lesson's file that another option is the right one."""
    file = course / "lessons" / "m5" / f"{LESSON}.yaml"
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    found = next(b for page in data["pages"] for b in page["blocks"] if b["id"] == question.id)
    for option in found["options"]:
        option.pop("correct", None)
        option.setdefault("feedback", "这一项说的不是这回事。")
        if option["id"] == right:
            option["correct"] = True
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    overlay = file.with_name(f"{LESSON}.en.yaml")
    texts = yaml.load(overlay.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for page in texts["pages"].values():
        for option in page["blocks"].get(question.id, {}).get("options", {}).values():
            option.setdefault("feedback", "That is not it.")
    overlay.write_text(yaml.safe_dump(texts, allow_unicode=True, sort_keys=False), encoding="utf-8")


def learn_with_one_mistake(pupil: Pupil) -> Question:
    """The lesson from the map to its end; the question that went wrong."""
    pupil.begin()
    pupil.turn(2)
    open_the_diagram(pupil)
    pupil.turn(3)
    one_wrong_and_a_reload(pupil)
    question = pupil.slot("two-days")[1]
    pupil.turn(4)
    pupil.answer("sort")
    pupil.turn(5)
    rate_and_plan(pupil)
    pupil.turn(PAGES)
    check_and_finish(pupil)
    pupil.button("lesson.back").click()
    pupil.settled()
    return question


def best_of(pupil: Pupil, item: str) -> object:
    """The best mark that is kept of a question."""
    with pupil.db.read() as c:
        return next(s.best for s in standings.standings_of(c, pupil.subject) if s.item == item)


def test_a_mistake_is_remembered_and_a_wrong_key_is_put_right(browser: Browser, course: Path, tmp_path: Path) -> None:
    """Learn, err, find it in the notebook, retry it a day later; then the key is corrected, and the correction undone."""
    server = Server(tmp_path / "data", RAPPORT_CONTENT=str(course)).start().ready()
    device = context(browser, "zh", PHONE)
    try:
        pupil = Pupil(device.new_page(), server.url, server.data, "zh")
        pupil.arrive("小林 2026")
        question = learn_with_one_mistake(pupil)
        given = wrong_answer(question)

        pupil.visit("notebook")
        expect(pupil.mistake(question)).to_be_visible()
        pupil.a_day_passes()
        pupil.page.reload()
        pupil.retry("notebook.retry_due")
        assert best_of(pupil, question.id) == 1

        correct(course, question, given)
        server.stop()
        server.start().ready()
        told = regrade(server, "--dry-run")
        assert question.id in told
        note = pupil.page.get_by_text(pupil.t("quiz.regraded.better"))
        assert shown_at(pupil, server, note) == 0
        regrade(server, "--policy", "better")
        assert shown_at(pupil, server, note) == 1
        expect(pupil.verdict()).to_contain_text(pupil.t("quiz.right"))
        picture(pupil.page, "correction-zh")
        regrade(server, "--undo", "1")
        assert shown_at(pupil, server, note) == 0
        expect(pupil.verdict()).to_contain_text(pupil.t("quiz.wrong"))
        assert right_answer(question) != given
    finally:
        device.close()
        server.stop()


def shown_at(pupil: Pupil, server: Server, note) -> int:
    """How often a note stands on the lesson's page with the mistake, opened anew."""
    pupil.page.goto(f"{server.url}/lesson?l={LESSON}&p=3")
    pupil.sees_page(3)
    return int(note.count())
