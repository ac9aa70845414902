"""Moments of role-plays as questions: a weak decision comes back as a short card, "what would you say?"."""

from engine.content.base import LONGEST_ID
from engine.content.digest import digest
from engine.content.questions import Question
from engine.content.questions.common import Option
from engine.content.questions.single import Single
from engine.content.roleplay import Choice, Node, Roleplay

GOOD = ("strong", "defensible")
"""Qualities of a choice that is no mistake."""
BREAK = "\n\n"
"""Between the scene and each thing said in a card's situation."""


def moment_id(play: str, node: str) -> str:
    """The id of a moment's question. A long one is cut, and told apart by its digest."""
    whole = f"{play}-at-{node}"
    return whole if len(whole) <= LONGEST_ID else f"{whole[: LONGEST_ID - 9].rstrip('-')}-{digest(whole)[:8]}"


def moments(play: Roleplay, prompt: str) -> tuple[Single, ...]:
    """A question for each moment that has one best thing to say, among choices that are always offered.

    What is good too but not best is left out: on a card it would be called wrong. `prompt` is asked at each: the label of
    a moment may name what is right, so it is never shown with the choices.
    """
    return tuple(card for node in play.nodes if play.topic and (card := _moment(play, node, prompt)))


def _moment(play: Roleplay, node: Node, prompt: str) -> Single | None:
    always = [choice for choice in node.choices if choice.when is None]
    best = next((choice for choice in always if choice.quality == "strong"), None)
    weak = [choice for choice in always if choice.quality not in GOOD]
    if best is None or not weak:
        return None
    shown = [choice for choice in always if choice is best or choice in weak]
    skills = tuple(dict.fromkeys(points.skill for choice in shown for points in choice.earns))
    return Single(
        id=moment_id(play.id, node.id),
        topic=play.topic or "",
        lesson=play.id,
        difficulty=2,
        situation=_situation(play, node),
        stem=prompt,
        explanation=best.reason,
        skills=skills,
        kind="single",
        options=tuple(_option(choice, choice is best) for choice in shown),
    )


def _option(choice: Choice, correct: bool) -> Option:
    return Option(id=choice.id, text=choice.text, correct=correct, feedback=None if correct else choice.reason)


def _situation(play: Roleplay, node: Node) -> str:
    """Where one is, and what was said last."""
    names = {role.id: role.name for role in play.roles}
    said = [f"{names[line.by]}　{line.text}" if line.by else line.text for line in node.lines if line.when is None]
    return BREAK.join([play.scene, *said])


def said_last(card: Question) -> str:
    """What was said or seen last before the choice: by this a moment is told from others with the same prompt."""
    return (card.situation or card.stem).rpartition(BREAK)[2]
