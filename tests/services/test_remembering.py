"""The notebook of mistakes: what enters it and when, what is due on which day, what leaves it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from engine.services import identity, learning, remembering, rooms, seats
from engine.services.context import Refused
from engine.services.remembering import learners_day
from tests.builders import MORNING, give
from tests.lessons import lesson_files
from tests.notebook import CALM, due, listed, retire, take, tomorrow, with_own_papers, written
from tests.rooms.builders import Class

MONDAY = date(2024, 3, 4)


@pytest.fixture
def school(school):
    return with_own_papers(school)


@pytest.fixture
def mei(school):
    return school.sign_up("mei")


def test_wrong_answers_of_practice_enter_at_once(school, mei):
    """A wrong answer in practice is in the notebook with topic and day, due tomorrow; a right one is not."""
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "a")
    give(mei, drill, 1, ["a", "b"])

    book = remembering.notebook(mei)

    (mistake,) = book.mistakes
    assert (mistake.question.id, mistake.topic, mistake.wrong_on, mistake.note) == ("choose", "basics", MONDAY, "")
    assert (mistake.right_days, mistake.due_on, mistake.is_due) == (0, MONDAY + timedelta(days=1), False)
    assert (book.due, book.known) == (0, 0)


def test_right_at_the_second_try_is_not_known(school, mei):
    """Whoever needed another try has that question in the notebook, with no right day."""
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "a")
    school.clock.forward(seconds=5)

    give(mei, drill, 0, "b")

    assert [(m.question.id, m.right_days) for m in remembering.notebook(mei).mistakes] == [("choose", 0)]


def test_exam_enters_at_the_close(school, mei):
    """While an exam is open its wrong answers are in nobody's notebook; once handed in the last ones are, blanks are not."""
    exam = learning.start(mei, "final")
    give(mei, exam, 0, "b")
    give(mei, exam, 0, "a")
    give(mei, exam, 1, ["c"])
    give(mei, exam, 1, ["a", "b"])
    before = listed(mei)

    learning.close(mei, exam)

    assert (before, listed(mei)) == ([], ["choose"])


def test_exam_that_ran_out_is_closed_by_looking(school, mei):
    """The notebook closes an exam past its time before it tells, as of the deadline."""
    give(mei, learning.start(mei, "final"), 0, "a")
    school.clock.forward(hours=1)

    (mistake,) = remembering.notebook(mei).mistakes

    (card,) = written(school)
    assert (mistake.question.id, card.last_at) == ("choose", MORNING + timedelta(minutes=10))


def test_survey_enters_nothing(school, mei):
    """What has no right answer, and what is asked for opinions, is never a mistake."""
    take(mei, "feelings", "rate", "choose")

    assert (listed(mei), written(school)) == ([], [])


def test_live_room_enters_when_it_ends(school):
    """Answers in a room are in the notebook when it has ended, not before: it would tell what is right."""
    room = Class(school)
    guest = room.guest()
    room.open(0)
    room.answer(guest, 0, "a")
    room.reveal(0)
    before = listed(guest)

    room.end()

    assert (before, listed(guest), listed(room.host)) == ([], ["choose"], [])


def test_lesson_check_enters_at_once(school):
    """A check in a lesson answered wrongly is in the notebook, though the lesson goes on, and is asked again from there."""
    school.files |= lesson_files()
    assert school.publish().course
    mei = school.sign_up("mei")
    lesson = learning.start(mei, "first")

    give(mei, lesson, 0, "a")

    assert listed(mei) == ["first-ask"]
    assert learning.view(mei, learning.start(mei, "notebook")).slots[0].question.id == "first-ask"


def test_one_card_for_an_item_wherever_it_is_answered(school):
    """Wrong in self-study, then right in a room on one day and in practice on another, is known."""
    mei = school.sign_up("mei")
    take(mei, "drill", "choose")
    tomorrow(school)
    room = Class(school)
    seats.join(mei, room.code, "小梅")
    room.open(0)
    room.answer(mei, 0, "b")
    room.end()
    (half_way,) = remembering.notebook(mei).mistakes
    tomorrow(school)

    take(mei, "drill", right=("choose",))

    assert half_way.right_days == 1
    assert (remembering.notebook(mei).mistakes, remembering.notebook(mei).known) == ((), 1)


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Asia/Shanghai", datetime(2024, 3, 4, 19, 59, 59, tzinfo=UTC), date(2024, 3, 4)),
        ("Asia/Shanghai", datetime(2024, 3, 4, 20, tzinfo=UTC), date(2024, 3, 5)),
        ("UTC", datetime(2024, 3, 4, 3, 59, 59, tzinfo=UTC), date(2024, 3, 3)),
        ("America/New_York", datetime(2024, 3, 4, 8, 59, tzinfo=UTC), date(2024, 3, 3)),
        ("America/New_York", datetime(2024, 3, 4, 9, tzinfo=UTC), date(2024, 3, 4)),
        ("Europe/Berlin", datetime(2024, 3, 31, 1, 59, tzinfo=UTC), date(2024, 3, 30)),  # the night with an hour less
        ("Europe/Berlin", datetime(2024, 3, 31, 2, tzinfo=UTC), date(2024, 3, 31)),
        ("Asia/Kathmandu", datetime(2024, 3, 4, 22, 15, tzinfo=UTC), date(2024, 3, 5)),
        ("Pacific/Kiritimati", datetime(2024, 3, 4, 14, tzinfo=UTC), date(2024, 3, 5)),
    ],
)
def test_a_learners_day_starts_at_four(zone, at, day):
    """Until four in the morning of their own zone it is still yesterday."""
    assert learners_day(at, zone) == day


def test_due_day_by_day(school, mei):
    """Nothing is due on the day of the mistakes, all on the next; what was right then comes back later than the wrong."""
    take(mei, "drill", "choose", "choose-many", "judge")
    counts = [due(mei)]
    tomorrow(school)
    counts.append(due(mei))
    take(mei, "notebook", "judge", right=("choose", "choose-many"))
    counts.append(due(mei))
    for _ in range(3):
        tomorrow(school)
        counts.append(due(mei))

    assert counts == [0, 3, 0, 1, 3, 3]


def test_due_from_four_in_the_morning(school, mei):
    """What is due tomorrow is due when tomorrow's learner's day starts, though it was wrong late in the evening."""
    school.clock.now = datetime(2024, 3, 4, 15, tzinfo=UTC)
    take(mei, "drill", "choose")

    school.clock.now = datetime(2024, 3, 4, 19, 59, tzinfo=UTC)
    night = due(mei)
    school.clock.now = datetime(2024, 3, 4, 20, tzinfo=UTC)

    assert (night, due(mei)) == (0, 1)


def test_retry_on_one_day_counts_once(school, mei):
    """Right twice within a day is one right day; right again on the next day leaves the notebook, which counts it."""
    take(mei, "drill", "choose")
    tomorrow(school)
    for _ in range(2):
        take(mei, "notebook", right=("choose",))
    (one_day,) = remembering.notebook(mei).mistakes
    tomorrow(school)

    take(mei, "notebook", right=("choose",))

    book = remembering.notebook(mei)
    assert (one_day.right_days, book.mistakes, book.due, book.known) == (1, (), 0, 1)


def test_wrong_again_comes_back(school, mei):
    """A question that left the notebook and is answered wrongly is back, and needs two days anew."""
    take(mei, "drill", "choose")
    for _ in range(2):
        tomorrow(school)
        take(mei, "drill", right=("choose",))
    assert listed(mei) == []
    tomorrow(school)

    take(mei, "drill", "choose")

    book = remembering.notebook(mei)
    assert ([m.right_days for m in book.mistakes], book.known) == ([0], 0)


def test_days_are_of_ones_own_zone(school, mei):
    """Two right answers on one day in Shanghai fall on two in Dubai: whoever moves there has learnt it, and back has not."""
    take(mei, "drill", "choose")
    for hours in (23, 25):
        school.clock.now = datetime(2024, 3, 6, tzinfo=UTC) + timedelta(hours=hours)
        take(mei, "drill", right=("choose",))
    at_home = [m.right_days for m in remembering.notebook(mei).mistakes]

    identity.change_settings(mei, zone="Asia/Dubai")  # three and five in the morning
    there = [m.right_days for m in remembering.notebook(mei).mistakes]
    identity.change_settings(mei, zone="Asia/Shanghai")

    assert (at_home, there, listed(mei)) == ([1], [], ["choose"])


def test_paper_of_ones_own_is_no_room(school):
    """What everyone would have questions of their own in cannot be played in a room."""
    with pytest.raises(Refused, match="no_such_quiz"):
        rooms.create(school.admin(), "notebook")


def test_due_stand_first(school, mei):
    """The notebook begins with what is due longest."""
    take(mei, "drill", "judge")
    tomorrow(school)
    take(mei, "drill", "choose")
    tomorrow(school, 2)
    take(mei, "calm-drill", "calm-1")

    book = remembering.notebook(mei)

    assert [(m.question.id, m.is_due) for m in book.mistakes] == [("judge", True), ("choose", True), ("calm-1", False)]


def test_notebook_is_ones_own(school, mei):
    """What others got wrong is in nobody else's notebook."""
    take(mei, "drill", "choose")

    assert listed(school.sign_up("ben")) == []


def test_notebook_speaks_the_language_asked_for(school, mei):
    """Question and topic come in the language of whoever asks."""
    texts = {
        id: {
            "stem": f"{id}, and then?",
            "explanation": f"why {id}",
            "options": {o: {"text": f"Choice {o}", "feedback": f"On {o}"} for o in "abc"},
        }
        for id in CALM
    }
    whole = {"format": 1, "title": "Keeping calm", "summary": "about", "questions": texts}
    school.files["quizzes/bank/calm.en.yaml"] = whole
    loaded = school.publish()
    assert loaded.course, loaded.problems
    take(mei, "calm-drill", "calm-1")

    (mistake,) = remembering.notebook(school.ctx(mei.actor, "en")).mistakes

    assert (mistake.topic, mistake.question.stem) == ("Keeping calm", "calm-1, and then?")


def test_retired_question_disappears(school, mei):
    """A question that was retired, or taken out, is neither shown nor counted, due or known."""
    take(mei, "calm-drill", "calm-1", "calm-2")
    tomorrow(school)
    before = (listed(mei), due(mei))

    retire(school, "calm-1")

    assert (before, (listed(mei), due(mei))) == ((["calm-1", "calm-2"], 2), (["calm-2"], 1))


def test_right_at_once_reads_no_card(school, mei):
    """An answer that is right at once costs nothing more for the notebook; a wrong one reads and writes its card."""
    drill = learning.start(mei, "calm-drill")
    said = []
    for slot, value in enumerate("ba"):
        spoken = []
        listen = lambda *args, spoken=spoken: spoken.append(args[2])  # noqa: E731
        sa.event.listen(school.db.engine, "before_cursor_execute", listen)
        learning.answer(mei, drill, slot, 0, value)
        sa.event.remove(school.db.engine, "before_cursor_execute", listen)
        said.append(
            len([s for s in spoken if "card" in s.split("RETURNING")[0].replace(",", " ").replace(".", " ").split()])
        )
        school.clock.forward(seconds=1)

    assert said == [0, 2]
