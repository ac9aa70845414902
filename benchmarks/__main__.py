"""`python -m benchmarks quiz|lesson|check|scenarios|grading|start|room|all [--write]`."""

import argparse
import sys

from benchmarks import check, grading, lesson, load, room, scenarios, start
from benchmarks.report import write

SCENARIOS = {
    "quiz": load,
    "lesson": lesson,
    "check": check,
    "scenarios": scenarios,
    "grading": grading,
    "start": start,
    "room": room,
}


def main() -> int:
    """Run one scenario, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="scenario", required=True)
    for name, module in SCENARIOS.items():
        one = commands.add_parser(name, help=(module.__doc__ or "").split(": ", 1)[-1])
        module.add_arguments(one)
    commands.add_parser("all", help="every scenario with its defaults")
    for one in commands.choices.values():
        one.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    arguments = parser.parse_args()
    chosen = list(SCENARIOS) if arguments.scenario == "all" else [arguments.scenario]
    for name in chosen:
        given = arguments if arguments.scenario == name else parser.parse_args([name])
        text = SCENARIOS[name].run(given)
        print(f"## {name}\n\n{text}\n", flush=True)
        if arguments.write:
            write(name, text, sys.argv[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
