"""What happened before the pictures are taken: one term in each language."""

from dataclasses import dataclass, field, replace

from engine.content.course import Lang
from engine.services import hosting, identity, learning, lessons, remembering, seats
from engine.services.progress import unfinished
from tests.browser.screenshots.academy import Academy, Person

NAMES = {
    "zh": {"new": "许安", "used": "林晓", "explorer": "陈立"},
    "en": {"new": "Alex", "used": "Sam Carter", "explorer": "Robin"},
}
TRAINER = {"zh": "王老师", "en": "Ms Wong"}
ROOM = {
    "zh": ("小林", "阿梅", "老陈", "小本", "晓彤", "建国", "Lily", "大刘", "子涵"),
    "en": ("Sam", "Mei", "Oliver", "Ben", "Priya", "Tom", "Lily", "Jonas", "Ana"),
}
NOTE = {"zh": "先听完，再回答。下次先问：您希望怎么解决？", "en": "Listen to the end first. Then ask: what would help?"}
COMPLETE, HALF = "m2-marriott", "m2-traps"
LESSON = "m5-five-factors"
"""The lesson whose questions are shown right and wrong, by the explorer."""


@dataclass
class Cast:
    """Who is in the pictures of one language, and the papers they hold."""

    people: dict[str, Person]
    guests: list[Person] = field(default_factory=list)
    papers: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, tuple[str, int]] = field(default_factory=dict)
    """A place in a practice paper of the explorer for each kind of question."""
    room: str = ""


def tell(academy: Academy, lang: Lang) -> Cast:
    """Let the term happen."""
    with academy.ago(days=8):
        people = {role: academy.newcomer(f"{role}-{lang}", name, lang) for role, name in NAMES[lang].items()}
    cast = Cast({**people, "trainer": _trainer(academy, lang)})
    _term(academy, cast)
    _last_room(academy, cast)
    _explore(people["explorer"], cast)
    return cast


def _trainer(academy: Academy, lang: Lang) -> Person:
    """The one admin there is, who teaches in both languages."""
    if academy.trainer is None:
        academy.trainer = academy.newcomer("trainer", TRAINER[lang], lang)
        identity.become_admin(academy.trainer.ctx, identity.setup_code(academy.desk.db) or "")
    trainer = replace(academy.trainer, lang=lang)
    identity.change_settings(trainer.ctx, lang=lang, name=TRAINER[lang])
    return trainer


def _term(academy: Academy, cast: Cast) -> None:
    """A trainee's week: a test, lessons, practice with mistakes, the exam, and something open today."""
    used = cast.people["used"]
    with academy.ago(days=6, hours=3):
        used.practise("pre-test", "+-+-+")
    with academy.ago(days=5, hours=2):
        used.study(COMPLETE, slips=(1, 4))
        used.practise("practice-satisfaction", "+-+--+-+")
    with academy.ago(days=4, hours=1):
        used.practise("practice-communication-and-complaints", "++-+-+++")
    with academy.ago(days=3, hours=4):
        used.study(HALF, pages=3, slips=(0,))
        used.practise("practice-loyalty", "+-++-+++")
    with academy.ago(days=2, hours=2):
        used.practise("practice-key-account", "-+++++-+")
    with academy.ago(days=1, hours=1):
        cast.papers["exam"] = used.practise("final-exam", "+++-++++-++")
    used.practise("practice-segmentation", "+-+++", leave_open=True)
    mistake = min(remembering.notebook(used.ctx).mistakes, key=lambda row: row.topic).question  # the one shown first
    remembering.write_note(used.ctx, mistake.id, NOTE[used.lang])


def _last_room(academy: Academy, cast: Cast) -> None:
    """A live room of yesterday, in which the trainee sat too."""
    trainer, used = cast.people["trainer"], cast.people["used"]
    with academy.ago(days=1, hours=5):
        room = trainer.host("pre-test")
        guests = [academy.guest(room, name, used.lang) for name in ROOM[used.lang][:3]]
        seats.join(used.ctx, academy.snapshot(room).code, "")
        for slot in range(3):
            trainer.ask(room, slot)
            for n, person in enumerate((used, *guests)):
                person.vote(room, (n + slot) % 3 > 0)
            hosting.reveal(trainer.ctx, room, slot)
        hosting.end(trainer.ctx, room)


def _explore(explorer: Person, cast: Cast) -> None:
    """Papers in which each kind of question stands somewhere, and an exam that runs."""
    for quiz in sorted(explorer.ctx.library.current().quizzes["zh"]):
        if quiz.startswith("practice-"):
            learning.start(explorer.ctx, quiz)
    for row in reversed(unfinished(explorer.ctx)):
        for slot in learning.view(explorer.ctx, row.attempt_id).slots:
            cast.kinds.setdefault(slot.question.kind, (row.attempt_id, slot.index))
    cast.papers["test"] = explorer.practise("post-test", "+-++++-++", leave_open=True)


def place_of(person: Person, kind: str, nth: int = 0) -> tuple[str, int]:
    """The lesson and the page, from 1, on which the nth block or question of a kind stands."""
    course = person.ctx.library.current()
    outline = course.outlines[person.lang]
    found = [
        (lesson, number)
        for lesson in outline.lessons()
        for number, page in enumerate(course.lessons[person.lang][lesson].pages, 1)
        for block in page.blocks
        if block.kind == kind
    ]
    return found[nth]


def answer_page(person: Person, lesson: str, number: int, right: bool) -> None:
    """Answer the questions of one page of a lesson."""
    attempt = learning.start(person.ctx, lesson)
    view = lessons.view(person.ctx, lesson)
    on_page = {block.id for block in view.lesson.pages[number - 1].blocks}
    for slot, question in enumerate(view.lesson.questions):
        if question.id in on_page and question.id not in view.done:
            person.answer(attempt, slot, right)
