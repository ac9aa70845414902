"""Whoever reads Traditional Chinese: shown the converted course, kept as what they are, and never corrected."""

import pytest

from engine.services import identity, learning, progress, rooms, seats
from engine.services.library import pack, unpack
from engine.store import attempts, people
from tests.builders import PHRASE, give

TYPED = {"city": "用户的北京", "share": "20"}


@pytest.fixture
def mei(school):
    """Somebody who signed up in Traditional Chinese."""
    welcome = identity.sign_up(school.ctx(lang="tw"), "mei", "小梅", PHRASE)
    me = school.signed_in(school.cookie(welcome.ticket)).me
    return school.ctx(me, me.lang)


def test_the_language_of_the_sign_up_is_the_persons(mei):
    """Whoever signs up in Traditional Chinese reads on in it on the next device."""
    assert mei.me.lang == "tw"


@pytest.mark.parametrize("lang", ["zh", "tw", "en"])
def test_the_language_is_changed_in_the_settings(school, mei, lang):
    """Each of the three can be chosen, and holds at the next look."""
    token = school.cookie(identity.sign_in(school.ctx(), "mei", PHRASE))

    identity.change_settings(mei, lang=lang)

    assert school.signed_in(token).me.lang == lang


def test_a_language_that_is_not_spoken_any_more_is_shown_in_chinese(school, mei):
    """What an older or newer version of the product kept does no harm."""
    token = school.cookie(identity.sign_in(school.ctx(), "mei", PHRASE))
    with school.db.write() as c:
        people.update_person(c, mei.me.person_id, {"lang": "fr"})

    assert school.signed_in(token).me.lang == "zh"


def test_a_question_is_shown_converted_and_its_response_says_so(school, mei):
    """The texts are those of Taiwan, the ids and the mark those of the course, and the response is kept as "tw"."""
    drill = learning.start(mei, "drill")
    asked = learning.view(mei, drill).slot(0).question

    give(mei, drill, 0, "b")

    told = learning.view(mei, drill).slot(0)
    with school.db.read() as c:
        (kept,) = attempts.answers_to_slot(c, drill, 0)
    assert [(o.id, o.text, o.feedback) for o in asked.options][:1] == [("a", "選項a", "關於a")]
    assert (kept.lang, kept.value, told.fraction) == ("tw", "b", 1)


def test_what_a_person_types_stays_as_it_was_typed(mei):
    """Nothing that people write is converted: neither a name nor an answer nor a draft."""
    drill = learning.start(mei, "drill")

    learning.save_draft(mei, drill, 6, TYPED)
    draft = learning.view(mei, drill).slot(6).draft
    give(mei, drill, 6, TYPED)

    assert mei.me.name == "小梅"
    assert draft == learning.view(mei, drill).slot(6).response == {"typed": TYPED}


def test_the_language_may_change_in_the_middle_of_a_paper(school, mei):
    """The same question of the same paper, with the same draft, in each language; answers count together."""
    drill = learning.start(mei, "drill")
    learning.save_draft(mei, drill, 0, "b")

    seen = {lang: learning.view(school.ctx(mei.me, lang), drill).slot(0) for lang in ("zh", "tw", "en")}
    for slot, lang in enumerate(("zh", "tw", "en")):
        give(school.ctx(mei.me, lang), drill, slot, ("b", ["a", "b"], True)[slot])

    assert {slot.question.id for slot in seen.values()} == {"choose"}
    assert {slot.draft for slot in seen.values()} == {"b"}
    assert len({str(slot.order) for slot in seen.values()}) == 1
    assert [slot.fraction for slot in learning.view(mei, drill).slots[:3]] == [1, 1, 1]


def test_lists_are_shown_converted(school, mei):
    """Topics, quizzes and the map of the course come in the same language."""
    school.files["quizzes/drill.yaml"]["title"] = "练习"
    school.publish()

    (topic,) = progress.topics(mei)
    titles = [quiz.title for quiz in progress.quizzes(mei, "practice")]

    assert topic.topic.summary == "關於basics"
    assert "練習" in titles


def test_a_guest_in_a_room_reads_it_too(school):
    """Whoever joins from a phone set to Traditional Chinese sees the room's question in it."""
    boss = school.admin()
    room_id = rooms.create(boss, "drill")
    code = rooms.snapshot(school.ctx(), room_id).code

    joined = seats.join(school.ctx(lang="tw"), code, "小用户")
    guest = school.signed_in(joined.entry.token)

    assert (guest.me.lang, guest.me.name) == ("tw", "小用户")


def test_a_release_keeps_what_authors_wrote_and_nothing_more(school):
    """Traditional Chinese is in no release: it is made again from the Chinese of whichever release is read."""
    course = school.library.current()
    manifest, bodies = pack(course)

    made = unpack(manifest, bodies)

    assert {lang for unit in manifest for lang in unit["texts"]} == {"zh", "en"}
    assert not any("選項" in body for body in bodies.values())
    assert made.questions["tw"]["choose"] == course.questions["tw"]["choose"]
    assert [option.text for option in made.questions["tw"]["choose"].options] == ["選項a", "選項b", "選項c"]
