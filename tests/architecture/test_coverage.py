"""What the shipped course lets one practise of its sources."""

from pathlib import Path

import pytest

from engine.__main__ import main
from engine.content.blocks import Example
from engine.content.course import Course
from engine.content.coverage import Coverage, coverage
from engine.loading.loading import load

ROOT = Path(__file__).resolve().parents[2]
HOMED = {
    "m2": """s0-marriott-case s0-marriott-questions s0-3c-era s0-thinking-traps s0-lewin s0-change-stages s0-cs-eras
        s0-cs-three-steps s0-service-benefit-evolution s0-drucker-5 s0-cis-triangle s3-satisfied-or-moved""",
    "m5": """s0-tool-survey s0-tool-loyalty s1-quality-loyalty-chain s1-sat-loyalty-matrix s1-love-home s1-churn-dilemmas
        s1-crm-keywords s1-control-system s2-satisfaction-analysis s3-three-levels-service s3-value-added-case
        s3-three-sat-levels s3-rater s3-service-check s3-sat-three-causes s3-retention-loyalty s3-thousand-times
        s3-what-customers-buy s3-aehlnps s3-3h1f s3-telecom-abstract s3-sat-measures-4 s3-loyalty-measures-3
        s3-sat-loyalty-5 s3-sat-relative s3-store-exercise s3-three-levers s4-loyalty-assumption s4-loyalty-7""",
}
"""The elements that the design of the course places in the modules whose lessons are written."""
WAITING = {
    "s0-tool-survey": "a form to build a survey with, which lessons do not have yet; the rules are practised one by one",
    "s4-loyalty-7": "a calculator of the seven indicators, which lessons do not have yet",
    "s3-loyalty-measures-3": "the same calculator, for the value made of subjective and objective",
    "s3-stat-98-return": "RP12 only warns of the figures in its note; nobody decides there whether to use them",
}
"""Elements that are only mentioned where they are at home, and what they wait for."""


@pytest.fixture(scope="module")
def course() -> Course:
    loaded = load([ROOT])
    assert loaded.course, loaded.problems
    return loaded.course


@pytest.fixture(scope="module")
def covered(course: Course) -> Coverage:
    return coverage(course)


@pytest.mark.parametrize("module", HOMED)
def test_what_is_at_home_in_a_written_module_is_practised(course: Course, covered: Coverage, module: str) -> None:
    """Its own lessons name every element, and it is practised in the form foreseen or one that says why it is as good."""
    lessons = next(one.lessons for one in course.outlines["zh"].modules if one.id == module)
    blocks = [block for id in lessons for page in course.lessons["zh"][id].pages for block in page.blocks]

    homed = set(HOMED[module].split())
    assert homed - {element for block in blocks for element in block.mentioned_elements()} == set()
    assert homed - covered.practised == homed & set(WAITING)


def test_what_cases_and_role_plays_name_is_practised(course: Course, covered: Coverage) -> None:
    """No case or role-play claims an element that nothing lets one do something with."""
    cases, plays = course.cases["zh"].values(), course.roleplays["zh"].values()
    blocks = [block for case in cases for stage in case.stages for block in stage.blocks]
    named = {element for unit in (*cases, *plays, *blocks) for element in unit.mentioned_elements()}

    assert len(named) > 50
    assert named - covered.practised == named & set(WAITING)


def test_coverage_ends_with_its_two_counts(covered: Coverage, capsys: pytest.CaptureFixture[str]) -> None:
    """The last line of the command is what scripts read."""
    main(["coverage", str(ROOT)])

    last = f"mentioned {len(covered.mentioned)}/231, practised {len(covered.practised)}/231"
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_every_lesson_works_an_example_through(course: Course) -> None:
    """One sees how it is done before one does it."""
    lessons = course.lessons["zh"].values()
    without = [one.id for one in lessons if not any(isinstance(b, Example) for page in one.pages for b in page.blocks)]

    assert without == []
