"""A figure of the course: an SVG drawing whose words are kept apart, so that each language has its own."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Self
from xml.etree import ElementTree

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from engine.content.base import Format, Id, Labelled, Many, Model, Text, refuse, require_unique_ids

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SVG = "{http://www.w3.org/2000/svg}"
TAGS = frozenset(
    ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "marker"]
)
COLOURS = frozenset(["ink", "soft", "line", "accent", "right", "wrong", "caution", "ground", "paper", "second", "third"])
WIDEST = 360
FORBIDDEN = re.compile(r"(?i)^on|href$|^style$")
ELSEWHERE = re.compile(r"(?i)url\((?!#)")


class DrawnFigure(Model):
    """lessons/figures/<id>.yaml: one figure."""

    format: Format
    """Version of the file format: 1."""
    id: Id
    """Stable id; the file is named after it."""
    title: Text
    """Its name."""
    alt: Text
    """What it shows, in words, for whoever cannot see it: everything that matters, in two to five sentences."""
    svg: Annotated[str, StringConstraints(min_length=1, max_length=40_000)]
    """The drawing: SVG with a viewBox at most 360 wide, so that it can be read on a phone. Colours are named
    `var(--rp-ink)` and the like, so that both themes are served; words stand as `{label}`."""
    labels: Many[Labelled] = Field(min_length=1)
    """The words of the drawing by id."""

    @model_validator(mode="after")
    def safe_drawing(self) -> Self:
        """The drawing is well-formed, draws and nothing else, and uses each of its labels."""
        require_unique_ids(self.labels, "labels")
        markup = re.search(r"<[!?][\w-]*", self.svg)
        if markup:
            raise self._refused("svg_not_allowed", markup[0], found=markup[0])
        try:
            root = ElementTree.fromstring(self.svg)
        except ElementTree.ParseError as error:
            raise refuse("svg_broken", at=("svg",), inside=error.position) from error
        if not _is_drawing(root):
            first = self.svg[: self.svg.find(">") + 1].strip()
            raise self._refused("svg_root", "<", found=first, widest=WIDEST)
        for node in root.iter():
            if found := next(_not_drawn(node), ""):
                raise self._refused("svg_not_allowed", found.strip(">"), found=found)
            if name := next(_no_colours(node), ""):
                raise self._refused("svg_colour", name, name=name, expected=", ".join(sorted(COLOURS)))
        used, known = set(PLACEHOLDER.findall(self.svg)), {label.id for label in self.labels}
        for name in sorted(used - known):
            raise self._refused("svg_unknown_label", f"{{{name}}}", name=name, known=sorted(known))
        for i, label in enumerate(self.labels):
            if label.id not in used:
                raise refuse("svg_unused_label", at=("labels", i), name=label.id)
        return self

    @property
    def parts(self) -> frozenset[str]:
        """What has an `id` in the drawing."""
        return frozenset(re.findall(r'\bid="([^"]*)"', self.svg))

    def _refused(self, code: str, sought: str, **values: Any) -> PydanticCustomError:
        """A refusal that points at the first place of `sought` in the drawing."""
        before = self.svg[: max(self.svg.find(sought), 0)]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n") - 1)
        return refuse(code, at=("svg",), inside=place, **values)


def _is_drawing(root: ElementTree.Element) -> bool:
    """Whether the outermost element is SVG with a viewBox that fits a phone."""
    box = re.fullmatch(r"\S+ \S+ (\d+(?:\.\d+)?) \S+", root.get("viewBox", "").replace(",", " "))
    return root.tag == f"{SVG}svg" and box is not None and float(box[1]) <= WIDEST


def _not_drawn(node: ElementTree.Element) -> Iterator[str]:
    """The parts of `node` that do not draw: another element, what reacts, what leads elsewhere."""
    name = node.tag.removeprefix(SVG)
    if name not in TAGS or not node.tag.startswith(SVG):
        yield f"<{name}>"
    for key, value in node.attrib.items():
        if FORBIDDEN.search(key):
            yield key
        elif ELSEWHERE.search(value):
            yield f'{key}="{value}"'


def _no_colours(node: ElementTree.Element) -> Iterator[str]:
    """The colours of `node` that are none of the course's."""
    for key, value in node.attrib.items():
        yield from (f"--rp-{name}" for name in re.findall(r"var\(--rp-([\w-]+)", value) if name not in COLOURS)
        if key in ("fill", "stroke") and not re.fullmatch(r"none|currentColor|transparent|var\(--rp-[a-z]+\)", value):
            yield f'{key}="{value}"'
