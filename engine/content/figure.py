"""A figure of the course: an SVG drawing whose words are kept apart, so that each language has its own."""

import re
from typing import Annotated, Self
from xml.etree import ElementTree

from pydantic import Field, StringConstraints, model_validator

from engine.content.base import Format, Id, Labelled, Many, Model, Text, refuse, require_unique_ids

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\}")
SVG = "{http://www.w3.org/2000/svg}"
TAGS = frozenset(
    ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "marker"]
)
COLOURS = frozenset(["ink", "soft", "line", "accent", "right", "wrong", "caution", "ground", "paper", "second", "third"])
WIDEST = 360
FORBIDDEN = re.compile(r"(?i)^on|href$|^style$")


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
        if "<!" in self.svg or "<?" in self.svg:
            raise refuse("svg_not_allowed", at=("svg",), found="<!")
        try:
            root = ElementTree.fromstring(self.svg)
        except ElementTree.ParseError as error:
            raise refuse("svg_broken", at=("svg",), line=error.position[0]) from error
        if not _is_drawing(root):
            raise refuse("svg_root", at=("svg",), found=f"<{root.tag.removeprefix(SVG)}>", widest=WIDEST)
        for node in root.iter():
            found = _not_allowed(node)
            if found:
                raise refuse("svg_not_allowed", at=("svg",), found=found)
        used, known = set(PLACEHOLDER.findall(self.svg)), {label.id for label in self.labels}
        for name in sorted(used - known):
            raise refuse("svg_unknown_label", at=("svg",), name=name, known=sorted(known))
        for i, label in enumerate(self.labels):
            if label.id not in used:
                raise refuse("svg_unused_label", at=("labels", i), name=label.id)
        return self


def _is_drawing(root: ElementTree.Element) -> bool:
    """Whether the outermost element is SVG with a viewBox that fits a phone."""
    box = re.fullmatch(r"\S+ \S+ (\d+(?:\.\d+)?) \S+", root.get("viewBox", "").replace(",", " "))
    return root.tag == f"{SVG}svg" and box is not None and float(box[1]) <= WIDEST


def _not_allowed(node: ElementTree.Element) -> str:
    """The part of `node` that is no drawing; empty if all is well."""
    if node.tag.removeprefix(SVG) not in TAGS or not node.tag.startswith(SVG):
        return f"<{node.tag.removeprefix(SVG)}>"
    for name, value in node.attrib.items():
        if FORBIDDEN.search(name) or "url(http" in value:
            return name
        for colour in re.findall(r"var\(--rp-([a-z]+)\)", value):
            if colour not in COLOURS:
                return f"--rp-{colour}"
        if name in ("fill", "stroke") and not re.fullmatch(r"none|currentColor|transparent|var\(--rp-[a-z]+\)", value):
            return f'{name}="{value}"'
    return ""
