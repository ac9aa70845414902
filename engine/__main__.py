"""`python -m engine`: the commands of authors and operators."""

import argparse
import sys
from typing import Any

from engine.commands import backup, check, coverage, guide, rebuild, regrade, scenario, schema
from engine.services.errors import Unavailable
from engine.settings import settings
from engine.words import word

COMMANDS: dict[str, Any] = {
    "backup": backup,
    "check": check,
    "coverage": coverage,
    "guide": guide,
    "rebuild": rebuild,
    "regrade": regrade,
    "scenario": scenario,
    "schema": schema,
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=(module.__doc__ or "").split(": ", 1)[-1]))
    arguments = parser.parse_args(argv)
    lang = getattr(arguments, "lang", "zh")
    if settings().unclear:
        print(word(lang, "trouble.unclear", name=settings().unclear), file=sys.stderr)
        return 2
    try:
        status: int = COMMANDS[arguments.command].run(arguments)
    except (Unavailable, OSError) as trouble:
        print(_sentence(trouble, lang), file=sys.stderr)
        return 2
    return status


def _sentence(trouble: Unavailable | OSError, lang: str) -> str:
    """What kept a command from its work."""
    if isinstance(trouble, OSError):
        reason = trouble.strerror or type(trouble).__name__
        return word(lang, "command.no_place", file=trouble.filename or "", reason=reason)
    return word(lang, f"trouble.{trouble.reason}")


if __name__ == "__main__":
    sys.exit(main())
