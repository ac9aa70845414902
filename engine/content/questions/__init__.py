"""The kinds of question. One kind is one model here, one scoring module, one widget, one test file."""

from typing import Annotated

from pydantic import Field

from engine.content.questions.common import QuestionBase
from engine.content.questions.essay import Essay
from engine.content.questions.fill_in import FillIn
from engine.content.questions.matching import Matching
from engine.content.questions.multiple import Multiple
from engine.content.questions.ordering import Ordering
from engine.content.questions.rating import Rating
from engine.content.questions.scale import Scale
from engine.content.questions.single import Single
from engine.content.questions.sorting import Sorting
from engine.content.questions.true_false import TrueFalse
from engine.content.questions.worksheet import Worksheet

BankQuestion = Annotated[
    Single | Multiple | TrueFalse | Matching | Ordering | Sorting | FillIn | Scale,
    Field(discriminator="kind"),
]
"""What may stand in a bank, and so in a quiz or a live room."""

Question = Annotated[
    Single | Multiple | TrueFalse | Matching | Ordering | Sorting | FillIn | Scale | Worksheet | Rating | Essay,
    Field(discriminator="kind"),
]

KINDS: dict[str, type[QuestionBase]] = {
    "single": Single,
    "multiple": Multiple,
    "true_false": TrueFalse,
    "matching": Matching,
    "ordering": Ordering,
    "sorting": Sorting,
    "fill_in": FillIn,
    "scale": Scale,
    "worksheet": Worksheet,
    "rating": Rating,
    "essay": Essay,
}
