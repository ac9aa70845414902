"""What the debrief of a role-play tells of points: by skill with the moments they came from, and by part."""

from engine.scoring.mark import percent
from engine.scoring.roleplay import Earned, moments, parts
from engine.services.playing import PlayView
from ui import chrome
from ui.chrome import safe
from ui.widgets.questions.common import Words


def skills(run: PlayView, t: Words) -> str:
    """Each skill with its score and what it is of; it opens to the moments in which its points were earned or left."""
    met = moments(run.play, run.state.path)
    rows = ""
    for skill, earned in run.skills.items():
        if earned.score is not None:
            counts = f'<span class="quiet">{_of(earned, t)}</span>'
            head = f"{t(f'skill.{skill}')} <b>{percent(earned.score)}%</b> {counts}{chrome.bar(float(earned.score))}"
            where = "".join(_moment(node.label, one, t) for node, one in met[skill])
            rows += f'<li><details><summary>{head}</summary><ul class="met">{where}</ul></details></li>'
    return f'<ul class="plain skills">{rows}</ul>'


def _moment(label: str, one: Earned, t: Words) -> str:
    look = "right" if one.earned == one.best else "partial" if one.earned else "wrong"
    gain = t("play.gain", earned=f"+{one.earned}" if one.earned else "0", best=one.best)
    return f'<li><span>{safe(label)}</span><b class="{look}">{gain}</b></li>'


def by_part(run: PlayView, t: Words) -> str:
    """Each part of the role-play with what was earned in it, as a small table."""
    found = parts(run.play, run.state.path)
    rows = "".join(_part(part.title, found[part.id], t) for part in run.play.parts)
    return f'<table class="parts">{rows}</table>'


def _part(title: str, one: Earned, t: Words) -> str:
    told = t("play.not_met") if one.score is None else f"{_of(one, t)}{chrome.bar(float(one.score))}"
    return f'<tr><th scope="row">{safe(title)}</th><td>{told}</td></tr>'


def _of(one: Earned, t: Words) -> str:
    return str(t("play.earned", earned=one.earned, best=one.best))
