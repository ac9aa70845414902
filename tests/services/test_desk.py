"""The desk of a process: database and content, opened once."""

from functools import partial
from unittest.mock import Mock

import pytest

from engine.__main__ import main
from engine.content.course import LANGS
from engine.services import desk as desks
from engine.services import learning, personal
from engine.services.context import Ctx
from engine.services.desk import close_desk, desk, open_desk, utc_now
from engine.services.library import Library
from engine.settings import Settings, settings
from engine.store.database import StoreError, open_database
from engine.words import word
from tests.browser.server import Server
from tests.builders import School, course_files, together, write_course


def config(url, tmp_path):
    return Settings(tmp_path / "data", (write_course(tmp_path / "content", course_files()),), url, False)


def test_desk_is_ready_to_work(url, tmp_path):
    """After opening the content is in force and self-study can begin; the next start finds the same release."""
    first, second = (open_desk(config(url, tmp_path)) for _ in range(2))

    assert first.library.current_id() == second.library.current_id()
    assert set(second.library.current().quizzes["zh"]) == {"drill", "mixed", "final", "feelings"}
    first.db.close()
    second.db.close()


def test_broken_content_does_not_keep_the_desk_closed(url, tmp_path):
    """A start over broken content works with the release of the day before."""
    one = config(url, tmp_path)
    open_desk(one).db.close()
    (tmp_path / "content/quizzes/drill.yaml").write_text("id: [", encoding="utf-8")

    opened = open_desk(one)

    assert "drill" in opened.library.current().quizzes["zh"]
    assert opened.library.problems
    opened.db.close()


def test_start_replays_erasures(url, opened, tmp_path, light_hashes):
    """Whoever a restored backup brought back is erased again before anybody can look."""
    school = School(opened(url), tmp_path / "content")
    mei = school.sign_up("mei")
    data = tmp_path / "data"
    data.mkdir()
    (data / personal.ERASURES).write_text(f'{{"person": "{mei.me.person_id}"}}\n\n', encoding="utf-8")

    open_desk(config(url, tmp_path)).db.close()

    assert personal.export(school.db, mei.me.person_id)["sign_in_name"] is None


def test_process_has_one_desk(environment, sqlite_url, tmp_path):
    """Whoever asks first opens the desk, read from the environment; all others get the same one."""
    content = write_course(tmp_path / "content", course_files())
    environment(RAPPORT_DATA=str(tmp_path / "data"), RAPPORT_CONTENT=str(content), DATABASE_URL=sqlite_url)

    opened = together(*[desk] * 4)

    assert len({id(one) for one in opened}) == 1
    assert (opened[0].settings, desks._open) == (settings(), [opened[0]])
    assert utc_now().utcoffset().total_seconds() == 0
    close_desk()
    assert desks._open == []


def test_services_run_on_the_desk(url, tmp_path, light_hashes):
    """A newcomer signs up and starts on a desk that was just opened."""
    ready = open_desk(config(url, tmp_path))
    school = School(ready.db, tmp_path / "content", publish=False)
    mei = school.sign_up("mei")

    start = partial(learning.start, Ctx(ready.db, ready.library, mei.actor, utc_now), "drill")

    assert start() == start()
    ready.db.close()


def test_content_is_read_when_it_is_first_asked_for_and_once(url, tmp_path, monkeypatch):
    """A start reads no content; of many who ask at once the first reads it and the others get the same."""
    read = []
    publish = Library.publish
    monkeypatch.setattr(Library, "publish", lambda self, *args: read.append(self) or publish(self, *args))
    opened = open_desk(config(url, tmp_path), at_once=False)
    before = len(read)

    found = together(*[opened.library.current_id] * 4)

    assert (before, len(read), len(set(found))) == (0, 1, 1)
    assert "drill" in opened.library.current().quizzes["zh"]
    opened.db.close()


def test_a_database_in_trouble_at_the_first_page_is_asked_again_at_the_next(url, tmp_path, monkeypatch):
    """Whoever comes first is told of the trouble; whoever comes once it is over finds the content."""
    opened = open_desk(config(url, tmp_path), at_once=False)
    with monkeypatch.context() as trouble:
        trouble.setattr(Library, "_put_in_force", Mock(side_effect=StoreError("busy")))
        with pytest.raises(StoreError, match="busy"):
            opened.library.current()

    assert "drill" in opened.library.current().quizzes["zh"]
    opened.db.close()


@pytest.mark.parametrize("command", [["rebuild"], ["regrade", "--dry-run"], ["regrade", "--list"]], ids=" ".join)
@pytest.mark.parametrize("lang", LANGS)
def test_a_command_says_in_one_sentence_that_the_database_is_none(environment, tmp_path, capsys, command, lang):
    """Status 2, the sentence in the language asked for, and no traceback."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "rapport.db").write_text("something else, longer than a header\n" * 50, encoding="utf-8")
    environment(RAPPORT_DATA=str(data), DATABASE_URL=f"sqlite:///{(data / 'rapport.db').as_posix()}")

    status = main([*command, "--lang", lang])

    assert (status, capsys.readouterr().err) == (2, word(lang, "trouble.foreign") + "\n")


def test_a_start_says_in_one_sentence_that_the_database_is_none(tmp_path):
    """In both languages, and the server ends by itself."""
    server = Server(tmp_path / "data")
    server.data.mkdir()
    (server.data / "rapport.db").write_text("something else, longer than a header\n" * 50, encoding="utf-8")

    with pytest.raises(TimeoutError) as told:
        server.start(within=15)

    assert server.process.poll() == 3
    assert [word(lang, "trouble.foreign") in str(told.value) for lang in LANGS] == [True, True]
    assert "Traceback" not in str(told.value)


IN_TROUBLE = {
    "bad_url": {"DATABASE_URL": "garbage"},
    "no_folder": {"RAPPORT_DATA": "/dev/null/data", "DATABASE_URL": ""},
    "unclear": {"RAPPORT_SECURE": "maybe"},
}
"""Settings that cannot be, by the words for them."""


def sentence(lang, reason):
    values = {"name": "RAPPORT_SECURE"} if reason == "unclear" else {}
    return word(lang, f"trouble.{reason}", **values)


@pytest.mark.parametrize("reason", IN_TROUBLE)
@pytest.mark.parametrize("command", [["rebuild"], ["regrade", "--list"], ["backup", "copy.db"]], ids=" ".join)
@pytest.mark.parametrize("lang", LANGS)
def test_a_command_says_in_one_sentence_that_a_setting_cannot_be(
    environment, tmp_path, monkeypatch, capsys, command, lang, reason
):
    """Status 2, the sentence in the language asked for, no traceback, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    environment(**IN_TROUBLE[reason])

    status = main([*command, "--lang", lang])

    no_copy = command[0] == "backup" and reason == "no_folder"
    said = word(lang, "command.backup.no_database") if no_copy else sentence(lang, reason)
    assert (status, capsys.readouterr().err) == (2, said + "\n")
    assert list(tmp_path.glob("copy.db")) == []


@pytest.mark.parametrize("reason", IN_TROUBLE)
def test_a_start_says_in_one_sentence_that_a_setting_cannot_be(tmp_path, reason):
    """In both languages, at once, and the server ends by itself."""
    server = Server(tmp_path / "data", **IN_TROUBLE[reason])

    with pytest.raises(TimeoutError) as told:
        server.start(within=15)

    assert server.process.poll() == 3
    assert [sentence(lang, reason) in str(told.value) for lang in LANGS] == [True, True]
    assert "Traceback" not in str(told.value)


@pytest.mark.parametrize("value", ["1", "true", "Yes", " 1 "])
def test_a_switch_is_on_by_any_of_its_words(environment, value):
    """Whoever writes true means 1."""
    environment(RAPPORT_SECURE=value)

    assert settings().secure


@pytest.mark.parametrize("value", ["0", "false", "No", ""])
def test_a_switch_is_off_by_any_of_its_words(environment, value):
    """So is one that is not set."""
    environment(RAPPORT_SECURE=value)

    assert not settings().secure


@pytest.mark.parametrize("url", ["garbage", "mysql://a/b", "sqlite+none:///x.db", "postgresql://h:port/d", ""])
def test_a_url_of_no_database_of_ours_is_told(url):
    """What cannot be read, another kind of database, and nothing."""
    with pytest.raises(StoreError, match="bad_url"):
        open_database(url)


@pytest.mark.parametrize("command", [["schema", "--to"], ["guide", "--to"]], ids=lambda command: command[0])
def test_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path, capsys, command):
    """A file where a folder should be, and a folder below a file."""
    file = tmp_path / "file"
    file.touch()

    statuses = [main([*command, str(place)]) for place in (file, file / "below")]

    assert statuses == [2, 2]
    assert [line.startswith("读写不了") for line in capsys.readouterr().err.splitlines()] == [True, True]


@pytest.mark.parametrize("command", ["check", "coverage"])
def test_content_that_is_not_there_is_one_sentence(environment, tmp_path, capsys, command):
    """Named on the line or in the environment: status 2, and what was looked for."""
    gone = tmp_path / "gone"
    environment(RAPPORT_CONTENT=str(gone))

    statuses = [main([command, str(gone), "--lang", "en"]), main([command, "--lang", "en"])]

    assert statuses == [2, 2]
    assert capsys.readouterr().out == (word("en", "command.check.no_path", path=gone) + "\n") * 2


def test_a_file_that_is_no_role_play_is_told(capsys):
    """`scenario` on a bank says what it wants instead of nothing."""
    assert main(["scenario", "quizzes/bank/loyalty.yaml"]) == 2
    assert capsys.readouterr().out == word("zh", "command.scenario.no_play", path="quizzes/bank/loyalty.yaml") + "\n"
