"""Where a text is no YAML: what was probably slipped, and where."""

import re
from typing import Any

import yaml

from engine.loading.problems import Problem

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
KEY = "[a-z][a-z0-9_-]*"
WIDE = "\u3000\xa0"
SLIPS = {
    "fullwidth_indent": re.compile(rf" *(?:- +)*([{WIDE}－—–−‐•·])[{WIDE} ]*(?:- *)?{KEY} *[:：]"),
    "fullwidth_colon": re.compile(rf" *(?:- +)*[{{\[]?{KEY} *(：)"),
    "fullwidth_comma": re.compile(rf"[^#]*[{{\[][^{{}}\[\]]*?(，) *{KEY} *[:：]"),
}
"""What an input method for Chinese leaves on a line that was meant as YAML."""


class SecondDocument(yaml.MarkedYAMLError):
    """The file holds more than one document."""


class TooDeep(yaml.MarkedYAMLError):
    """Lists and mappings are nested deeper than any content is."""


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character `index`; lines end where YAML ends them."""
    starts = [0, *(end.end() for end in LINE_END.finditer(text, 0, index))]
    return len(starts), index - starts[-1] + 1


def syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """What to tell of a text that YAML gave up on."""
    mark = _helpful_mark(error, text)
    written = text[text.rfind("\n", 0, mark.index) + 1 :].split("\n", 1)[0]
    indent = written[: len(written) - len(written.lstrip())]
    if isinstance(error, SecondDocument):
        return Problem("many_documents", name, *place(text, text.rfind("\n---", 0, mark.index) + 1))
    code = "too_deep" if isinstance(error, TooDeep) else "yaml_syntax"
    if text.startswith(("&", "*"), mark.index):
        code = "alias"
    if "\t" in indent:
        code = "tab_indent"
    slip = misread(text, mark.index) if code == "yaml_syntax" else None
    return Problem(*((slip[0], name, *place(text, slip[1])) if slip else (code, name, *place(text, _inside(mark, text)))))


def _inside(mark: Any, text: str) -> int:
    return int(min(mark.index, len(text.rstrip())))


def misread(text: str, index: int) -> tuple[str, int] | None:
    """Code and index of a full-width sign on the line of `index` or on the last one above that is not empty."""
    start = text.rfind("\n", 0, index) + 1
    above = text.rfind("\n", 0, max(len(text[:start].rstrip()), 0)) + 1
    for begins in dict.fromkeys([above, start]):
        line = text[begins:].split("\n", 1)[0]
        for code, pattern in SLIPS.items():
            if found := pattern.match(line):
                return code, begins + found.start(1)
    return None


def key_before_colon(written: object) -> str:
    """The key that was meant by a text with a full-width colon in it."""
    return str(written).partition("：")[0].strip()


def _helpful_mark(error: yaml.MarkedYAMLError, text: str) -> Any:
    """Where to look: a quote or bracket that is never closed is shown where it opens, an anchor where it begins."""
    opened: Any = error.context_mark
    noticed: Any = error.problem_mark
    if opened and (not text[noticed.index :].strip() or text.startswith(("&", "*"), opened.index)):
        return opened
    return noticed
