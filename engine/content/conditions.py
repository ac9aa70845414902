"""Conditions of role-plays: a few words about gauges, the red line and earlier choices, never run as Python.

`heat >= 60 and not chose(apologise)`: the names `heat` and `trust` (0 to 100), `red_line`, `chose(<choice id>)`, whole
numbers, the comparisons < <= > >= == !=, `and`, `or`, `not`, parentheses.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cache

GAUGES = ("heat", "trust")
COMPARISONS: Mapping[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
CHOSE = re.compile(r"chose\(\s*([a-z0-9]+(?:-[a-z0-9]+)*)\s*\)")
LONGEST = 200


class BadCondition(ValueError):
    """Something a condition may not hold; the text says what."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition is asked about."""

    heat: int
    trust: int
    red_line: bool
    chosen: Set[str]


Test = Callable[[Facts], bool]


@dataclass(frozen=True)
class Condition:
    """A parsed condition: whether it holds, and the choices it names."""

    test: Test
    choices: frozenset[str]


@cache
def parsed(text: str) -> Condition:
    """The condition that `text` writes. Raises BadCondition."""
    if len(text) > LONGEST:
        raise BadCondition(text[:20] + "…")
    named: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        named.append(found[1])
        return f"chose_{len(named) - 1}"

    plain = CHOSE.sub(numbered, text)
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadCondition(text) from error
    return Condition(_test(tree, named), frozenset(named))


def _test(node: ast.AST, named: list[str]) -> Test:
    match node:
        case ast.BoolOp():
            parts = [_test(value, named) for value in node.values]
            every = isinstance(node.op, ast.And)
            return lambda facts: all(p(facts) for p in parts) if every else any(p(facts) for p in parts)
        case ast.UnaryOp(op=ast.Not()):
            inner = _test(node.operand, named)
            return lambda facts: not inner(facts)
        case ast.Name(id="red_line"):
            return lambda facts: facts.red_line
        case ast.Name() if node.id.startswith("chose_") and node.id[6:].isdecimal() and int(node.id[6:]) < len(named):
            choice = named[int(node.id[6:])]
            return lambda facts: choice in facts.chosen
        case ast.Compare(ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            compare, a, b = COMPARISONS[type(op)], _number(node.left), _number(right)
            return lambda facts: compare(a(facts), b(facts))
    raise BadCondition(ast.unparse(node))


def _number(node: ast.AST) -> Callable[[Facts], int]:
    match node:
        case ast.Name(id="heat"):
            return lambda facts: facts.heat
        case ast.Name(id="trust"):
            return lambda facts: facts.trust
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            whole = value
            return lambda facts: whole
    raise BadCondition(ast.unparse(node))
