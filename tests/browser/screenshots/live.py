"""Screens of a live room: phone, control desk, projector, from the lobby to the end."""

from engine.services import hosting
from tests.browser.screenshots.camera import Visit, screen
from tests.browser.screenshots.story import ROOM


def show(v: Visit, page: str) -> None:
    """A page of the room: the trainer's, or the first guest's phone."""
    room = the_room(v)
    v.open(f"/{page}?r={room}", v.cast.guests[0] if page == "room" else "trainer")
    v.page.wait_for_timeout(200)


def the_room(v: Visit) -> str:
    """The room of the pictures, with its guests; opened by whichever screen comes first."""
    cast = v.cast
    if not cast.room:
        cast.room = v.person("trainer").host("pre-test")
        cast.guests += [v.academy.guest(cast.room, name, v.person("used").lang) for name in ROOM[v.lang]]
    return cast.room


def move_on(v: Visit, phase: str) -> None:
    """Bring the room to a phase: a question open, answered, or told."""
    room, trainer = the_room(v), v.person("trainer")
    now = v.academy.snapshot(room)
    if now.slot < 0:
        trainer.ask(room, 0, 120)
    if phase in ("answered", "told") and now.answered < 2:
        for n, guest in enumerate(v.cast.guests[:-2]):
            guest.vote(room, n % 3 > 0)
    if phase == "told":
        hosting.reveal(trainer.ctx, room, 0)


@screen("live-join", "Joining a live room by its code, without an account")
def join(v: Visit) -> None:
    v.open(f"/live?code={v.academy.snapshot(the_room(v)).code}")


@screen("live-join-wrong", "A code that no room has")
def join_wrong(v: Visit) -> None:
    v.open("/live?code=000000")
    v.page.get_by_role("textbox", name=v.t("live.nickname")).fill(ROOM[v.lang][0])
    v.press("live.join")


@screen("live-trainee", "Live, for a trainee who is signed in")
def trainee(v: Visit) -> None:
    v.open("/live", "used")


@screen("live-host", "Live, for a trainer: a new room, and those there are")
def host(v: Visit) -> None:
    the_room(v)
    v.open("/live", "trainer")


PHASES = (("lobby", "the lobby"), ("open", "a question is open"), ("told", "the answer is revealed"))
PAGES = (("room", "phone"), ("control", "control desk"), ("stage", "projector"))


def phase_screens(phase: str, told: str) -> None:
    for page, name in PAGES:
        words = f"The {name} while {told}" if phase == "open" else f"The {name}: {told}"

        @screen(f"live-{name.replace(' ', '-')}-{phase}", words)
        def take(v: Visit, page: str = page) -> None:
            if phase != "lobby":
                move_on(v, phase if page == "room" else "answered" if phase == "open" else phase)
            show(v, page)


for each in PHASES:
    phase_screens(*each)
    if each[0] == "open":

        @screen("live-phone-sent", "The phone: answered, and waiting")
        def sent(v: Visit) -> None:
            move_on(v, "answered")
            show(v, "room")


@screen("live-phone-over", "The phone when the room has ended: keep today's results")
def over(v: Visit) -> None:
    hosting.end(v.person("trainer").ctx, the_room(v))
    show(v, "room")
