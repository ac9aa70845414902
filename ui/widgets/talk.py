"""A conversation as it is read on a phone: who says what, the customer's mood, and how it moved."""

from collections.abc import Iterable, Sequence

from engine.content.roleplay import Ending, Node, Role, Roleplay
from engine.scoring.roleplay import State, heard, reacting
from engine.services.playing import Move
from ui.chrome import safe
from ui.widgets.questions.common import Words

MOODS = ((80, "furious"), (60, "angry"), (40, "tense"), (20, "uneasy"), (0, "calm"))
TRUSTS = ((80, "close"), (60, "open"), (40, "waiting"), (20, "wary"), (0, "gone"))


def bubble(role: Role | None, text: str, mine: bool = False) -> str:
    """One thing said, beside the initial of whoever says it; what is only seen stands alone."""
    if role is None:
        return f'<div class="seen">{safe(text)}</div>'
    side = "mine" if mine else role.part
    face = f'<span class="face" aria-hidden="true">{safe(role.name[:1])}</span>'
    return f'<div class="said {side}">{face}<div class="words"><b>{safe(role.name)}</b>{safe(text)}</div></div>'


def lines(play: Roleplay, node: Node, state: State) -> str:
    """What is said and seen at a node, as far as its conditions hold."""
    roles = {role.id: role for role in play.roles}
    return "".join(bubble(roles.get(line.by or ""), line.text) for line in heard(node, state))


def exchange(play: Roleplay, move: Move, state: State, reason: bool, t: Words) -> str:
    """One moment that is past: what was said to one, what one said, how it was taken."""
    learner = next(role for role in play.roles if role.part == "learner")
    why = f'<div class="note">{look(move.choice.quality, t)}　{safe(move.choice.reason)}</div>' if reason else ""
    return (
        lines(play, move.node, state)
        + bubble(learner, move.choice.text, mine=True)
        + bubble(reacting(play, move.node, move.choice, state), move.choice.reaction)
        + why
    )


def look(quality: str, t: Words) -> str:
    """The quality of a choice in a sign and a word."""
    signs = {"strong": ("✓", "right"), "defensible": ("✓", "right"), "tempting": ("◐", "partial"), "harmful": ("✗", "wrong")}
    sign, colour = signs[quality]
    return f'<b class="{colour}">{sign} {t(f"play.{quality}")}</b>'


def gauges(state: State, t: Words) -> str:
    """Both gauges side by side, each with its number and a word."""
    mood = next(word for least, word in MOODS if state.heat >= least)
    trust = next(word for least, word in TRUSTS if state.trust >= least)
    return (
        '<div class="gauges">'
        + _gauge(t("play.heat"), t(f"play.mood_{mood}"), state.heat, "hot")
        + _gauge(t("play.trust"), t(f"play.trust_{trust}"), state.trust, "warm")
        + "</div>"
    )


def _gauge(name: str, word: str, value: int, kind: str) -> str:
    return (
        f'<div><span class="quiet">{name}</span> <b>{word} {value}</b>'
        f'<div class="bar {kind}" aria-hidden="true"><i style="width:{value}%"></i></div></div>'
    )


def curve(states: Sequence[State], t: Words) -> str:
    """Both gauges over the conversation, as an SVG with direct labels."""
    last = max(len(states) - 1, 1)

    def points(values: Iterable[int]) -> str:
        return " ".join(f"{30 + i / last * 250:.0f},{150 - value * 1.3:.0f}" for i, value in enumerate(values))

    heat, trust = [state.heat for state in states], [state.trust for state in states]
    told = t("play.curve_told", heat=f"{heat[0]} → {heat[-1]}", trust=f"{trust[0]} → {trust[-1]}")
    labels = ((heat[-1], "var(--rp-wrong)", t("play.heat")), (trust[-1], "var(--rp-accent)", t("play.trust")))
    apart = 14 if abs(heat[-1] - trust[-1]) < 10 else 0
    words = "".join(
        f'<text x="286" y="{154 - value * 1.3 + n * apart:.0f}" font-size="13" fill="{colour}">{name} {value}</text>'
        for n, (value, colour, name) in enumerate(labels)
    )
    return (
        f'<svg viewBox="0 0 400 170" role="img" aria-label="{told}">'
        '<path d="M30 20V150H280" fill="none" stroke="var(--rp-line)"/>'
        f'<polyline points="{points(heat)}" fill="none" stroke="var(--rp-wrong)" stroke-width="2.5"/>'
        f'<polyline points="{points(trust)}" fill="none" stroke="var(--rp-accent)" stroke-width="2.5"/>{words}</svg>'
    )


def road(play: Roleplay, moves: Sequence[Move], reached: Ending) -> str:
    """The map of the scenario in DOT, with the road taken drawn strong as far as the ending reached."""
    taken = {(move.node.id, move.choice.id) for move in moves}
    been = {move.node.id for move in moves}
    rows = ["digraph {", 'bgcolor="transparent"; node [shape=box, style=rounded, fontname="sans-serif", fontsize=12];']
    for node in play.nodes:
        look = "penwidth=2.5" if node.id in been else 'class="off"'
        rows.append(f'"{node.id}" [label="{_label(node.label)}", {look}];')
    rows.append(f'"end" [label="■ {_label(reached.title)}", penwidth=2.5];')
    for node in play.nodes:
        for to in dict.fromkeys(choice.to for choice in node.choices):
            strong = any((node.id, c.id) in taken for c in node.choices if c.to == to)
            look = "penwidth=2.5" if strong else 'class="off"'
            rows.append(f'"{node.id}" -> "{to}" [{look}];')
    return "\n".join([*rows, "}"])


def _label(text: str) -> str:
    return text.replace("\\", "").replace('"', "'")
