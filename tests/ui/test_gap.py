"""The tag 课程补写: on everything the sources only name."""

import pytest

from engine.services import learning
from engine.words import word
from tests.builders import DRILL
from ui import chrome
from ui.widgets import answered

ELEMENT = {
    "id": "s1-point", "title": {"zh": "一个要点", "en": "A point"}, "kind": "concept", "source": "notes",
    "interactive": "matching",
}  # fmt: skip


@pytest.mark.parametrize("evidence", ["source-gap", "ok"])
def test_a_question_on_what_the_sources_only_name_says_so(school, evidence):
    """Only where it asks such an element, in practice as elsewhere."""
    elements = [{**ELEMENT, "evidence": [evidence]}]
    sources = {"format": 1, "sources": [{"id": "notes", "file": "notes.docx"}], "elements": elements}
    school.files["lessons/sources.yaml"] = sources
    school.ask(DRILL[0])["elements"] = ["s1-point"]
    assert school.publish().course
    mei = school.sign_up("mei")
    view, t = learning.view(mei, learning.start(mei, "drill")), chrome.words("zh")

    told = [answered.asked(slot, t) for slot in view.slots]

    tagged = [word("zh", "ui.lesson.gap") in html for html in told]
    assert tagged == [evidence == "source-gap", *[False] * (len(told) - 1)]
