"""Moments of role-plays as cards: one best thing to say, among what is weak."""

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.content.base import LONGEST_ID, is_id
from engine.content.moments import GOOD, moment_id, moments, said_last
from engine.content.roleplay import Roleplay
from engine.content.texts import structure_of

PROMPT = "你会怎么说？"
SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"
IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,6}", fullmatch=True)


def parcel(**changes):
    data = yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Roleplay.model_validate({**data, "topic": "refunds", **changes})


def node(play, **changes):
    """The role-play with its first moment changed: `qualities` by choice, `when` by choice."""
    nodes = [n.model_dump(exclude_unset=True) for n in play.nodes]
    for choice in nodes[0]["choices"]:
        choice |= {name: by_choice[choice["id"]] for name, by_choice in changes.items() if choice["id"] in by_choice}
    return Roleplay.model_validate({**play.model_dump(exclude_unset=True), "nodes": nodes})


def first(play):
    """The card of the first moment; None where it has none."""
    return next((card for card in moments(play, PROMPT) if card.id == "late-parcel-at-n1"), None)


def test_each_moment_with_one_best_answer_is_a_card():
    """It asks what one would say, after the scene and what was said last; the strong choice is the one right."""
    card, play = first(parcel()), parcel()

    assert [m.id for m in moments(play, PROMPT)] == [f"late-parcel-at-{n.id}" for n in play.nodes]
    assert (card.topic, card.lesson, card.stem) == ("refunds", "late-parcel", PROMPT)
    assert card.situation.startswith(play.scene)
    assert all(line.text in card.situation for line in play.nodes[0].lines if line.when is None)
    assert [o.id for o in card.options if o.correct] == [c.id for c in play.nodes[0].choices if c.quality == "strong"]


def test_the_label_of_a_moment_is_nowhere_on_its_card():
    """On the map it may name what is right, such as "own up": on the card it would give the answer away."""
    nodes = [{**n.model_dump(exclude_unset=True), "label": f"先认错{i}"} for i, n in enumerate(parcel().nodes)]

    cards = moments(parcel(nodes=nodes), PROMPT)

    assert len(cards) == len(nodes)
    assert not any("先认错" in card.model_dump_json() for card in cards)


def test_a_card_keeps_its_id_and_structure_whatever_the_prompt():
    """Standings go by the id and corrections by the structure: neither depends on words."""
    zh, en = moments(parcel(), PROMPT), moments(parcel(), "What would you say?")

    assert [structure_of(card) for card in zh] == [structure_of(card) for card in en]
    assert {card.stem for card in en} == {"What would you say?"}


def test_cards_with_the_same_prompt_are_told_apart_by_what_was_said_last():
    """Only the last thing that is always said, without the scene before it."""
    play = parcel()

    assert [said_last(card) for card in moments(play, PROMPT)] == [f"林女士　{n.lines[0].text}" for n in play.nodes]


def test_a_weak_choice_says_why_and_the_best_has_its_reason_once():
    """Feedback stands at what is weak; of the best the explanation says it."""
    reasons = {"n1a": "最好", "n1b": "差一点", "n1c": "伤人"}

    card = first(node(parcel(), reason=reasons))

    assert {o.id: o.feedback for o in card.options} == {**reasons, "n1a": None}
    assert card.explanation == "最好"


def test_what_is_good_too_is_left_out():
    """On a card a defensible choice would be called wrong, which it is not."""
    play = node(parcel(), quality={"n1b": "defensible"})

    assert "n1b" not in [o.id for o in first(play).options]
    assert "n1b" in [o.id for o in first(parcel()).options]


def test_what_is_offered_only_at_times_is_left_out():
    """A card knows no gauges, so a choice with a condition cannot stand on it."""
    play = node(parcel(), when={"n1c": "heat >= 10"})

    assert "n1c" not in [o.id for o in first(play).options]
    assert first(node(parcel(), when={"n1a": "heat >= 10"})) is None


def test_a_moment_without_a_best_or_without_a_weak_choice_is_no_card():
    """With nothing to tell apart there is nothing to ask."""
    ids = [choice.id for choice in parcel().nodes[0].choices]
    no_best = {c.id: "defensible" for c in parcel().nodes[0].choices if c.quality == "strong"}

    assert first(node(parcel(), quality=no_best)) is None
    assert first(node(parcel(), quality=dict.fromkeys(ids, "defensible") | {"n1a": "strong"})) is None


def test_a_role_play_without_a_topic_has_no_cards():
    """A card counts for a topic of the bank, or it would count for none."""
    assert moments(parcel(topic=None), PROMPT) == ()


def test_a_card_names_the_skills_its_choices_earn():
    """A weak answer tells on the skills that were in play, each once."""
    node_of = parcel().nodes[0]
    shown = {o.id for o in first(parcel()).options}
    earned = {points.skill for choice in node_of.choices if choice.id in shown for points in choice.earns}

    assert set(first(parcel()).skills) == earned
    assert len(first(parcel()).skills) == len(earned)


def test_a_choice_is_a_mistake_exactly_if_it_is_weak():
    """Good is what the debrief calls good: the best, and what is good too."""
    assert set(GOOD) == {"strong", "defensible"}


@given(IDS, IDS)
def test_the_id_of_a_moment_is_an_id(play, node):
    """However long the names, it fits where ids are kept, and is the same each time."""
    assert is_id(moment_id(play, node))
    assert moment_id(play, node) == moment_id(play, node)


def test_long_names_that_begin_alike_stay_apart():
    """An id that is cut is told from others by what was cut off."""
    long = "a" * 60

    assert moment_id("rp", "n1") == "rp-at-n1"
    assert len(moment_id(long, "n1")) <= LONGEST_ID
    assert moment_id(long, "n1") != moment_id(long, "n2")
