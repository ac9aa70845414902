"""Skills: what role-plays, cases and tagged questions showed, each decision once; and what to practise next."""

from fractions import Fraction

import pytest

from engine.content.roleplay import Roleplay
from engine.scoring.skills import Estimate, interval
from engine.services import cases, learning, playing, remembering, skilled
from engine.services.playing import PlayRow
from tests.builders import give
from tests.cases import CASE, FIRST, PLAY, case_files, play_files, school_with

STRONG, WEAK = ("n1a", "n2a", "n3a", "n4a"), ("n1b", "n2b", "n3b", "n4b")


@pytest.fixture
def school(school):
    school.ask("choose")["skills"] = ["EM"]
    return school_with(school, {**play_files(), **case_files()})


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


def play(ctx, *choices):
    """A new run with these choices; its id."""
    run = playing.begin(ctx, PLAY, "beginner", anew=True)
    return say(ctx, run, *choices)


def say(ctx, run, *choices):
    for choice in choices:
        seen = playing.view(ctx, run)
        playing.choose(ctx, run, seen.made, seen.at, choice)
    return run


def shown(ctx):
    """Decisions and share by skill."""
    return {e.skill: (e.n, e.share) for e in skilled.skills(ctx, playing.plays(ctx))}


def test_nothing_done_shows_nothing(mei):
    """A new trainee has no profile, rather than one of zeros."""
    assert skilled.skills(mei, playing.plays(mei)) == []


def test_a_finished_role_play_counts_by_its_decisions(mei):
    """Four decisions for each of its skills, with an interval as wide as four decisions are."""
    play(mei, *STRONG)

    found = skilled.skills(mei, playing.plays(mei))

    assert [(e.skill, e.n, e.share) for e in found] == [("HO", 4, 1), ("LI", 4, 1)]
    assert {(e.low, e.high) for e in found} == {interval(1.0, 4)}


def test_a_role_play_counts_once_it_is_finished(mei):
    """A run broken off shows nothing yet."""
    play(mei, "n1b", "n2b")

    assert shown(mei) == {}


def test_the_first_road_counts_and_other_roads_do_not(mei):
    """Whoever goes back with the debrief read shows what they read; the profile keeps what they did before."""
    run = play(mei, *WEAK)
    before = shown(mei)
    playing.choose(mei, run, 4, None, "n1a")
    say(mei, run, "n2a", "n3a", "n4a")

    assert shown(mei) == before == {"LI": (4, 0), "HO": (4, 0)}


def test_going_back_before_the_end_counts_as_it_ended(mei):
    """The road that came to an end is the one that counts, with what was taken back left out."""
    run = play(mei, "n1b")
    playing.choose(mei, run, 1, None, "n1a")
    say(mei, run, "n2a", "n3a", "n4a")

    assert shown(mei) == {"LI": (4, 1), "HO": (4, 1)}


def test_of_several_runs_the_newest_that_ended_counts(school, mei):
    """Practice shows: neither the first run nor one that is still going on."""
    play(mei, *WEAK)
    school.clock.forward(days=1)
    play(mei, *STRONG)
    school.clock.forward(days=1)
    play(mei, "n1b")

    assert shown(mei) == {"LI": (4, 1), "HO": (4, 1)}


def test_a_card_does_not_count_again(mei):
    """A moment that comes back as a question was counted in its role-play, and moves nothing as a card."""
    play(mei, *WEAK)
    before = shown(mei)
    assert len(remembering.notebook(mei).mistakes) == 4

    say(mei, playing.begin(mei, PLAY, "beginner", anew=True), "n1a", "n2a")

    assert shown(mei) == before


def test_a_tagged_question_counts_by_its_latest_answer(mei):
    """Once, however often it was answered; a question without a skill shows none."""
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "a")
    assert shown(mei) == {"EM": (1, 0)}

    give(mei, drill, 0, "b")
    give(mei, drill, 2, True)

    (found,) = skilled.skills(mei, playing.plays(mei))
    assert (found.skill, found.n) == ("EM", 1)
    assert 0 < found.share < 1


def test_a_decision_of_a_case_counts(mei):
    """What was decided in a case shows the skill it is tagged with; its reason, which has no mark, shows none."""
    run = learning.start(mei, CASE)

    cases.hand_in(mei, run, 0, FIRST)

    assert shown(mei) == {"HO": (1, 1)}


def test_all_of_it_is_one_profile_the_weakest_first(mei):
    """Honesty from four moments and one case: what was shown of a skill is put together, wherever it was."""
    play(mei, *STRONG)
    cases.hand_in(mei, learning.start(mei, CASE), 0, {**FIRST, "c-first": "a"})
    give(mei, learning.start(mei, "drill"), 0, "a")

    found = skilled.skills(mei, playing.plays(mei))
    assert [(e.skill, e.n, e.share) for e in found] == [("EM", 1, 0), ("HO", 5, Fraction(4, 5)), ("LI", 4, 1)]


def test_nobody_sees_the_profile_of_another(school, mei):
    """What one did is in one's own profile alone."""
    play(mei, *STRONG)
    ben = school.sign_up("ben")

    assert skilled.skills(ben, playing.plays(ben)) == []


@pytest.mark.parametrize("change", [lambda c: {"id": f"{c['id']}-new"}, lambda c: {"to": "n3"}], ids=["ids", "ways"])
def test_a_scenario_rewritten_since_shows_nothing(school, mei, change):
    """Choices that are gone, or stand elsewhere, cannot be weighed against what is offered now; nothing breaks."""
    play(mei, *STRONG)
    for choice in school.files[f"cases/parcel/roleplay-{PLAY}.yaml"]["nodes"][0]["choices"]:
        choice.update(change(choice))
    assert school.publish().course

    assert shown(mei) == {}


def estimate(skill, share, n=3):
    return Estimate(skill, n, Fraction(share), *interval(float(Fraction(share)), n))


def row(id, skills, runs=0):
    """A line of the list: a role-play of these skills, played so often."""
    data = next(iter(play_files().values()))
    nodes = [{**node, "choices": [{**c, "earns": []} for c in node["choices"]]} for node in data["nodes"]]
    made = Roleplay.model_validate({**data, "id": id, "skills": skills, "nodes": nodes})
    return PlayRow(made, runs, None, None, None, ())


def chosen(rows, estimates, just=""):
    found = skilled.next_play(rows, estimates, just)
    return found and (found[0].id, found[1])


ROWS = [row("a", ["LI", "HO"], runs=2), row("b", ["LI", "EM"]), row("c", ["HO", "EM"], runs=1)]


def test_the_weakest_skill_is_practised_next():
    """With a role-play that scores it: one not played yet before one played."""
    weak_ho = [estimate("HO", "1/4"), estimate("LI", "1/2"), estimate("EM", "3/4")]

    assert chosen(ROWS, weak_ho) == ("c", "HO")
    assert chosen(ROWS, [estimate("LI", "1/2"), estimate("EM", "3/4")]) == ("b", "LI")


def test_too_few_decisions_do_not_make_a_skill_the_weakest():
    """One slip is no weakness, as long as there is a skill that was shown often enough."""
    assert chosen(ROWS, [estimate("EM", 0, n=1), estimate("HO", "1/2", n=3)]) == ("c", "HO")
    assert chosen(ROWS, [estimate("EM", 0, n=2)]) == ("b", "EM")


def test_the_one_just_played_is_not_offered_again():
    """Another one for the same skill, else one for the next weakest."""
    found = [estimate("HO", "1/4"), estimate("LI", "1/2")]

    assert chosen(ROWS, found, just="c") == ("a", "HO")
    assert chosen([row("c", ["HO", "EM"]), row("b", ["LI", "EM"])], found, just="c") == ("b", "LI")


def test_nothing_is_offered_where_nothing_is_weak_or_nothing_fits():
    """Neither to whoever shows everything, nor to whoever has played nothing."""
    assert chosen(ROWS, [estimate("HO", 1), estimate("LI", 1)]) is None
    assert chosen(ROWS, []) is None
    assert chosen(ROWS, [estimate("RV", "1/4")]) is None


def test_the_list_of_role_plays_is_what_it_chooses_from(school, mei):
    """With one's own rows and profile it works as on the page."""
    play(mei, *WEAK)

    assert chosen(playing.plays(mei), skilled.skills(mei, playing.plays(mei))) == (PLAY, "HO")
    assert chosen(playing.plays(mei), skilled.skills(mei, playing.plays(mei)), just=PLAY) is None
