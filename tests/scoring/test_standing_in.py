"""What stands in for an author's own answer."""

import pytest
from pydantic import TypeAdapter

from engine.content.questions import Question
from engine.scoring.questions import MODULES, is_complete, mark
from engine.scoring.standing_in import stand_in
from tests.builders import questions
from tests.cases import essay
from tests.lessons import writing

ASKED = {q["kind"]: q for q in [*questions(), *writing(), essay("letter")]}


def asked(kind: str) -> Question:
    return TypeAdapter(Question).validate_python(ASKED[kind])


@pytest.mark.parametrize("kind", MODULES)
def test_every_kind_of_question_has_a_whole_answer(kind):
    """Right where there is a key, and complete everywhere, so that a stage can be handed in with it."""
    question = asked(kind)

    given = stand_in(question)

    assert is_complete(question, given)
    assert mark(question, given).fraction == (1 if question.marked else None)


def test_own_words_are_the_sample_made_long_enough():
    """What the author wrote as an example, and never too short to be taken."""
    sheet = asked("worksheet")
    field = sheet.fields[0].model_copy(update={"sample": "短", "least": 5})
    sheet = sheet.model_copy(update={"fields": (field,)})

    assert stand_in(sheet)["typed"] == {"goal": "短…………"}
