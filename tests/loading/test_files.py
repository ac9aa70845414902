"""Files that are no proper text, stand in the wrong place or attack the reader: one Problem each, never a traceback."""

import os
import time
from pathlib import Path

import pytest

from engine.commands import scenario
from engine.loading import reading
from engine.loading.loading import load
from engine.loading.wording import hint, message

BANK, OVERLAY = "quizzes/bank/refunds.yaml", "quizzes/bank/refunds.en.yaml"
SOUND = Path(__file__).parent / "broken" / "true_false" / "sound"
ZH, EN = (SOUND / BANK).read_text(encoding="utf-8"), (SOUND / OVERLAY).read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path):
    return tmp_path / "root"


def write(root, files):
    for name, body in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return root


def told(*roots):
    """(code, file, line, column) of all Problems, each of which can be put into words."""
    problems = load(roots, lint=True).problems
    for problem in problems:
        assert all(message(problem, lang) and hint(problem, lang) for lang in ("zh", "en"))
    return [(p.code, p.file, p.line, p.column) for p in problems]


BAD_TEXTS = {
    "latin_1": (b"format: 1\nid: caf\xe9\n", "not_utf8", 2, 8),
    "gbk_after_chinese": ("题目: ".encode() + "题目".encode("gbk"), "not_utf8", 1, 5),
    "not_utf8_after_a_bom": (b"\xef\xbb\xbftitle: \xff\n", "not_utf8", 1, 8),
    "utf_16": (ZH.encode("utf-16"), "not_utf8", 1, 1),
    "empty": (b"", "empty_file", 1, 1),
    "only_a_bom": (b"\xef\xbb\xbf", "empty_file", 1, 1),
    "only_blanks": (b" \n\n  \n", "empty_file", 1, 1),
    "only_comments": ("# 待写\n# 以后\n".encode(), "empty_file", 1, 1),
    "only_a_dashed_line": (b"---\n", "empty_file", 1, 1),
    "null": (b"null\n", "empty_file", 1, 1),
    "nul_byte": ("title: 题\x00\n".encode(), "bad_character", 1, 9),
    "tabs": (b"format: 1\nquestions:\n\t- id: a\n", "tab_indent", 3, 1),
    "lists_5000_deep": (b"[" * 5000 + b"]" * 5000, "too_deep", 1, 60),
    "bullets_5000_deep": (b"- " * 5000 + b"a", "too_deep", 1, 119),
    "mappings_2000_deep": ("".join(f"{' ' * i}a:\n" for i in range(2000)).encode(), "too_deep", 60, 60),
    "a_million_brackets": (b"[" * 1_000_000, "too_deep", 1, 60),
    "a_million_bullets": (b"- " * 1_000_000, "too_deep", 1, 119),
    "a_list_that_holds_itself": (b"a: &a [*a]\n", "alias", 1, 4),
    "a_mapping_that_holds_itself": (b"&a\nb: *a\n", "alias", 1, 1),
    "the_same_list_twice": (b"- &a [1]\n- *a\n", "alias", 1, 3),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_file_that_is_no_proper_text_is_one_problem(name, root):
    body, code, line, column = BAD_TEXTS[name]
    write(root, {BANK: body, OVERLAY: EN})

    started = time.perf_counter()
    found = told(root)

    assert found == [(code, BANK, line, column)]
    assert time.perf_counter() - started < 1


def test_an_alias_bomb_is_refused_within_a_second(root):
    """A billion laughs: nine levels of nine aliases each."""
    levels = ["a0: &a0 [lol]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    write(root, {BANK: "\n".join(levels)})

    started = time.perf_counter()
    found = told(root)

    assert found == [("alias", BANK, 1, 5)]
    assert time.perf_counter() - started < 1


def test_a_file_of_50_megabytes_is_refused_unread(root, monkeypatch):
    write(root, {BANK: ""})
    with (root / BANK).open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))

    found = told(root)

    assert found == [("file_too_large", BANK, 1, 1)]


def test_a_file_at_the_limit_is_read(root, monkeypatch):
    """The limit itself is allowed, one byte more is not."""
    write(root, {BANK: ZH, OVERLAY: EN})
    size = (root / BANK).stat().st_size

    monkeypatch.setattr(reading, "MAX_BYTES", size)
    at_the_limit = told(root)
    monkeypatch.setattr(reading, "MAX_BYTES", size - 1)
    above = told(root)

    assert at_the_limit == []
    assert above == [("file_too_large", BANK, 1, 1)]


def test_a_folder_named_like_a_file_is_one_problem(root):
    write(root, {BANK: ZH, OVERLAY: EN})
    (root / "quizzes/bank/returns.yaml").mkdir()

    found = told(root)

    assert found == [("not_a_file", "quizzes/bank/returns.yaml", 1, 1)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_named_like_a_file_does_not_block_the_load(root):
    write(root, {BANK: ZH, OVERLAY: EN})
    os.mkfifo(root / "quizzes/bank/returns.yaml")

    found = told(root)

    assert found == [("not_a_file", "quizzes/bank/returns.yaml", 1, 1)]


def test_a_file_that_may_not_be_read_is_one_problem(root):
    write(root, {BANK: ZH, OVERLAY: EN})
    (root / BANK).chmod(0)
    if os.access(root / BANK, os.R_OK):
        pytest.skip("this user may read everything")

    found = told(root)

    assert found == [("file_unreadable", BANK, 1, 1)]


@pytest.fixture
def link(root):
    def make(name, target, folder=False):
        try:
            (root / name).symlink_to(target, target_is_directory=folder)
        except OSError:
            pytest.skip("this system lets the user make no links")

    return make


def test_a_link_to_itself_is_one_problem(root, link):
    write(root, {BANK: ZH, OVERLAY: EN})
    link("quizzes/bank/loop.yaml", "loop.yaml")

    found = told(root)

    assert found == [("link_loop", "quizzes/bank/loop.yaml", 1, 1)]


@pytest.mark.parametrize("target", [".", "..", "../..", "/"])
def test_a_folder_link_to_a_folder_above_is_one_problem(root, link, target):
    write(root, {BANK: ZH, OVERLAY: EN})
    link("quizzes/bank/up", target, folder=True)

    found = told(root)

    assert found == [("link_loop", "quizzes/bank/up", 1, 1)]


def test_two_folders_that_link_to_each_other_end(root, link):
    """Each link is fine alone; followed in turn they lead round."""
    write(root, {BANK: ZH, OVERLAY: EN})
    for name in ("lessons/a", "cases/b"):
        (root / name).mkdir(parents=True)
    link("lessons/a/to_b", root / "cases/b", folder=True)
    link("cases/b/to_a", root / "lessons/a", folder=True)

    found = told(root)

    assert found == [("link_loop", "cases/b/to_a/to_b", 1, 1), ("link_loop", "lessons/a/to_b/to_a", 1, 1)]


def test_a_link_to_nothing_is_unreadable_and_no_loop(root, link):
    write(root, {BANK: ZH, OVERLAY: EN})
    link("quizzes/bank/gone.yaml", "nowhere.yaml")

    found = told(root)

    assert found == [("file_unreadable", "quizzes/bank/gone.yaml", 1, 1)]


def test_a_linked_file_is_read_as_if_it_stood_there(root, link, tmp_path):
    write(root, {OVERLAY: EN})
    write(tmp_path, {"elsewhere.yaml": ZH})
    link(BANK, tmp_path / "elsewhere.yaml")

    loaded = load([root])

    assert loaded.problems == ()
    assert list(loaded.course.topics["zh"]) == ["refunds"]


SOUND_VARIANTS = {
    "bom": (b"\xef\xbb\xbf" + ZH.encode(), b"\xef\xbb\xbf" + EN.encode()),
    "crlf": (ZH.replace("\n", "\r\n").encode(), EN.replace("\n", "\r\n").encode()),
    "no_last_line_end": (ZH.rstrip().encode(), EN.rstrip().encode()),
    "head_and_end_marks": (f"---\n{ZH}...\n".encode(), f"# 题库\n--- # 开始\n{EN}".encode()),
}


@pytest.mark.parametrize("name", SOUND_VARIANTS)
def test_how_an_editor_saves_a_text_makes_no_difference(name, root, tmp_path):
    zh, en = SOUND_VARIANTS[name]
    write(root, {BANK: zh, OVERLAY: en})
    write(tmp_path / "plain", {BANK: ZH, OVERLAY: EN})

    saved, plain = load([root], lint=True), load([tmp_path / "plain"])

    assert saved.problems == ()
    assert saved.course == plain.course


def test_positions_are_right_with_crlf_and_a_bom(root):
    spoilt = b"\xef\xbb\xbf" + ZH.replace("difficulty: 1", "difficulty: 4").replace("\n", "\r\n").encode()
    write(root, {BANK: spoilt, OVERLAY: EN})

    found = told(root)

    assert found == [("not_one_of", BANK, 8, 15)]


WRONG_PLACES = {
    "quizzes/bank/refunds.yml": "use_yaml_suffix",
    "quizzes/refunds.en.yml": "use_yaml_suffix",
    "lessons/refunds.yaml": "no_such_place",
    "quizzes/bank/more/refunds.yaml": "no_such_place",
    "cases/refunds.yaml": "no_such_place",
    "lessons/sources.en.yaml": "overlay_alone",
    "quizzes/bank/returns.en.yaml": "overlay_alone",
    "quizzes/returns.en.yaml": "overlay_alone",
}


@pytest.mark.parametrize("name", WRONG_PLACES)
def test_a_file_that_has_no_place_is_one_problem(name, root):
    write(root, {BANK: ZH, OVERLAY: EN, name: ZH})

    found = told(root)

    assert found == [(WRONG_PLACES[name], name, 1, 1)]


@pytest.mark.parametrize("name", ["quizzes/README.md", "quizzes/bank/.draft.yaml", "quizzes/.old/x.yaml", "notes.yaml"])
def test_other_files_and_hidden_ones_are_left_alone(name, root):
    write(root, {BANK: ZH, OVERLAY: EN, name: "[broken"})

    found = told(root)

    assert found == []


def test_a_bank_without_an_overlay_is_a_warning_and_is_shown_in_chinese(root):
    write(root, {BANK: ZH})

    loaded = load([root], lint=True)

    assert [(p.code, p.level, p.file) for p in loaded.problems] == [("no_overlay", "warning", BANK)]
    assert loaded.course.questions["en"] == loaded.course.questions["zh"]


def test_a_warning_about_a_bank_without_an_overlay_is_told_once(root):
    """Its English is the same text: a second warning would be the first again."""
    spoilt = ZH.replace("explanation: 守约", "explanation: 故选 A，守约")
    write(root, {BANK: spoilt.replace("  feedback_false: 说话算数。\n", "")})

    found = told(root)

    assert sorted(code for code, *_ in found) == ["explanation_names_letter", "no_feedback", "no_overlay"]


@pytest.mark.parametrize("folder", ["", "quizzes", "docs"])
def test_a_root_without_content_is_one_problem(folder, root):
    (root / folder).mkdir(parents=True)

    found = told(root)

    assert found == [("no_content", str(root), 1, 1)]


def test_a_root_that_is_a_file_is_one_problem(root):
    root.write_text(ZH, encoding="utf-8")

    found = told(root)

    assert found == [("no_content", str(root), 1, 1)]


@pytest.mark.skipif(os.name == "nt", reason="file names there are always text")
def test_a_file_name_that_is_no_utf8_can_be_told(root):
    write(root, {BANK: ZH, OVERLAY: EN})
    Path(os.fsdecode(os.fsencode(root / "quizzes") + b"/caf\xe9.yml")).write_bytes(b"")

    found = told(root)

    assert found == [("use_yaml_suffix", "quizzes/caf\\udce9.yml", 1, 1)]
    assert all(file.encode() for _, file, *_ in found)


def other(text):
    return text.replace("refunds", "returns").replace("ref-keep-word", "ret-keep-word")


def test_several_roots_make_one_course(root, tmp_path):
    write(root, {BANK: ZH, OVERLAY: EN})
    write(tmp_path / "more", {"quizzes/bank/returns.yaml": other(ZH), "quizzes/bank/returns.en.yaml": other(EN)})

    loaded = load([root, tmp_path / "more"], lint=True)

    assert loaded.problems == ()
    assert set(loaded.course.questions["en"]) == {"ref-keep-word", "ret-keep-word"}
    assert loaded.counts["files"] == 4


def test_a_file_of_a_later_root_is_called_by_its_root(root, tmp_path):
    write(root, {BANK: ZH, OVERLAY: EN})
    write(tmp_path / "more", {"quizzes/bank/returns.yaml": ""})

    found = told(root, tmp_path / "more")

    assert found == [("empty_file", "more/quizzes/bank/returns.yaml", 1, 1)]


def test_roots_of_the_same_name_keep_their_files_apart(root, tmp_path):
    """Were names alone the key, one root's bank would silently stand for the other's."""
    write(root, {BANK: ZH, OVERLAY: EN})
    write(tmp_path / "a/more", {"quizzes/bank/returns.yaml": other(ZH), "quizzes/bank/returns.en.yaml": other(EN)})
    third = {"ref-keep-word": "exc-keep-word", "refunds": "returns"}
    texts = {"quizzes/bank/returns.yaml": ZH, "quizzes/bank/returns.en.yaml": EN}
    for old, new in third.items():
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    write(tmp_path / "b/more", texts)

    problems = load([root, tmp_path / "a/more", tmp_path / "b/more"]).problems

    assert [(p.code, p.values["id"]) for p in problems] == [("id_twice", "returns")]
    assert problems[0].file.endswith("b/more/quizzes/bank/returns.yaml")
    assert problems[0].values["first"] == "more/quizzes/bank/returns.yaml:2"


def test_an_id_used_in_two_roots_is_one_problem(root, tmp_path):
    write(root, {BANK: ZH, OVERLAY: EN})
    copies = {"quizzes/bank/returns.yaml": ZH, "quizzes/bank/returns.en.yaml": EN}
    write(tmp_path / "more", {name: text.replace("refunds", "returns") for name, text in copies.items()})

    found = told(root, tmp_path / "more")

    assert found == [("id_twice", "more/quizzes/bank/returns.yaml", 6, 7)]


def test_the_lists_of_sources_of_all_roots_are_joined(root, tmp_path):
    course = Path(__file__).parent / "broken" / "course" / "sound"
    listed = (course / "lessons/sources.yaml").read_text(encoding="utf-8")
    write(root, {BANK: ZH, OVERLAY: EN, "lessons/sources.yaml": listed})
    write(tmp_path / "more", {"lessons/sources.yaml": listed.replace("s1", "t1")})

    loaded = load([root, tmp_path / "more"])

    assert loaded.problems == ()
    assert [e.id for e in loaded.course.sources.elements] == ["s1-promise", "t1-promise"]


STRICT = {
    "No": "No", "yes": "yes", "on": "on", "True": "True", "NULL": "NULL", "~": "~", "12:30": "12:30", "007": "007",
    "2024-01-01": "2024-01-01", "1e3": "1e3", "0x1F": "0x1F", "0o7": "0o7", "1_000": "1_000", "+1": "+1", ".5": ".5",
    "1.": "1.", ".inf": ".inf", ".nan": ".nan", "=": "=", "<<": "<<", "１２": "１２",
    "true": True, "false": False, "null": None, "": None, "0": 0, "-7": -7, "12": 12, "0.50": 0.5, "-0.5": -0.5,
    "'12'": "12", '"true"': "true", "''": "",
}  # fmt: skip


@pytest.mark.parametrize("plain", STRICT)
def test_only_plain_numbers_true_false_and_null_are_no_text(plain):
    """No surprise of YAML reaches an author's text: No, 12:30, 007 and dates stay as written."""
    document = reading.parse(f"value: {plain}\n", "x.yaml")

    value = document.data["value"]

    assert (value, type(value)) == (STRICT[plain], type(STRICT[plain]))


def test_a_scenario_with_too_many_states_is_said_to_be_sampled(monkeypatch):
    """Where not every state can be visited, an author is told that only some were."""
    monkeypatch.setattr(scenario, "MOST_STATES", 5)
    sound = Path(__file__).parent / "broken" / "roleplay" / "sound"

    problems = load([sound], also=scenario.check).problems

    assert [(p.code, p.level, p.values) for p in problems] == [("scenario_sampled", "warning", {"states": 5})]
