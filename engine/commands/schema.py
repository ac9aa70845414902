"""`schema`: write the JSON Schema of every kind of content file, for editors, generated from the models."""

import argparse
import json
from pathlib import Path

from engine.content.base import Model
from engine.content.described import explain
from engine.loading.files import KINDS
from engine.settings import REPOSITORY

FOLDER = REPOSITORY / "docs" / "schema"
MODELS: dict[str, type[Model]] = {kind.name: kind.model for kind in KINDS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder to write to")


def schemas() -> dict[str, str]:
    """The schema of each kind of file, as text, by file name."""
    explain(MODELS.values())
    return {f"{name}.schema.json": _text(model.model_json_schema()) for name, model in MODELS.items()}


def _text(schema: dict[str, object]) -> str:
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**draft, **schema}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def run(arguments: argparse.Namespace) -> int:
    """Always 0."""
    arguments.to.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (arguments.to / name).write_text(text, encoding="utf-8", newline="\n")
        print(arguments.to / name)
    return 0
