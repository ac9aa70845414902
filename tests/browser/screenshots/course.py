"""Screens of the course: map, lessons with each kind of block, notebook, progress."""

from engine.services import learning, lessons
from tests.browser.screenshots.camera import Visit, screen
from tests.browser.screenshots.story import COMPLETE, HALF, LESSON, answer_page, place_of


def open_block(v: Visit, kind: str, nth: int = 0) -> None:
    """The page of a lesson with a block of this kind."""
    explorer = v.person("explorer")
    lesson, number = place_of(explorer, kind, nth)
    learning.start(explorer.ctx, lesson)
    v.open(f"/lesson?l={lesson}&p={number}", explorer)


@screen("course-new", "The course map before the first lesson")
def course_new(v: Visit) -> None:
    v.open("/course", "new")


@screen("course", "The course map: one lesson complete, one half done")
def course(v: Visit) -> None:
    v.open("/course", "used")
    v.page.locator("[data-testid=stExpander] summary").first.click()
    v.settled()


@screen("lesson-intro", "A lesson before it is begun")
def intro(v: Visit) -> None:
    v.open(f"/lesson?l={COMPLETE}", "new")


@screen("lesson-opening", "The first page of a lesson")
def opening(v: Visit) -> None:
    learning.start(v.person("explorer").ctx, COMPLETE)
    v.open(f"/lesson?l={COMPLETE}&p=1", "explorer")


@screen("lesson-opening-fold", "The first page of a lesson, as much as the screen holds", whole=False)
def opening_fold(v: Visit) -> None:
    opening(v)


@screen("lesson-figure", "A figure with its caption")
def figure(v: Visit) -> None:
    open_block(v, "figure")


@screen("lesson-table", "A table; on a phone each row is a card")
def table(v: Visit) -> None:
    open_block(v, "table", 1)


@screen("lesson-diagram", "A diagram, one part opened")
def diagram(v: Visit) -> None:
    open_block(v, "diagram")
    v.page.locator("[data-variant=pills]").nth(1).click()
    v.settled()


@screen("lesson-flashcards", "Flashcards, one turned")
def flashcards(v: Visit) -> None:
    open_block(v, "flashcards")
    v.page.locator(".deck button").first.click()
    v.settled()


@screen("lesson-reveal", "A question to think about, opened")
def reveal(v: Visit) -> None:
    open_block(v, "reveal")
    if v.button("lesson.reveal").is_visible():
        v.press("lesson.reveal")


def explore_screen(nth: int, name: str) -> None:
    @screen(f"lesson-explore-{name}", f"A model to play with: {name}")
    def explore(v: Visit) -> None:
        open_block(v, "explore", nth)
        v.page.get_by_role("slider").first.press("ArrowRight")
        v.settled()


for number, model in enumerate(("curve", "quadrants", "third", "fourth")):
    explore_screen(number, model)


@screen("lesson-dataset", "Numbers of a survey, one column chosen")
def dataset(v: Visit) -> None:
    open_block(v, "dataset")
    v.page.locator("[data-variant=pills]").nth(1).click()
    v.settled()
    v.page.locator("[data-testid=stExpander] summary").first.click()
    v.settled()


@screen("lesson-worksheet", "A worksheet to fill in")
def worksheet(v: Visit) -> None:
    open_block(v, "worksheet", 2)


@screen("lesson-worksheet-kept", "A worksheet kept, with hints")
def worksheet_kept(v: Visit) -> None:
    explorer = v.person("explorer")
    lesson, number = place_of(explorer, "worksheet", 2)
    answer_page(explorer, lesson, number, True)
    open_block(v, "worksheet", 2)


@screen("lesson-rating", "A self-rating to fill in")
def rating(v: Visit) -> None:
    open_block(v, "rating")


@screen("lesson-rating-radar", "A self-rating as a radar")
def radar(v: Visit) -> None:
    explorer = v.person("explorer")
    answer_page(explorer, *place_of(explorer, "rating"), True)
    open_block(v, "rating")


@screen("lesson-check", "Questions of a lesson")
def check(v: Visit) -> None:
    open_block(v, "single", 4)


@screen("lesson-check-wrong", "Questions of a lesson answered wrong")
def check_wrong(v: Visit) -> None:
    explorer = v.person("explorer")
    answer_page(explorer, *place_of(explorer, "single", 4), False)
    open_block(v, "single", 4)


@screen("lesson-check-right", "Questions of a lesson answered right")
def check_right(v: Visit) -> None:
    explorer = v.person("explorer")
    answer_page(explorer, *place_of(explorer, "single", 8), True)
    open_block(v, "single", 8)


@screen("lesson-still", "The end of a lesson with something left to do")
def still(v: Visit) -> None:
    pages = len(lessons.view(v.person("used").ctx, HALF).lesson.pages)
    v.open(f"/lesson?l={HALF}&p={pages + 1}", "used")


@screen("lesson-finish", "The end of a lesson before it is completed")
def finish(v: Visit) -> None:
    explorer = v.person("explorer")
    if lessons.view(explorer.ctx, LESSON).still:
        explorer.study(LESSON, complete=False)
    pages = len(lessons.view(explorer.ctx, LESSON).lesson.pages)
    v.open(f"/lesson?l={LESSON}&p={pages + 1}", explorer)


@screen("lesson-complete", "A lesson complete, and the way on")
def complete(v: Visit) -> None:
    pages = len(lessons.view(v.person("used").ctx, COMPLETE).lesson.pages)
    v.open(f"/lesson?l={COMPLETE}&p={pages + 1}", "used")


@screen("notebook", "The notebook of mistakes, one opened with its note")
def notebook(v: Visit) -> None:
    v.open("/notebook", "used")
    v.page.locator("[data-testid=stExpander] summary").first.click()
    v.settled()


@screen("notebook-empty", "The notebook before the first mistake")
def notebook_empty(v: Visit) -> None:
    v.open("/notebook", "new")


@screen("progress", "Progress by topic and day", again=True)
def progress(v: Visit) -> None:
    v.open("/progress", "used")
    v.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    v.settled()


@screen("progress-table", "Progress with its numbers opened", again=True)
def progress_table(v: Visit) -> None:
    progress(v)
    v.page.locator("[data-testid=stExpander] summary").first.click()
    v.settled()


@screen("progress-empty", "Progress before the first answer")
def progress_empty(v: Visit) -> None:
    v.open("/progress", "new")
