"""Every service checks who asks."""

import pytest

from engine.services import (
    admin,
    assessing,
    cases,
    entering,
    identity,
    kept,
    learning,
    lessons,
    personal,
    playing,
    progress,
    regrading,
    remembering,
    skilled,
)
from engine.services.context import Refused
from tests.builders import give
from tests.cases import CASE, FIRST, JUDGED, MARKED, PLAY, case_files, play_files, school_with

ON_AN_ATTEMPT = {
    "view": learning.view,
    "shown": lambda ctx, id: learning.shown(ctx, kept.by_id(ctx, id)),
    "answer": lambda ctx, id: learning.answer(ctx, id, 0, 0, "b"),
    "save_draft": lambda ctx, id: learning.save_draft(ctx, id, 0, "b"),
    "close": learning.close,
    "visit": lambda ctx, id: lessons.visit(ctx, id, "reveal"),
    "finish": lessons.finish,
    "hand_in": lambda ctx, id: cases.hand_in(ctx, id, 0, FIRST),
    "assess_case": lambda ctx, id: cases.assess(ctx, id, JUDGED),
    "of_attempt": assessing.of_attempt,
    "assess_own": lambda ctx, id: assessing.assess_own(ctx, id, 1, MARKED),
    "view_run": playing.view,
    "choose": lambda ctx, id: playing.choose(ctx, id, 0, None, "n1a"),
}


def own_paper(ctx):
    """The paper of one's own that a start would make."""
    course = ctx.library.current()
    with ctx.db.read() as c:
        remembering.own_paper(ctx, c, course.quizzes["zh"]["drill"].model_copy(update={"own": "mistakes"}), course, 1)


OF_ONE_SELF = {
    "start": lambda ctx: learning.start(ctx, "drill"),
    "close_overdue": learning.close_overdue,
    "course_map": lessons.course_map,
    "topics": progress.topics,
    "quizzes": lambda ctx: progress.quizzes(ctx, "exam"),
    "history": progress.history,
    "unfinished": progress.unfinished,
    "days": progress.days,
    "today": progress.today,
    "zone_of": progress.zone_of,
    "notebook": remembering.notebook,
    "write_note": lambda ctx: remembering.write_note(ctx, "choose", "话"),
    "own_paper": own_paper,
    "export_ticket": identity.export_ticket,
    "change_settings": lambda ctx: identity.change_settings(ctx, lang="en"),
    "login_name": identity.login_name,
    "enter_again": lambda ctx: entering.enter_again(ctx, "a token of somebody"),
    "register_guest": lambda ctx: identity.register_guest(ctx, "mei", "a phrase to remember"),
    "become_admin": lambda ctx: identity.become_admin(ctx, identity.setup_code(ctx.db)),
    "cases": cases.cases,
    "titles": cases.titles,
    "view_case": lambda ctx: cases.view(ctx, CASE),
    "begin": lambda ctx: playing.begin(ctx, PLAY, "beginner"),
    "plays": playing.plays,
    "play_titles": playing.titles,
    "others": lambda ctx: playing.others(ctx, PLAY),
    "skills": lambda ctx: skilled.skills(ctx, []),
    "advised": lambda ctx: lessons.advised(ctx, None),
    "view_lesson": lambda ctx: lessons.view(ctx, "nosuch"),
}
OF_AN_ADMIN = {"content_state": admin.content_state, "reload_content": admin.reload_content}
OF_AN_INSTRUCTOR = {
    "assess": lambda ctx: assessing.assess(ctx, "nosuch", 0, 0, MARKED),
    "waiting": assessing.waiting,
}
SAME_NAME = {
    "assess_case": "assess", "view_run": "view", "view_case": "view", "view_lesson": "view", "play_titles": "titles",
}  # fmt: skip
"""Services of several modules that are called alike."""
OPEN_TO_ALL = {"sign_up", "sign_in", "recover", "needs_admin"}
"""What one does before one is signed in."""


MODULES = (
    admin, assessing, cases, entering, identity, learning, lessons, personal, playing, progress, regrading, remembering,
    skilled,
)  # fmt: skip


def services_with_ctx():
    """Every public function of a service that takes a context, by module and name."""
    return {
        (module.__name__.rpartition(".")[2], name)
        for module in MODULES
        for name, f in vars(module).items()
        if callable(f) and f.__module__ == module.__name__ and not name.startswith("_")
        if next(iter(getattr(f, "__annotations__", {})), "") == "ctx"
    }


def test_every_service_is_in_these_lists():
    """A new service cannot come without a test of its refusal."""
    named = [*ON_AN_ATTEMPT, *OF_ONE_SELF, *OF_AN_ADMIN, *OF_AN_INSTRUCTOR, *OPEN_TO_ALL, "erase_me"]

    listed = sorted(SAME_NAME.get(name, name) for name in named)

    assert sorted(name for _, name in services_with_ctx()) == listed


@pytest.fixture
def school(school):
    """The small school with a case and a role-play."""
    return school_with(school, {**case_files(), **play_files()})


ALONE = {**OF_ONE_SELF, **OF_AN_ADMIN, **OF_AN_INSTRUCTOR}


@pytest.mark.parametrize("service", ALONE.values(), ids=ALONE)
def test_nobody_is_refused(school, service):
    """Whoever is not signed in is asked to sign in first."""
    with pytest.raises(Refused, match="sign_in_first"):
        service(school.ctx())


def test_nobody_is_erased(school, tmp_path):
    """Whoever is not signed in cannot erase, and leaves no line in the log of erasures."""
    with pytest.raises(Refused, match="sign_in_first"):
        personal.erase_me(school.ctx(), tmp_path / "data")

    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("service", ON_AN_ATTEMPT.values(), ids=ON_AN_ATTEMPT)
def test_nobody_has_an_attempt(school, service):
    """Whoever is not signed in reads and changes no attempt."""
    drill = learning.start(school.sign_up("mei"), "drill")

    with pytest.raises(Refused, match="sign_in_first"):
        service(school.ctx(), drill)


@pytest.mark.parametrize("service", ON_AN_ATTEMPT.values(), ids=ON_AN_ATTEMPT)
def test_attempt_of_someone_else(school, service):
    """Nobody reads or changes the attempt of another, not even an admin; the attempt stays as it was."""
    mei, boss = school.sign_up("mei"), school.admin()
    drill = learning.start(mei, "drill")
    give(mei, drill, 1, ["a"])
    before = learning.view(mei, drill)

    with pytest.raises(Refused, match="not_yours"):
        service(boss, drill)

    assert learning.view(mei, drill) == before


@pytest.mark.parametrize("service", ON_AN_ATTEMPT.values(), ids=ON_AN_ATTEMPT)
@pytest.mark.parametrize("forged", ["", "nosuch", "' OR 1=1 --", "x" * 200])
def test_forged_attempt(school, service, forged):
    """An attempt that is not there is refused in the same words as that of another."""
    mei = school.sign_up("mei")

    with pytest.raises(Refused, match="not_yours"):
        service(mei, forged)


@pytest.mark.parametrize("service", OF_AN_ADMIN.values(), ids=OF_AN_ADMIN)
def test_admin_work_is_for_admins(school, service):
    """Whoever is signed in without being an admin is refused an admin's work."""
    with pytest.raises(Refused, match="not_admin"):
        service(school.sign_up("mei"))


@pytest.mark.parametrize("service", OF_AN_INSTRUCTOR.values(), ids=OF_AN_INSTRUCTOR)
def test_marking_is_for_instructors(school, service):
    """Whoever is signed in without being an instructor neither marks essays nor sees which ones wait."""
    with pytest.raises(Refused, match="not_instructor"):
        service(school.sign_up("mei"))


def test_admin_sees_what_keeps_content_out(school):
    """An admin reads which release is in force and, in words, why newer content is not; cards are not counted."""
    boss = school.admin()
    in_force = admin.content_state(boss)
    school.files["quizzes/drill.yaml"]["tries"] = 99

    school.publish()

    state = admin.content_state(boss)
    assert (state.release, state.questions, state.quizzes) == (in_force.release, 8 + 4, 4)
    assert (len(in_force.problems), len(state.problems)) == (0, 1)
    assert state.problems[0].startswith("quizzes/drill.yaml:")
