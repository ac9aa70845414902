"""`python -m engine scenario`: figures of the language asked for, and what is to mend in either."""

import shutil
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.commands import scenario
from engine.content.roleplay import Roleplay
from engine.loading.loading import load
from engine.loading.wording import message

ROLEPLAY = Path(__file__).parent / "broken" / "roleplay"
PLACE = "cases/parcel/roleplay-late-parcel.yaml"
OVERLAY = "cases/parcel/roleplay-late-parcel.en.yaml"


@pytest.fixture
def root(tmp_path):
    """A content root with one sound role-play."""
    return shutil.copytree(ROLEPLAY / "sound", tmp_path / "root")


@pytest.fixture
def report(root, capsys):
    """The command on that role-play: its exit status and its lines."""

    def run(lang, place=PLACE):
        status = main(["scenario", str(root / place), "--lang", lang])
        return status, capsys.readouterr().out.splitlines()

    return run


def spoil(root, case="longest_pays_in_english"):
    shutil.copy(ROLEPLAY / f"{case}.yaml", root / OVERLAY)


def figure(lines, strategy):
    """The percentage that stands before a strategy's name."""
    return next(line.split()[0] for line in lines if strategy in line.split()[1:])


@pytest.mark.parametrize(("lang", "sound"), [("en", "Nothing to mend."), ("zh", "没有问题。")])
def test_a_fair_scenario_has_nothing_to_mend(report, lang, sound):
    status, lines = report(lang)

    assert status == 0
    assert lines[-1] == sound


def test_figures_are_those_of_the_language_asked_for(root, report):
    """Whoever reads the English report sees what the English texts give away; the Chinese keep their own."""
    spoil(root)

    _, english = report("en")
    _, chinese = report("zh")

    assert figure(english, "longest") == "100.0%"
    assert figure(chinese, "longest,") == "50.0%"


@pytest.mark.parametrize(("lang", "sound"), [("en", "Nothing to mend."), ("zh", "没有问题。")])
def test_what_only_the_english_gives_away_is_to_mend_in_either_report(root, report, lang, sound):
    spoil(root)

    status, lines = report(lang)

    assert status == 1
    assert sound not in lines
    assert lines[-1].startswith(f"  {OVERLAY}:8: ")


def test_the_overlay_stands_for_its_role_play(report):
    """A warning names the overlay; an author who asks about that file gets the same page."""
    assert report("en", OVERLAY) == report("en")


def test_a_mistake_in_the_overlay_is_shown_instead_of_a_report(root, report):
    """An author who asks for one file is told what is wrong with either of its two."""
    spoil(root, "overlay_without_a_reason")

    status, lines = report("en")

    assert status == 1
    assert lines == [f"{OVERLAY}:27:12: nodes 'n3', choices 'n3b': the overlay lacks 'reason'"]


def test_a_scenario_without_english_is_not_checked_twice_and_lacks_it(root, report):
    (root / OVERLAY).unlink()

    status, lines = report("en")

    assert status == 1
    assert [line for line in lines if line.startswith("  cases/")] == [
        f"  {PLACE}:1: there is no English overlay {OVERLAY} yet"
    ]


def test_places_are_told_once_and_words_in_each_language(root):
    """The first choice is the first in every language; which one is longest depends on the words."""
    shutil.copy(ROLEPLAY / "first_always_pays.yaml", root / PLACE)
    spoil(root)

    problems = load([root], also=scenario.check).problems

    assert [message(p, "en").split(": ")[0] for p in problems] == ["the scenario (zh) gives itself away"]


def test_english_is_read_by_its_words_and_chinese_by_its_characters(root):
    """220 words or 350 characters a minute, begun minutes counted whole."""
    unit = next(u for u in load([root]).units if isinstance(u.models["zh"], Roleplay))
    chinese, english = unit.models["zh"], unit.models["en"]

    def with_scene(play, scene):
        return play.model_copy(update={"scene": scene})

    short = scenario.minutes_to_read(with_scene(english, ""), "en")

    assert scenario.minutes_to_read(with_scene(english, "word " * 2200), "en") == short + 10
    assert scenario.minutes_to_read(with_scene(chinese, "字" * 3500), "zh") == (
        scenario.minutes_to_read(with_scene(chinese, ""), "zh") + 10
    )
