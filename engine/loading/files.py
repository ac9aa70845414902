"""Which files of a content root are what, by where they stand."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.content.bank import Bank
from engine.content.base import Model
from engine.content.case import Case
from engine.content.figure import DrawnFigure
from engine.content.glossary import Glossary
from engine.content.lesson import Lesson
from engine.content.outline import Outline
from engine.content.quiz import Quiz
from engine.content.roleplay import Roleplay
from engine.content.sources import Sources
from engine.loading.problems import Problem

FOLDERS = ("lessons", "cases", "quizzes")
OVERLAY = re.compile(r"\.en\.yaml$")
YAML = re.compile(r"\.ya?ml$")


@dataclass(frozen=True)
class FileKind:
    """One kind of content file: its name, where it stands, its model, and what its file's name has before the id.

    `by_folder`: the file is always called alike, and its folder has the id.
    """

    name: str
    place: str
    model: type[Model]
    translated: bool = True
    prefix: str = ""
    by_folder: bool = False

    def stem(self, name: str) -> str:
        """The id that the file called `name` should have."""
        place = PurePosixPath(name)
        return place.parent.name if self.by_folder else place.stem.removeprefix(self.prefix)

    def holds(self, name: str) -> bool:
        """Whether the file called `name` is of this kind."""
        return re.fullmatch(self.place, name) is not None


KINDS = (
    FileKind("sources", r"lessons/sources\.yaml", Sources, translated=False),
    FileKind("course", r"lessons/course\.yaml", Outline),
    FileKind("glossary", r"lessons/glossary\.yaml", Glossary),
    FileKind("figure", r"lessons/figures/[^/]+\.yaml", DrawnFigure),
    FileKind("lesson", r"lessons/(?!figures/)[^/]+/[^/]+\.yaml", Lesson),
    FileKind("roleplay", r"cases/[^/]+/roleplay-[^/]+\.yaml", Roleplay, prefix="roleplay-"),
    FileKind("case", r"cases/[^/]+/case\.yaml", Case, by_folder=True),
    FileKind("bank", r"quizzes/bank/[^/]+\.yaml", Bank),
    FileKind("quiz", r"quizzes/[^/]+\.yaml", Quiz),
)


@dataclass(frozen=True)
class Found:
    """A content file: where it is, how messages call it, what it is, and its overlay if it has one."""

    file: Path
    name: str
    kind: FileKind
    overlay: Path | None = None

    @property
    def overlay_name(self) -> str:
        """How messages call the overlay."""
        return OVERLAY.sub("", self.name.removesuffix(".yaml")) + ".en.yaml"


def find(root: Path, shown: str = "") -> tuple[list[Found], list[Problem]]:
    """The content files below `root`, in order of name, and a Problem for each file that has no place there.

    `shown` is put before the names in messages.
    """
    names: dict[str, Path] = {}
    problems: list[Problem] = []
    for folder in FOLDERS:
        for name, file in _walk(root / folder, folder, problems, shown):
            names[name] = file
    found = []
    for name, file in sorted(names.items()):
        base = OVERLAY.sub(".yaml", name)
        kind = next((k for k in KINDS if k.holds(base)), None)
        if not name.endswith(".yaml"):
            if YAML.search(name):
                problems.append(Problem("use_yaml_suffix", shown + name))
        elif kind is None:
            problems.append(Problem("no_such_place", shown + name))
        elif base != name:
            if base not in names or not kind.translated:
                problems.append(Problem("overlay_alone", shown + name, values={"base": base}))
        else:
            overlay = names.get(name.removesuffix(".yaml") + ".en.yaml") if kind.translated else None
            found.append(Found(file, shown + name, kind, overlay))
    if not names and not problems:
        problems.append(Problem("no_content", shown or str(root)))
    return found, problems


def stamp(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of every file in the content folders of `root`: another stamp, and something has changed."""
    seen = []
    for folder in FOLDERS:
        for name, file in _walk(root / folder, folder, [], ""):
            try:
                status = file.stat()
            except OSError:  # gone since it was listed, or a link to nothing
                seen.append((name, -1, -1))
            else:
                seen.append((name, status.st_size, status.st_mtime_ns))
    return tuple(seen)


def _walk(
    folder: Path, name: str, problems: list[Problem], shown: str, above: tuple[Path, ...] = ()
) -> Iterator[tuple[str, Path]]:
    """Every file below `folder` with its name from the root; a link that leads back up is a Problem.

    `above` are the real folders on the way down.
    """
    if not folder.is_dir():
        return
    above = (*above, folder.resolve())
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        problems.append(Problem("file_unreadable", shown + name, values={"reason": type(error).__name__}))
        return
    for entry in entries:
        path, inner = Path(entry.path), f"{name}/{_printable(entry.name)}"
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and _leads_back(path, above):
            problems.append(Problem("link_loop", shown + inner))
        elif path.is_dir() and not YAML.search(inner):
            yield from _walk(path, inner, problems, shown, above)
        else:
            yield inner, path


def _leads_back(link: Path, above: tuple[Path, ...]) -> bool:
    try:
        target = link.resolve(strict=True)
    except (FileNotFoundError, PermissionError):
        return False  # not a loop: reading it tells what is wrong
    except (OSError, RuntimeError):
        return True
    return target in above or target in above[0].parents


def _printable(name: str) -> str:
    """A file name whose bytes are no UTF-8 can be shown all the same."""
    return name.encode("utf-8", "backslashreplace").decode()
