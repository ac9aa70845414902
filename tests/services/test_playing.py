"""A role-play in the store: choices are appended, roads branch, nothing is lost and nothing is counted twice."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.content.moments import moment_id
from engine.services import learning, personal, playing, progress, remembering
from engine.services.context import Refused
from engine.services.standings import rebuild
from engine.store import attempts, cards, standings
from tests.builders import give, outcome, quiz, together
from tests.cases import PLAY as PARCEL
from tests.cases import play_files, school_with

STRONG = ("n1a", "n2a", "n3a", "n4a")
FILE = f"cases/parcel/roleplay-{PARCEL}.yaml"


@pytest.fixture
def mei(school):
    """A trainee of a course with one role-play, whose moments count for a topic, and a notebook."""
    own = quiz("notebook", "practice", own="mistakes", group="notebook", tries=1)
    return school_with(school, {**play_files(), "quizzes/notebook.yaml": own}).sign_up("mei")


def say(ctx, run, *choices):
    """Make choices one after the other where the run was left."""
    for choice in choices:
        seen = playing.view(ctx, run)
        playing.choose(ctx, run, seen.made, seen.at, choice)
    return playing.view(ctx, run)


def test_a_conversation_is_found_again_where_it_was_left(mei):
    """A reload, another device, a killed server: the choices are there, and so is the state they lead to."""
    run = playing.begin(mei, PARCEL, "beginner")
    left = say(mei, run, "n1a", "n2b")

    again = playing.begin(mei, PARCEL, "beginner")

    seen = playing.view(mei, again)
    assert again == run
    assert [move.choice.id for move in seen.moves] == ["n1a", "n2b"]
    assert seen.state == left.state
    assert (seen.state.node, seen.state.heat, seen.state.trust) == ("n3", 55, 45)


def test_the_choices_keep_their_order_over_looks(mei):
    """Whoever comes back finds the buttons where they were; another run has an order of its own."""
    run = playing.begin(mei, PARCEL, "beginner")

    assert [c.id for c in playing.view(mei, run).choices] == [c.id for c in playing.view(mei, run).choices]


def test_a_double_click_says_it_once(mei):
    """The same number with the same choice changes nothing."""
    run = playing.begin(mei, PARCEL, "beginner")

    for _ in range(2):
        playing.choose(mei, run, 0, None, "n1a")

    assert playing.view(mei, run).made == 1


def test_another_choice_for_the_same_moment_is_refused(mei):
    """Two windows cannot say two things at once: the second is told."""
    run = playing.begin(mei, PARCEL, "beginner")
    playing.choose(mei, run, 0, None, "n1a")

    assert outcome(lambda: playing.choose(mei, run, 0, None, "n1b")) == "answered_elsewhere"
    assert playing.view(mei, run).made == 1


def test_at_the_same_instant_one_choice_wins(mei):
    """Of two windows that press at once one is kept, whole."""
    run = playing.begin(mei, PARCEL, "beginner")

    results = together(*(lambda c=c: playing.choose(mei, run, 0, None, c) for c in ("n1a", "n1b")))

    assert results.count(None) == 1
    assert playing.view(mei, run).made == 1


def test_the_other_road_is_a_branch_of_the_same_run(mei):
    """Going back loses nothing: both roads stay, each with the choices before it."""
    run = playing.begin(mei, PARCEL, "experienced")
    first = say(mei, run, "n1a", "n2a", "n3a", "n4a")
    assert first.ending.id == "good"

    playing.choose(mei, run, 4, 0, "n2c")

    other, whole = playing.view(mei, run), playing.view(mei, run, 3)
    assert [move.choice.id for move in other.moves] == ["n1a", "n2c"]
    assert [move.choice.id for move in whole.moves] == ["n1a", "n2a", "n3a", "n4a"]
    assert (other.complete, other.made, other.mode) == (True, 5, "experienced")


def test_a_run_that_ended_is_complete_and_a_new_one_is_begun(mei):
    """After the end the list offers to look back and to play again."""
    run = playing.begin(mei, PARCEL, "beginner")
    say(mei, run, "n1a", "n2a", "n3a", "n4a")

    row = playing.plays(mei)[0]
    assert (row.runs, row.running, row.last) == (1, None, run)
    assert playing.begin(mei, PARCEL, "beginner") != run


@pytest.mark.parametrize(
    ("number", "at", "choice", "code"),
    [(0, None, "n2a", "bad_response"), (3, None, "n1a", "answered_elsewhere"), (0, 7, "n1a", "no_such_move")],
)
def test_what_no_button_gives_is_refused(mei, number, at, choice, code):
    """A forged choice, number or place changes nothing."""
    run = playing.begin(mei, PARCEL, "beginner")

    assert outcome(lambda: playing.choose(mei, run, number, at, choice)) == code
    assert playing.view(mei, run).made == 0


def test_a_run_is_its_players_own(school, mei):
    """Nobody else sees it or speaks in it."""
    run, other = playing.begin(mei, PARCEL, "beginner"), school.sign_up("lan")

    assert outcome(lambda: playing.view(other, run)) == "not_yours"
    assert outcome(lambda: playing.choose(other, run, 0, None, "n1a")) == "not_yours"


def test_a_run_finishes_on_the_release_it_began_with(school, mei):
    """A scenario rewritten in the meantime does not change under a player's feet."""
    run = playing.begin(mei, PARCEL, "beginner")
    say(mei, run, "n1a")
    school.files[FILE]["nodes"][1]["label"] = "换了名字"
    school.publish()

    assert playing.view(mei, run).node.label == "第2步"
    assert playing.view(mei, playing.begin(mei, PARCEL, "beginner", anew=True)).play.nodes[1].label == "换了名字"


def at(node):
    """The id of the question that a moment is."""
    return moment_id(PARCEL, node)


def stands(school, ctx):
    with school.db.read() as c:
        return {row.item: row for row in standings.standings_of(c, ctx.me.subject_id)}


def kept_cards(school, ctx):
    with school.db.read() as c:
        return cards.cards_of(c, ctx.me.subject_id)


def test_a_weak_choice_is_a_card_in_the_notebook_and_a_good_one_is_not(school, mei):
    """What one said badly comes back as a question; what one said well at once needs no remembering."""
    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b", "n2a", "n3c", "n4a")

    found = remembering.notebook(mei).mistakes

    assert {m.question.id for m in found} == {at("n1"), at("n3")}
    assert {m.topic for m in found} == {"basics"}
    assert {item: row.latest for item, row in stands(school, mei).items()} == {
        at("n1"): 0, at("n2"): 1, at("n3"): 0, at("n4"): 1
    }  # fmt: skip


@pytest.mark.parametrize(("lang", "prompt"), [("zh", "你会怎么说？"), ("en", "What would you say?"), ("tw", "你會怎麼說？")])
def test_a_card_asks_in_the_trainees_language_and_is_listed_by_what_was_said(mei, lang, prompt):
    """The prompt is the same at every moment, so the notebook names each by the words one had to answer."""
    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b", "n2b")

    found = remembering.notebook(replace(mei, lang=lang)).mistakes

    assert [m.question.stem for m in found] == [prompt] * 2
    assert len({m.asked for m in found}) == 2
    assert all(m.question.situation.endswith(m.asked) for m in found)


def test_what_is_good_too_is_no_mistake(school, mei):
    """A defensible choice is not the best, and not a card."""
    school.files[FILE]["nodes"][0]["choices"][0]["quality"] = "defensible"
    school.publish()

    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b", "n2b")

    assert [m.question.id for m in remembering.notebook(mei).mistakes] == [at("n2")]


def test_said_well_another_day_a_card_moves_on(school, mei):
    """Playing again is practice like any other; saying it badly again brings the card back to its start."""
    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b", "n2b", "n3a", "n4a")
    school.clock.forward(days=2)

    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1a", "n2c")

    days = {m.question.id: m.right_days for m in remembering.notebook(mei).mistakes}
    assert days == {at("n1"): 1, at("n2"): 0}
    assert (stands(school, mei)[at("n1")].tries, stands(school, mei)[at("n1")].best) == (2, 1)


def test_a_card_of_a_moment_is_asked_like_any_other(school, mei):
    """The notebook asks what one would say; the answer moves the same card and standing as the role-play does."""
    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b")
    school.clock.forward(days=2)

    paper = learning.start(mei, "notebook")
    (slot,) = learning.view(mei, paper).slots
    assert (slot.question.id, {o.id for o in slot.question.options}) == (at("n1"), {"n1a", "n1b", "n1c"})
    give(mei, paper, 0, "n1a")

    assert [m.right_days for m in remembering.notebook(mei).mistakes] == [1]
    assert stands(school, mei)[at("n1")].latest == 1


def test_a_role_play_without_a_topic_has_no_cards(school, mei):
    """Its weak choices are in the debrief alone, and a notebook with nothing in it stays empty."""
    del school.files[FILE]["topic"]
    school.publish()

    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b", "n2b")

    assert remembering.notebook(mei).mistakes == ()
    assert outcome(lambda: learning.start(mei, "notebook")) == "no_mistakes"


def test_a_double_click_counts_once(school, mei):
    """The same choice sent again is no second try."""
    run = playing.begin(mei, PARCEL, "beginner")

    for _ in range(2):
        playing.choose(mei, run, 0, None, "n1b")

    assert stands(school, mei)[at("n1")].tries == 1


ROADS = st.lists(st.tuples(st.integers(-1, 6), st.sampled_from("abc"), st.integers(0, 40)), max_size=12)


@given(ROADS)
@settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rebuild_gives_the_standings_and_cards_that_were(school, mei, steps):
    """Whatever is said, taken back and said again, over days and runs: rebuilt from the choices it is the same."""
    run = playing.begin(mei, PARCEL, "beginner", anew=True)
    for back, letter, hours in steps:
        school.clock.forward(hours=hours, seconds=1)
        seen = playing.view(mei, run)
        where = seen if seen.node and back < 0 else playing.view(mei, run, min(back, seen.made - 1))
        if where.node:
            playing.choose(mei, run, seen.made, where.at, f"{where.node.id}{letter}")
    live = stands(school, mei), kept_cards(school, mei)

    rebuild(school.db)

    assert (stands(school, mei), kept_cards(school, mei)) == live


def test_choices_of_an_earlier_release_of_the_program_are_rebuilt_and_seen(school, mei):
    """They name no moment and have no mark: they move nothing, and one can still look back at them."""
    run = playing.begin(mei, PARCEL, "beginner")
    with school.db.write() as c:
        row = {"attempt_id": run, "slot": 0, "step": 0, "lang": "zh", "digest": "x", "at": school.clock()}
        response = attempts.append_response(c, {**row, "value": {"choice": "n1b", "parent": None}})
        judged = {"fraction": None, "receipt": {"formula": "unmarked", "values": {}}, "digest": "x", "cause": "first"}
        attempts.append_verdict(c, {**judged, "response_id": response, "at": school.clock()})

    rebuild(school.db)

    assert stands(school, mei) == {}
    assert playing.others(mei, PARCEL) == {}
    assert [move.choice.id for move in say(mei, run, "n2a").moves] == ["n1b", "n2a"]


def test_role_plays_stand_in_no_list_of_papers(school, mei):
    """History and progress go on as before: a run is no paper, and a moment is no question of the bank."""
    before = progress.topics(mei)

    say(mei, playing.begin(mei, PARCEL, "beginner"), *STRONG)

    assert progress.history(mei) == []
    assert [(row.topic.id, row.progress) for row in progress.topics(mei)] == [(r.topic.id, r.progress) for r in before]
    with school.db.read() as c:
        assert len(attempts.attempts_of(c, mei.me.subject_id)) == 1


def players(school, count):
    return [school.sign_up(f"player{i}") for i in range(count)]


def test_others_are_told_of_from_five_people_on(school, mei):
    """Of four one could guess who it was; with the fifth there are counts, and no name."""
    said = ["n1a", "n1a", "n1b", "n1c", "n1a"]
    everybody = players(school, 5)
    for ctx, choice in zip(everybody[:4], said, strict=False):
        say(ctx, playing.begin(ctx, PARCEL, "beginner"), choice)
    assert playing.others(everybody[0], PARCEL) == {}

    say(everybody[4], playing.begin(everybody[4], PARCEL, "beginner"), said[4])

    assert playing.others(everybody[0], PARCEL) == {"n1": Counter({"n1a": 3, "n1b": 1, "n1c": 1})}


def test_others_are_told_of_moments_one_has_been_at_oneself(school, mei):
    """Nobody learns beforehand what most people say."""
    for ctx in players(school, 5):
        say(ctx, playing.begin(ctx, PARCEL, "beginner"), "n1a", "n2a")
    assert playing.others(mei, PARCEL) == {}

    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b")

    assert playing.others(mei, PARCEL) == {"n1": Counter({"n1a": 5, "n1b": 1})}


def test_of_everybody_the_first_words_count(school, mei):
    """Neither another road nor another run is counted: by then one has read what works."""
    for ctx in [mei, *players(school, 4)]:
        run = playing.begin(ctx, PARCEL, "beginner")
        say(ctx, run, "n1b")
        playing.choose(ctx, run, 1, None, "n1a")
    say(mei, playing.begin(mei, PARCEL, "beginner", anew=True), "n1c")

    assert playing.others(mei, PARCEL)["n1"] == Counter({"n1b": 5})


@pytest.mark.parametrize("timed", [True, False])
def test_whether_a_customer_waits_is_kept(school, mei, timed):
    """Whoever asked for time has it after a reload too, and until a new run is begun."""
    run = playing.begin(mei, PARCEL, "beginner", timed=timed)

    playing.begin(mei, PARCEL, "beginner", timed=not timed)

    assert playing.view(mei, run).timed is timed
    assert playing.view(mei, playing.begin(mei, PARCEL, "beginner", anew=True, timed=not timed)).timed is not timed


def test_the_first_road_is_the_one_that_ended_first(mei):
    """Roads taken afterwards, with the debrief read, leave it as it is."""
    run = playing.begin(mei, PARCEL, "experienced")
    assert playing.view(mei, run).first == ()
    say(mei, run, "n1b", "n2b", "n3b", "n4b")

    playing.choose(mei, run, 4, None, "n1a")
    other = say(mei, run, "n2a", "n3a", "n4a")

    assert other.first == ("n1b", "n2b", "n3b", "n4b")
    assert (other.ending.id, playing.plays(mei)[0].road) == ("good", other.first)


def test_an_export_has_the_choices_with_their_moments(school, mei):
    """What one said, where, and how it was judged, once the run is over."""
    say(mei, playing.begin(mei, PARCEL, "beginner"), "n1b", "n2a", "n3a", "n4a")

    (taken,) = personal.export(school.db, mei.me.person_id)["attempts"]

    assert [(a["value"]["node"], a["value"]["choice"]) for a in taken["answers"]][:2] == [("n1", "n1b"), ("n2", "n2a")]
    assert [Fraction(a["fraction"]) for a in taken["answers"]] == [0, 1, 1, 1]


def test_an_unknown_role_play_is_refused(mei):
    """A stale link gets a sentence."""
    with pytest.raises(Refused, match="no_such_roleplay"):
        playing.begin(mei, "nosuch", "beginner")
