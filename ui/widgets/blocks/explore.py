"""Models to play with: move a control, see what follows. Drawn as SVG, alone in a fragment."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from engine.content.blocks import Explore
from engine.scoring import exploring
from ui import chrome, session
from ui.chrome import safe
from ui.widgets.blocks.common import Scene
from ui.widgets.drawing import drawing

Slide = Callable[..., Any]
Picture = tuple[str, str]
"""A drawing, or nothing, and what it says in HTML."""


@st.fragment
def explore(block: Explore, scene: Scene) -> None:
    """The controls of a model, its picture, and once a control was moved, what one should have seen, to be opened."""

    if session.pop("moved-first"):
        st.rerun()  # the page says what is still to be done on it

    def slide(name: str, low: Any, high: Any, start: Any, step: Any = 1) -> Any:
        label, key = scene.t(f"explore.{block.model}_{name}"), scene.key(block, name)
        form = "%.1f" if isinstance(low, float) else None
        return st.slider(label, low, high, start, step, form, key=key, on_change=partial(_move, block, scene))

    with st.container(key=f"callout-explore-{block.id}", gap="small"):
        chrome.html(f'<div class="tone">{scene.t("explore.try")}</div>{scene.tag(block)}<div>{safe(block.prompt)}</div>')
        svg, told = MODELS[block.model](block, scene, slide)
        if svg:
            drawing(svg, scene.key(block, "drawing"))
        chrome.html(told)
        if scene.is_open(block):
            summary = f"<summary>{scene.t('explore.finding')}</summary>"
            chrome.html(f'<details>{summary}<div class="why">{safe(block.finding)}</div></details>')


def _move(block: Explore, scene: Scene) -> None:
    """A control was moved; the first time, that is what there was to do."""
    if not scene.is_open(block):
        scene.open(block)
        session.put("moved-first", True)


def _expectation(block: Explore, scene: Scene, slide: Slide) -> Picture:
    performance = slide("performance", 1, 10, 6)
    wanted = [(name, slide(name, 1, 10, start)) for name, start in (("first", 5), ("second", 7))]
    scales, rows = "", ""
    for n, (name, expected) in enumerate(wanted):
        felt = exploring.feeling(expected, performance)
        gap = f"{performance - expected:+d}".replace("-", "−").replace("+0", "±0")
        who = scene.t(f"explore.expectation_{name}")
        scales += f'<g transform="translate(0 {n * 64})">{_scale(expected, performance, who)}</g>'
        rows += f'<li class="{LOOKS[felt]}">{who}{scene.t("colon")}<b>{gap} {scene.t(f"explore.{felt}")}</b></li>'
    key = f'<div class="quiet">{scene.t("explore.expectation_key")}</div>'
    told = f'<div role="status"><ul class="plain">{rows}</ul></div>{key}'
    return f'<svg viewBox="0 0 360 128" aria-hidden="true">{scales}</svg>', told


LOOKS = {"delighted": "right", "satisfied": "right", "short": "partial", "disappointed": "wrong"}


def _scale(expected: int, performance: int, who: str) -> str:
    left, right = sorted((expected, performance))
    colour = "var(--rp-right)" if performance >= expected else "var(--rp-wrong)"
    return (
        f'<text x="14" y="18" font-size="13" fill="var(--rp-ink)">{who}</text>'
        '<path d="M14 42H346" stroke="var(--rp-line)" stroke-width="2"/>'
        f'<path d="M{_x(left)} 42H{_x(right)}" stroke="{colour}" stroke-width="6" stroke-linecap="round"/>'
        f'<path d="M{_x(expected)} 30V54" stroke="var(--rp-ink)" stroke-width="2.5"/>'
        f'<circle cx="{_x(performance)}" cy="42" r="8" fill="{colour}"/>'
    )


def _x(value: float) -> float:
    return round(14 + (value - 1) / 9 * 332, 1)


def _loyalty(block: Explore, scene: Scene, slide: Slide) -> Picture:
    satisfaction, switching = slide("satisfaction", 1.0, 5.0, 3.0, 0.2), slide("switching", 0, 100, 0, 10) / 100
    value = exploring.loyalty(satisfaction, switching)
    curve = " ".join(f"{_u(s / 10)},{_v(exploring.loyalty(s / 10, switching)):.1f}" for s in range(10, 51))
    x, y = _u(satisfaction), _v(value)
    told = scene.t("explore.loyalty_curve_told", s=f"{satisfaction:.1f}", n=f"{value:.0f}")
    return (
        f'<svg viewBox="0 -12 360 222" role="img" aria-label="{told}">{_axes(scene, "loyalty_curve")}'
        f'<polyline points="{curve}" fill="none" stroke="var(--rp-accent)" stroke-width="2.5"/>'
        f'<path d="M{x} 180V{y:.1f}H40" fill="none" stroke="var(--rp-ink)" stroke-dasharray="3 4" opacity=".6"/>'
        f'<circle cx="{x}" cy="{y:.1f}" r="6" fill="var(--rp-accent)"/></svg>'
    ), f'<div class="told" role="status">{told}</div>'


def _u(satisfaction: float) -> float:
    return round(40 + (satisfaction - 1) / 4 * 300, 1)


def _v(loyalty: float) -> float:
    return 180 - loyalty * 1.6


def _axes(scene: Scene, model: str) -> str:
    across, up = scene.t(f"explore.{model}_across"), scene.t(f"explore.{model}_up")
    return (
        '<path d="M40 14V180H350" fill="none" stroke="var(--rp-line)" stroke-width="1.5"/>'
        f'<text x="350" y="204" text-anchor="end" font-size="13" fill="var(--rp-ink)">{across} →</text>'
        f'<text x="34" y="2" font-size="13" fill="var(--rp-ink)">↑ {up}</text>'
    )


def _quadrants(block: Explore, scene: Scene, slide: Slide) -> Picture:
    cut_x, cut_y = slide("x", 2, 10, 6) - 0.5, slide("y", 2, 10, 6) - 0.5
    found = exploring.quadrants(((p.id, p.x, p.y) for p in block.points), cut_x, cut_y)
    dots = "".join(_dot(p.x, p.y, p.x >= cut_x, p.y >= cut_y) for p in block.points)
    x, y = 40 + (cut_x - 0.5) * 31, 180 - (cut_y - 0.5) * 16.6
    names = {name: scene.t(f"explore.quadrants_{name}", n=len(ids)) for name, ids in found._asdict().items()}
    told = "　".join(names.values())
    labels = "".join(_corner(names[name], *place) for name, place in CORNERS.items())
    return (
        f'<svg viewBox="0 -12 360 222" role="img" aria-label="{told}">{_axes(scene, "quadrants")}'
        f'<path d="M{x:.1f} 14V180M40 {y:.1f}H350" stroke="var(--rp-accent)" stroke-width="1.5" stroke-dasharray="5 4"/>'
        f"{dots}{labels}</svg>"
    ), f'<div class="told" role="status">{told}</div>'


CORNERS = {"both": (345, 24), "satisfied": (345, 174), "loyal": (46, 24), "neither": (46, 174)}


def _corner(text: str, x: int, y: int) -> str:
    anchor = "end" if x > 180 else "start"
    look = f'text-anchor="{anchor}" font-size="13" font-weight="600" fill="var(--rp-ink)"'
    return f'<text x="{x}" y="{y}" {look}>{text}</text>'


def _dot(x: float, y: float, right: bool, up: bool) -> str:
    colour = {(True, True): "right", (True, False): "second", (False, True): "third", (False, False): "wrong"}[right, up]
    place = f'cx="{40 + (x - 0.5) * 31:.1f}" cy="{180 - (y - 0.5) * 16.6:.1f}"'
    return f'<circle {place} r="5.5" fill="var(--rp-{colour})" fill-opacity=".85"/>'


def _scheme(block: Explore, scene: Scene, slide: Slide) -> Picture:
    anyway = slide("anyway", 0, 100, 40, 5)
    reward, extra = slide("reward", 0, 60, 24, 2), slide("extra", 1, 6, 2)
    margin, fixed = slide("margin", 10, 90, 45, 5), slide("fixed", 0, 6000, 3000, 500)
    found = exploring.scheme(fixed, reward, extra, margin, anyway)
    each = f"{found.each:.1f}".removesuffix(".0").replace("-", "−")
    even = (
        scene.t("explore.scheme_never") if found.break_even is None else scene.t("explore.scheme_even", n=found.break_even)
    )
    look = "wrong" if found.break_even is None else "right"
    sum_up = scene.t("explore.scheme_sum", extra=extra, anyway=anyway, margin=margin, reward=reward, each=each)
    return "", f'<div class="told" role="status">{sum_up}<br><b class="{look}">{even}</b></div>'


def _portfolio(block: Explore, scene: Scene, slide: Slide) -> Picture:
    share = slide("share", 0, 100, 50, 10)
    years = exploring.portfolio(share / 100)
    rows = "".join(
        f'<div class="row"><span>{scene.t("explore.portfolio_year", n=n)}</span>'
        f'<i class="kept" style="width:{year.kept / 2.2:.0f}%"></i><i class="won" style="width:{year.won / 2.2:.0f}%"></i>'
        f"<b>{year.total:.0f}</b></div>"
        for n, year in enumerate(years, 1)
    )
    told = scene.t("explore.portfolio_told", n=f"{years[-1].total:.0f}", share=share)
    key = scene.t("explore.portfolio_key")
    return (
        "",
        f'<div class="bars two">{rows}</div><div class="quiet">{key}</div><div class="told" role="status">{told}</div>',
    )


MODELS: dict[str, Callable[[Explore, Scene, Slide], Picture]] = {
    "expectation": _expectation,
    "loyalty_curve": _loyalty,
    "quadrants": _quadrants,
    "scheme": _scheme,
    "portfolio": _portfolio,
}
