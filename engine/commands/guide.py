"""`guide`: write the author guide in both languages, from the models' own field texts and the checked examples."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from string import Template

from engine.commands import guide_samples as samples
from engine.commands.guide_parts import Parts, fenced
from engine.content.base import Model
from engine.content.course import LANGS, Lang
from engine.content.described import all_parts
from engine.loading.files import KINDS, FileKind, Found
from engine.settings import REPOSITORY
from engine.words import catalogue

FOLDER = REPOSITORY / "docs"
CHAPTERS = ("start", "preview", "overlays", "problems", "ids", "questions", "yaml")
FIRST = ("bank", "quiz", "lesson", "roleplay", "case", "figure", "glossary", "course", "sources")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder to write to")


def run(arguments: argparse.Namespace) -> int:
    """Always 0."""
    arguments.to.mkdir(parents=True, exist_ok=True)
    for name, text in guides().items():
        (arguments.to / name).write_text(text, encoding="utf-8", newline="\n")
        print(arguments.to / name)
    return 0


def guides() -> dict[str, str]:
    """The guide in each language, as text, by file name."""
    return {f"authors.{lang}.md": _guide(lang) for lang in LANGS}


def documented() -> tuple[type[Model], ...]:
    """Every model that the guide tells of."""
    return all_parts(kind.model for kind in KINDS)


def _guide(lang: Lang) -> str:
    words, files = catalogue(f"guide.{lang}"), samples.examples()
    values = samples.values(lang, words)
    notes = {key.removeprefix("notes."): _filled(text, values) for key, text in words.items() if key.startswith("notes.")}
    parts = Parts(lang, words, samples.excerpts(files), notes)
    kinds = sorted(KINDS, key=lambda kind: FIRST.index(kind.name) if kind.name in FIRST else len(FIRST))
    lines = [f"# {words['title']}", "", f"<!-- {words['generated']} -->", "", words["lead"].strip(), ""]
    lines += [f"- [{words[f'chapters.{name}.title']}](#{name})" for name in CHAPTERS]
    lines += [f"- [{words[f'files.{kind.name}.title']}](#file-{kind.name})" for kind in kinds]
    for name in CHAPTERS:
        lines += _opened(name, words[f"chapters.{name}.title"], words[f"chapters.{name}.text"], values)
    for kind in kinds:
        title, lead = (words[f"files.{kind.name}.{part}"] for part in ("title", "lead"))
        lines += _opened(f"file-{kind.name}", title, lead, values)
        lines += _worked(kind, files[kind.name], words)
        lines += ["", f"### {words['fields_of_file']}", *parts.told(kind.model)]
    return "\n".join(lines) + "\n"


def _opened(anchor: str, title: str, text: str, values: Mapping[str, str]) -> list[str]:
    return ["", f'<a id="{anchor}"></a>', "", f"## {title}", "", _filled(text, values)]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return Template(text).substitute(values).strip()


def _worked(kind: FileKind, files: list[Found], words: Mapping[str, str]) -> list[str]:
    """The examples of a kind of file with their overlays; where parts of many kinds have their own, only the shortest."""
    lines = ["", f"### {words['example']}"]
    for found in files[: 1 if kind.name in samples.WITH_KINDS else None]:
        for file, name in ((found.file, found.name), (found.overlay, found.overlay_name)):
            if file:
                lines += ["", f"`{name}`", "", *fenced(file.read_text(encoding="utf-8"))]
    return lines
