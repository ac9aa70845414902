"""Screens of cases and conversations: the list, a case from its start to two runs, a conversation and its debrief."""

from engine.services import assessing, cases, learning, playing
from tests.browser.screenshots.academy import Person, value
from tests.browser.screenshots.camera import Visit, screen

CASE, STAGES_CASE, PLAY = "marriott", "haier", "rp02-dishwasher"
WORDS = {
    "zh": "她停了一下才说“不用了”，声音比点餐时低。我先照她说的取消，再问一句有没有我能做的；"
    "她要是不说，我就留下名字和分机，不再打去，也把这通电话写进交接本，请领班留意她的房间。",
    "en": "She paused before she said no, and her voice had dropped. I would cancel as she asks, then say what I can do; "
    "if she prefers not to talk, I leave my name and extension.",
}


def answers(person: Person, case_id: str, stage: int, right: bool) -> dict[str, object]:
    """What somebody hands in for a stage."""
    case = person.ctx.library.current().cases[person.lang][case_id]
    found: dict[str, object] = {}
    for question in case.stages[stage].questions:
        if question.kind == "worksheet":
            words = WORDS[person.lang]
            found[question.id] = {f.id: [f.options[0].id] if f.options else words[:400] for f in question.fields}
        elif question.kind == "essay":
            found[question.id] = " ".join([WORDS[person.lang]] * 4)
        else:
            found[question.id] = value(question, right)
    return found


def run_case(person: Person, case_id: str, stages: int, right: bool, level: str | None = None) -> str:
    """Go through the first stages of a case; with a level, judge oneself and finish."""
    attempt = learning.start(person.ctx, case_id)
    case = person.ctx.library.current().cases["zh"][case_id]
    at = next(run.at for run in cases.view(person.ctx, case_id).runs)
    for stage in range(at, min(stages, len(case.stages))):
        cases.hand_in(person.ctx, attempt, stage, answers(person, case_id, stage, right))
    if level:
        levels = ("none", "some", "good", "full")
        chosen = {c.id: levels[min(3, levels.index(level) + n % 2)] for n, c in enumerate(case.rubric)}
        cases.assess(person.ctx, attempt, chosen)
    return attempt


def talk(person: Person, qualities: str) -> str:
    """A run; of the qualities "+" says the best line, "-" a tempting one."""
    run = playing.begin(person.ctx, PLAY, "beginner", anew=True)
    for sign in qualities:
        view = playing.view(person.ctx, run)
        if view.node is None:
            break
        wanted = ("strong",) if sign == "+" else ("tempting", "harmful")
        choice = next(c for quality in wanted for c in view.choices if c.quality == quality)
        playing.choose(person.ctx, run, view.made, view.at, choice.id)
    return run


@screen("situations", "Cases and conversations")
def situations(v: Visit) -> None:
    used = v.person("used")
    if not any(row.runs for row in playing.plays(used.ctx)):
        talk(used, "+-++++++++")
        run_case(used, "panasonic", 2, True)
    v.open("/situations", used)


@screen("case-intro", "A case before it is begun")
def case_intro(v: Visit) -> None:
    v.open(f"/case?c={CASE}", "new")


@screen("case-stage", "A stage to be decided")
def case_stage(v: Visit) -> None:
    explorer = v.person("explorer")
    if not cases.view(explorer.ctx, CASE).runs:
        run_case(explorer, CASE, 1, False)
    v.open(f"/case?c={CASE}&s=2", explorer)


@screen("case-decided", "A stage handed in: what came of it")
def case_decided(v: Visit) -> None:
    v.open(f"/case?c={CASE}&s=1", "explorer")


@screen("case-figure", "A case whose figure lights up")
def case_figure(v: Visit) -> None:
    explorer = v.person("explorer")
    run_case(explorer, STAGES_CASE, 3, True)
    v.open(f"/case?c={STAGES_CASE}&s=3", explorer)


@screen("case-essay", "An essay of a case with its own mark by the rubric")
def case_essay(v: Visit) -> None:
    explorer = v.person("explorer")
    attempt = run_case(explorer, STAGES_CASE, 4, True)
    case = explorer.ctx.library.current().cases["zh"][STAGES_CASE]
    slot = next(i for i, question in enumerate(case.questions) if question.kind == "essay")
    if not assessing.of_attempt(explorer.ctx, attempt):
        essay = case.questions[slot]
        assessing.assess_own(explorer.ctx, attempt, slot, {criterion.id: "good" for criterion in essay.rubric})
    v.open(f"/case?c={STAGES_CASE}&s=4", explorer)


@screen("case-assess", "Judging one's own work by the rubric")
def case_assess(v: Visit) -> None:
    explorer = v.person("explorer")
    if not any(run.complete for run in cases.view(explorer.ctx, CASE).runs):
        run_case(explorer, CASE, 99, False)
    v.open(f"/case?c={CASE}&s=99", explorer)


@screen("case-two-runs", "Two runs of a case side by side")
def case_two_runs(v: Visit) -> None:
    explorer = v.person("explorer")
    while sum(run.complete for run in cases.view(explorer.ctx, CASE).runs) < 2:
        complete = sum(run.complete for run in cases.view(explorer.ctx, CASE).runs)
        run_case(explorer, CASE, 99, complete > 0, "good" if complete else "some")
    v.open(f"/case?c={CASE}&s=99", explorer)


@screen("play-intro", "A conversation before it is begun")
def play_intro(v: Visit) -> None:
    v.open("/roleplay?id=rp15-crisis-hour", "new")


@screen("play", "A conversation in the middle, for beginners", whole=False)
def play(v: Visit) -> None:
    run = talk(v.person("explorer"), "+-+")
    v.open(f"/roleplay?r={run}", "explorer")
    v.page.locator("[class*=st-key-say] button").last.scroll_into_view_if_needed()
    v.settled()


@screen("play-debrief", "The debrief, one moment opened, and the road taken", again=True)
def play_debrief(v: Visit) -> None:
    run = talk(v.person("explorer"), "+-+-++++++")
    v.open(f"/roleplay?r={run}", "explorer")
    v.page.locator("details summary", has_text=v.t("play.tempting")).first.click()
    v.page.get_by_text(v.t("play.map"), exact=True).click()
    v.page.locator("[data-testid=stGraphVizChart] svg").wait_for()
    v.settled()
