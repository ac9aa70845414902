"""Screens of practice, tests and the exam: lists, each kind of question asked and answered, hand-in, review."""

from engine.services import learning
from tests.browser.screenshots.camera import Visit, screen

KINDS = ("single", "multiple", "true_false", "matching", "ordering", "sorting", "fill_in")


@screen("practice", "Practice by topic")
def practice(v: Visit) -> None:
    v.open("/practice", "used")


@screen("practice-new", "Practice before the first answer")
def practice_new(v: Visit) -> None:
    v.open("/practice", "new")


def kind_screens(kind: str) -> None:
    name = kind.replace("_", "-")

    def open_it(v: Visit) -> None:
        attempt, slot = v.cast.kinds[kind]
        v.open(f"/quiz?a={attempt}&q={slot + 1}", "explorer")

    def answer_it(v: Visit, right: bool) -> None:
        v.person("explorer").answer(*v.cast.kinds[kind], right)
        open_it(v)

    @screen(f"question-{name}", f"A question of the kind {name}, asked")
    def asked(v: Visit) -> None:
        open_it(v)

    @screen(f"question-{name}-wrong", f"{name}: wrong or partly right at the first try")
    def wrong(v: Visit) -> None:
        answer_it(v, False)

    @screen(f"question-{name}-right", f"{name}: right at the second try, or told")
    def right(v: Visit) -> None:
        if not learning.view(v.person("explorer").ctx, v.cast.kinds[kind][0]).briefs[v.cast.kinds[kind][1]].settled:
            answer_it(v, True)
        open_it(v)


for each in KINDS:
    kind_screens(each)


@screen("question-refused", "Nothing chosen and submitted", whole=False)
def refused(v: Visit) -> None:
    attempt = learning.start(v.person("new").ctx, "practice-foundations")
    v.open(f"/quiz?a={attempt}&q=3", "new")
    v.press("quiz.submit")


@screen("ten", "Ten a day, with why a question is in it")
def ten(v: Visit) -> None:
    used = v.person("used")
    v.open(f"/quiz?a={learning.start(used.ctx, 'ten-a-day')}", used)


@screen("tests", "Tests and the exam")
def tests(v: Visit) -> None:
    v.open("/tests", "used")


@screen("tests-new", "Tests before the first one")
def tests_new(v: Visit) -> None:
    v.open("/tests", "new")


@screen("exam", "A test that runs")
def exam(v: Visit) -> None:
    v.open(f"/quiz?a={v.cast.papers['test']}&q=5", "explorer")


@screen("exam-last", "The last question of a test")
def exam_last(v: Visit) -> None:
    v.open(f"/quiz?a={v.cast.papers['test']}&q=22", "explorer")


@screen("hand-in", "Handing in, before it is confirmed", whole=False)
def hand_in(v: Visit) -> None:
    exam_last(v)
    v.press("quiz.hand_in")
    v.page.get_by_role("dialog").wait_for()


@screen("review", "An exam handed in, with how each question was counted")
def review(v: Visit) -> None:
    v.open(f"/review?a={v.cast.papers['exam']}", "used")


@screen("review-wrong", "An exam handed in: only what was not fully right")
def review_wrong(v: Visit) -> None:
    review(v)
    v.page.get_by_role("radio", name=v.t("review.only_wrong")).or_(
        v.page.get_by_role("button", name=v.t("review.only_wrong"))
    ).first.click()
    v.settled()
