"""Plain builders of questions, as short as a claim needs them."""

from typing import Any

from engine.content.questions import KINDS, Question
from engine.content.rubric import LEVELS


def question(kind: str, **fields: Any) -> Question:
    head = {"id": "sample", "kind": kind, "difficulty": 1, "stem": "题干", "explanation": "解析"}
    return KINDS[kind].model_validate({**head, **fields})


def options(ids: str, key: str) -> list[dict[str, Any]]:
    return [{"id": id, "text": f"选项 {id}", "correct": id in key} for id in ids]


def single(key: str = "b", ids: str = "abcd") -> Question:
    return question("single", options=options(ids, key))


def multiple(rule: str = "subset_proportional", key: str = "abc", ids: str = "abcde") -> Question:
    return question("multiple", options=options(ids, key), rule=rule)


def true_false(answer: bool = True) -> Question:
    return question("true_false", answer=answer)


def matching(rule: str = "share", key: dict[str, str] | None = None, targets: str = "xyzw") -> Question:
    key = key or {"a": "x", "b": "y", "c": "z"}
    items = [{"id": item, "text": item, "target": target} for item, target in key.items()]
    return question("matching", items=items, targets=labelled(targets), rule=rule)


def sorting(rule: str = "share", key: dict[str, str] | None = None, groups: str = "xyz") -> Question:
    key = key or {"a": "x", "b": "x", "c": "y", "d": "y"}
    items = [{"id": item, "text": item, "group": group} for item, group in key.items()]
    return question("sorting", items=items, groups=labelled(groups), rule=rule)


def labelled(ids: str) -> list[dict[str, str]]:
    return [{"id": id, "text": id} for id in ids]


def ordering(rule: str = "pairwise", ids: str = "abcd") -> Question:
    return question("ordering", items=labelled(ids), rule=rule)


def fill_in(*blanks: dict[str, Any], rule: str = "share") -> Question:
    """Blanks are called a, b, c unless they bring an id."""
    named = [{"id": id, "label": "填空", **blank} for id, blank in zip("abcdefgh", blanks, strict=False)]
    return question("fill_in", blanks=named, rule=rule)


def scale(points: int = 5) -> Question:
    return question("scale", low="很不同意", high="很同意", points=points)


def worksheet(*fields: dict[str, Any], advice: list[dict[str, Any]] | None = None) -> Question:
    """Fields are called a, b, c unless they bring an id; rules of advice are numbered r0, r1."""
    named = [{"id": id, "text": "栏目", **field} for id, field in zip("abcdefgh", fields, strict=False)]
    rules = [{"id": f"r{i}", "text": "建议", **rule} for i, rule in enumerate(advice or [])]
    return question("worksheet", fields=named, advice=rules)


def rating(axes: dict[str, str] | None = None, **fields: Any) -> Question:
    """Axes by id, each with the ids of its statements as letters."""
    axes = axes or {"x": "ab", "y": "c", "z": "d"}
    edges = [{"id": axis, "text": axis, "advice": f"练 {axis}"} for axis in axes]
    items = [{"id": item, "text": item, "axis": axis} for axis, letters in axes.items() for item in letters]
    return question("rating", low="从不", high="总是", axes=edges, items=items, **fields)


def criteria(*points: int) -> list[dict[str, Any]]:
    """Criteria of these points, called a, b, c."""
    levels = [{"id": id, "text": f"{id}的样子"} for id in LEVELS]
    return [{"id": id, "text": "看哪一点", "points": p, "levels": levels} for id, p in zip("abcdefgh", points, strict=False)]


def essay(*points: int, **length: int) -> Question:
    """Criteria of these points; the length is 60 to 200 for nothing unless said otherwise."""
    return question("essay", length={"least": 60, "most": 200, **length}, rubric=criteria(*points or (100,)))
