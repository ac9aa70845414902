"""One file to plain data with positions, strictly: no surprises of YAML reach an author's text.

Only `true`/`false`, `null` and plain decimal numbers are anything but text, so `No`, `12:30`, `007` and dates
stay as written. Keys are text, a key stands once, anchors and aliases are refused.
"""

import json
import re
import stat
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, cast

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from engine.loading.problems import Path, Problem
from engine.loading.syntax import LINE_END, SecondDocument, TooDeep, misread, place, syntax_problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 60
LISTS_WITH_IDS = {
    "questions", "options", "items", "targets", "groups", "blanks", "objectives", "pages", "blocks", "takeaways", "steps",
    "parts", "cards", "columns", "rows", "cells", "labels", "terms", "modules", "routes", "legs", "fields", "advice", "axes",
    "stages", "rubric", "levels", "nodes", "choices", "endings", "roles", "lines",
}  # fmt: skip
MAX_DIGITS = 18
BOOL, NULL, INT, FLOAT, STR = (f"tag:yaml.org,2002:{name}" for name in ("bool", "null", "int", "float", "str"))
MAP, SEQ = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
PLAIN = {"true": BOOL, "false": BOOL, "null": NULL, "": NULL}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
UNREADABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows."""
UNSEEN = dict.fromkeys([0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x3164, 0xFEFF])
"""Characters without width: a text of nothing else is empty."""


def _tag_of(plain: str) -> str:
    """The type of a scalar written without quotes."""
    if plain in PLAIN:
        return PLAIN[plain]
    number = NUMBER.fullmatch(plain)
    if number is None:
        return STR
    return FLOAT if number[1] else INT


class _Composer(CParser):
    """libyaml's parser with resolvers of our own."""

    depth = 0

    def descend_resolver(self, parent: Any, _index: object) -> None:
        """Called before each node. Without a limit, deep nesting overflows the stack of the C code."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep(problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: type, value: str | None, implicit: Any) -> str:
        if kind is not yaml.ScalarNode:
            return MAP if kind is yaml.MappingNode else SEQ
        return _tag_of(value or "") if implicit[0] else STR


@dataclass(slots=True)
class Document:
    """A file that was read: its plain data, and its text, from which positions are found when a Problem needs one."""

    file: str
    data: Any
    text: str
    tree: Any = None

    @property
    def root(self) -> Any:
        """The node tree, composed when first asked for if the data was remembered from an earlier run."""
        if self.tree is None:
            self.tree = _compose(self.text)
        return self.tree

    def position(self, path: Path, at_key: bool = False, inside: tuple[int, int] | None = None) -> tuple[int, int]:
        """Line and column, from 1, of the deepest part of `path` that the document has.

        `at_key` points at the key of the last part instead of its value; `inside` at a line (from 1) and column
        (from 0) of a text that is written in lines of its own.
        """
        node = self.root
        mark = node.start_mark
        for part in path:
            found = _child(node, part)
            if found is None:
                continue
            key, node = found
            mark = key.start_mark if at_key and part == path[-1] else node.start_mark
        if inside and getattr(node, "style", None) == "|":
            return self._place_inside(node, *inside)
        return mark.line + 1, mark.column + 1

    def _place_inside(self, node: Any, row: int, column: int) -> tuple[int, int]:
        """Where a literal text has its line `row` and `column`, or its end if it is shorter."""
        below = node.start_mark.line + 1
        lines = LINE_END.split(self.text)[below : below + max(1, len(LINE_END.split(node.value.rstrip())))]
        indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
        if row > len(lines):
            return below + len(lines), len(lines[-1]) + 1
        return below + row, min(indent + column, len(lines[row - 1])) + 1

    def cuts_text(self, path: Path) -> bool:
        """Whether the key at `path` stands in braces without a value: the rest of a text that has a comma in it."""
        node = self.root
        for part in path[:-1]:
            found = _child(node, part)
            node = found[1] if found else None
        found = _child(node, path[-1])
        if not found or not node.flow_style or found[1].tag != NULL or found[1].value:
            return False
        return not self.text[found[0].end_mark.index :].lstrip().startswith(":")

    def problem(self, code: str, path: Path = (), at_key: bool = False, level: Any = "error", **values: Any) -> Problem:
        """A Problem at `path` of this file, with the ids of the items that the path leads through."""
        line, column = self.position(path, at_key, values.pop("inside", None))
        return Problem(code, self.file, line, column, path, values, level, item_ids(self.data, path))


def _child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def item_ids(data: Any, path: Path) -> tuple[tuple[str, str], ...]:
    """(list key, id) of every item with an id that `path` leads through."""
    found: list[tuple[str, str]] = []
    parent = ""
    for part in path:
        if isinstance(data, dict) and part in data:
            data = data[part]
            if parent in LISTS_WITH_IDS and isinstance(data, dict):
                found.append((parent, str(part)))  # an overlay names its items by key
                parent = ""
            else:
                parent = str(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            if isinstance(data, dict) and isinstance(data.get("id"), str):
                found.append((parent, data["id"]))
            parent = ""
    return tuple(found)


def parse(text: str, name: str, remembered: str | None = None) -> Document | list[Problem]:
    """`text` as the one document of the file called `name`; Problems where it is not strict YAML.

    `remembered` is the document's data as JSON from an earlier run over the same text, which saves parsing.
    """
    if remembered is not None:
        return Document(name, json.loads(remembered), text)
    parsed = _parse(text, name)
    return [parsed] if isinstance(parsed, Problem) else parsed


def read_text(file: FilePath, name: str) -> str | Problem:
    """The text of `file`, called `name` in messages, or the Problem that keeps it from being read."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem("not_a_file", name)
        if status.st_size > MAX_BYTES:
            return Problem("file_too_large", name, values={"megabytes": MAX_BYTES // 1_000_000})
        raw = file.read_bytes()
    except OSError as error:
        return Problem("file_unreadable", name, values={"reason": type(error).__name__})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        return Problem("not_utf8", name, *place(before, len(before)))


def _parse(text: str, name: str) -> Document | Problem | list[Problem]:
    if not text.strip():
        return Problem("empty_file", name)
    try:
        root = _compose(text)
    except yaml.MarkedYAMLError as error:
        return syntax_problem(error, text, name)
    except yaml.reader.ReaderError:
        found = UNREADABLE.search(text)
        return Problem("bad_character", name, *place(text, found.start() if found else 0))
    slip = misread(text, root.start_mark.index) if isinstance(root, yaml.ScalarNode) else None
    if slip:
        return Problem(slip[0], name, *place(text, slip[1]))
    builder = _Builder(name, text)
    data = builder.build(root) if root else None
    if builder.problems:
        return builder.problems
    return Problem("empty_file", name) if data is None else Document(name, data, text, root)


def _compose(text: str) -> Any:
    composer = _Composer(text)
    try:
        root = composer.get_node() if composer.check_node() else None
        if root is not None and composer.check_node():
            raise SecondDocument(problem_mark=cast(Any, composer.get_event()).start_mark)
        return root
    finally:
        composer.dispose()


class _Builder:
    """Node tree to plain data, collecting what the format does not allow."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def build(self, node: Any) -> Any:
        if self.text.startswith("&", node.start_mark.index) or id(node) in self.seen:
            if not any(p.code == "alias" for p in self.problems):
                self._refuse("alias", node)
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self.seen.add(id(node))
        if node.tag not in (MAP, SEQ):
            self._refuse("yaml_tag", node, tag=_as_written(node.tag))
            return None
        return self._mapping(node) if node.tag == MAP else [self.build(item) for item in node.value]

    def _mapping(self, node: Any) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._refuse("key_not_text", key)
            elif key.value in built:
                self._refuse("duplicate_key", key, name=key.value)
            else:
                built[key.value] = self.build(value)
        return built

    def _scalar(self, node: Any) -> Any:
        tag, value = node.tag, node.value
        if tag == STR:
            return self._text(node)
        if tag != _tag_of(value):
            self._refuse("yaml_tag", node, tag=_as_written(tag))
            return None
        if tag in (INT, FLOAT) and len(value) > MAX_DIGITS:
            self._refuse("number_too_long", node)
        elif tag in (INT, FLOAT):
            return int(value) if tag == INT else float(value)
        return value == "true" if tag == BOOL else None

    def _text(self, node: Any) -> str:
        """A text; what nobody can see or what turns letters round is no part of one."""
        value: str = node.value
        hidden = HIDDEN.search(value)
        if hidden:
            written = self.text.find(hidden[0], node.start_mark.index, node.end_mark.index)
            at = place(self.text, written if written >= 0 else node.start_mark.index)
            self.problems.append(Problem("bad_character", self.name, *at))
        elif value and not value.translate(UNSEEN).strip() and value.strip():
            self._refuse("empty_text", node)
        return value

    def _refuse(self, code: str, node: Any, **values: Any) -> None:
        mark = node.start_mark
        self.problems.append(Problem(code, self.name, mark.line + 1, mark.column + 1, values=values))


def _as_written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
