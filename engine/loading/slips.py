"""Slips that YAML takes without a word and that change what an author meant."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from engine.loading.problems import Problem
from engine.loading.reading import STR, Document

CUT = re.compile(r"[ \t]+#(?=([^\s])?)")
PROSE = re.compile("[^\x00-\x7f]|\\s")


def cut_texts(documents: Sequence[Document]) -> Iterable[Problem]:
    """A warning wherever ` #` ends a text that stands without quotes: the rest is a comment to YAML.

    What follows a plain id or number is left alone, unless it reads like a hashtag.
    """
    for document in documents:
        for node in _texts(document.root):
            cut = CUT.match(document.text, node.end_mark.index)
            if cut and (cut[1] or PROSE.search(node.value)):
                line, column = node.end_mark.line + 1, node.end_mark.column + cut.end() - cut.start()
                yield Problem("cut_at_hash", document.file, line, column, level="warning")


def _texts(node: Any) -> Iterable[Any]:
    """Every text of a node tree that is written without quotes."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == STR and not node.style:
            yield node
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _texts(value)
    else:
        for item in node.value:
            yield from _texts(item)
