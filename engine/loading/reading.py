"""One file to plain data with positions, strictly: no surprises of YAML reach an author's text.

Only `true`/`false`, `null` and plain decimal numbers are anything but text, so `No`, `12:30`, `007` and dates
stay as written. Keys are text, a key stands once, aliases of lists and mappings are refused.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import yaml
from yaml.cyaml import CParser

from engine.loading.problems import Path, Problem

MAX_BYTES = 5_000_000
BOOL, NULL, INT, FLOAT, STR = (f"tag:yaml.org,2002:{name}" for name in ("bool", "null", "int", "float", "str"))
MAP, SEQ = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
PLAIN = {"true": BOOL, "false": BOOL, "null": NULL, "": NULL}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


class _Composer(CParser):  # type: ignore[misc]
    """libyaml's parser with resolvers of our own."""

    def descend_resolver(self, _parent: object, _index: object) -> None: ...
    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: type, value: str | None, implicit: Any) -> str:
        if kind is not yaml.ScalarNode:
            return MAP if kind is yaml.MappingNode else SEQ
        if not implicit[0]:
            return STR
        if value in PLAIN:
            return PLAIN[value]
        if value and value[0] in "-0123456789" and (number := NUMBER.fullmatch(value)):
            return FLOAT if number[1] else INT
        return STR


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

    def position(self, path: Path, at_key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the deepest part of `path` that the document has.

        `at_key` points at the key of the last part instead of its value.
        """
        node = self.root
        mark = node.start_mark
        for part in path:
            found = _child(node, part)
            if found is None:
                continue
            key, node = found
            mark = key.start_mark if at_key and part == path[-1] else node.start_mark
        return mark.line + 1, mark.column + 1

    def problem(self, code: str, path: Path = (), at_key: bool = False, level: Any = "error", **values: Any) -> Problem:
        """A Problem at `path` of this file, with the ids of the items that the path leads through."""
        line, column = self.position(path, at_key)
        return Problem(code, self.file, line, column, path, values, level, item_ids(self.data, path))


def _child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def item_ids(data: Any, path: Path) -> tuple[tuple[str, str], ...]:
    """(list key, id) of every item with an id that `path` leads through."""
    found = []
    parent = ""
    for part in path:
        if isinstance(data, dict) and part in data:
            data = data[part]
            if not isinstance(part, int) and parent == "questions" and isinstance(data, dict):
                found.append((parent, str(part)))  # an overlay names its items by key
            parent = str(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            if isinstance(data, dict) and isinstance(data.get("id"), str):
                found.append((parent, data["id"]))
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
        if file.stat().st_size > MAX_BYTES:
            return Problem("file_too_large", name, values={"megabytes": MAX_BYTES // 1_000_000})
        raw = file.read_bytes()
    except OSError as error:
        return Problem("file_unreadable", name, values={"reason": type(error).__name__})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = error.start - before.rfind(b"\n")
        return Problem("not_utf8", name, before.count(b"\n") + 1, column)


def _parse(text: str, name: str) -> Document | Problem | list[Problem]:
    if not text.strip():
        return Problem("empty_file", name)
    try:
        root = _compose(text)
    except yaml.MarkedYAMLError as error:
        return _syntax_problem(error, text, name)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        return Problem("bad_character", name, before.count("\n") + 1, error.position - before.rfind("\n"))
    except RecursionError:
        return Problem("too_deep", name)
    if root is None:
        return Problem("empty_file", name)
    builder = _Builder(name)
    try:
        data = builder.build(root)
    except RecursionError:
        return Problem("too_deep", name)
    return builder.problems or Document(name, data, text, root)


class _SecondDocument(yaml.MarkedYAMLError):
    """The file holds more than one document."""


def _compose(text: str) -> Any:
    composer = _Composer(text)
    try:
        root = composer.get_node() if composer.check_node() else None
        if root is not None and composer.check_node():
            raise _SecondDocument(problem_mark=composer.get_node().start_mark)
        return root
    finally:
        composer.dispose()


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    written = lines[line] if line < len(lines) else ""
    indent = written[: len(written) - len(written.lstrip())]
    codes = {_SecondDocument: "many_documents", yaml.composer.ComposerError: "unknown_alias"}
    code = "tab_indent" if "\t" in indent else codes.get(type(error), "yaml_syntax")
    return Problem(code, name, line + 1, column + 1)


class _Builder:
    """Node tree to plain data, collecting what the format does not allow."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def build(self, node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self.seen:
            if not any(p.code == "alias" for p in self.problems):
                self._refuse("alias", node)
            return None
        self.seen.add(id(node))
        if node.tag not in (MAP, SEQ):
            self._refuse("yaml_tag", node, tag=node.tag)
            return None
        return self._mapping(node) if node.tag == MAP else [self.build(item) for item in node.value]

    def _mapping(self, node: Any) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._refuse("key_not_text", key)
            elif key.value in built:
                self._refuse("duplicate_key", key, key=key.value)
            else:
                built[key.value] = self.build(value)
        return built

    def _scalar(self, node: Any) -> Any:
        tag, value = node.tag, node.value
        if tag == STR:
            return value
        if tag == INT and len(value) <= 18:
            return int(value)
        if tag == FLOAT:
            return float(value)
        if tag in (BOOL, NULL):
            return None if tag == NULL else value == "true"
        self._refuse("number_too_long" if tag == INT else "yaml_tag", node, tag=tag)
        return None

    def _refuse(self, code: str, node: Any, **values: Any) -> None:
        mark = node.start_mark
        self.problems.append(Problem(code, self.name, mark.line + 1, mark.column + 1, values=values))
