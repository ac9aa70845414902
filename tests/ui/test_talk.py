"""A conversation and its debrief as they are drawn: who has a bubble, where points came from, how the map ends."""

import re

import pytest

from engine.services import playing
from tests.cases import PLAY, play_files, school_with
from ui.chrome import words
from ui.widgets import debrief, talk

FILE = f"cases/parcel/roleplay-{PLAY}.yaml"
PARTS = [{"id": "hear", "title": "听"}, {"id": "act", "title": "办"}]
ROAD = ("n1b", "n2a", "n3a", "n4a")
t = words("zh")


@pytest.fixture
def course(school):
    """A course with one role-play, in which a neighbour and a colleague stand beside the customer."""
    school_with(school, play_files())
    others = [("ma", "customer", "马先生"), ("bo", "support", "小博")]
    school.files[FILE]["roles"] += [{"id": id, "part": part, "name": name, "about": "旁人"} for id, part, name in others]
    return school


def played(course, *choices):
    """A run with these choices made."""
    assert course.publish().course
    mei = course.sign_up("mei")
    run = playing.begin(mei, PLAY, "experienced")
    for choice in choices:
        seen = playing.view(mei, run)
        playing.choose(mei, run, seen.made, seen.at, choice)
    return playing.view(mei, run)


def last_bubble(course, by):
    """How the reaction to the first choice is drawn: the class of its bubble and the name on it."""
    made = course.files[FILE]["nodes"][0]["choices"][0]
    made |= {"reaction": "反应在此"} | ({"by": by} if by else {})
    run = played(course, made["id"])
    html = talk.exchange(run.play, run.moves[0], run.states[0], False, t)
    *_, told = re.split('(?=<div class="(?:said|seen))', html)
    assert "反应在此" in told
    return re.findall(r'^<div class="([a-z ]+)">', told)[0], "".join(re.findall("<b>(.*?)</b>", told))


@pytest.mark.parametrize(
    ("by", "drawn"),
    [
        (None, ("said customer", "林女士")),
        ("ma", ("said customer", "马先生")),
        ("bo", ("said support", "小博")),
        ("seen", ("seen", "")),
    ],
)
def test_a_reaction_stands_in_the_bubble_of_whoever_reacts(course, by, drawn):
    """The customer by default, else who is named; what is only seen has no bubble."""
    assert last_bubble(course, by) == drawn


def test_a_skill_in_the_debrief_opens_to_its_moments(course):
    """Each with its label and what was earned there of the best; a press on the keyboard opens it as a click does."""
    run = played(course, *ROAD)

    listening = debrief.skills(run, t).split("<details>")[1]

    assert listening.startswith("<summary>倾听 <b>75%</b>")
    rows = re.findall(r"<li><span>(.*?)</span><b class=\"(\w+)\">(.*?)</b></li>", listening)
    assert rows[:2] == [("第1步", "wrong", "0，最多 2"), ("第2步", "right", "+2，最多 2")]
    assert len(rows) == 4


def test_the_parts_of_a_role_play_are_a_table(course):
    """What was earned of the best in words, beside a bar; a part that was not reached says so."""
    course.files[FILE]["parts"] = PARTS
    for number, part in enumerate(("hear", "hear", None, "act")):
        course.files[FILE]["nodes"][number] |= {"part": part} if part else {}
    run = played(course, *ROAD[:3])

    rows = re.findall("<tr>(.*?)</tr>", debrief.by_part(run, t))

    assert [re.findall(">([^<]+)<", row) for row in rows] == [["听", "得 3，最多 6"], ["办", "没有走到"]]
    assert "width:50%" in rows[0]


def test_the_map_ends_in_the_ending_reached(course):
    """With its title, quotation marks and all; of the endings not reached nothing is told."""
    course.files[FILE]["endings"][0]["title"] = '"好"\\'
    run = played(course, "n1a", *ROAD[1:])

    dot = talk.road(run.play, run.moves, run.ending)

    assert """"end" [label="■ '好'", penwidth=2.5];""" in dot
    assert '"n4" -> "end" [penwidth=2.5];' in dot
    assert [ending.title for ending in run.play.endings[1:] if ending.title in dot] == []
