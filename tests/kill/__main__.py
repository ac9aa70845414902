"""`python -m tests.kill [N]`: kill the server N times (default 200) under people who answer, and say what was found."""

import argparse
import sys
import tempfile
from pathlib import Path

from .crew import kill_again_and_again
from .ledger import inspect


def main() -> int:
    """0 where every confirmed answer is there and nothing is there twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=200)
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        school, missing, seconds = kill_again_and_again(Path(folder), given.kills, given.people, given.seed)
        findings = missing or inspect(school.database, school.ledger)
    seen = school.ledger
    for finding in findings[:20]:
        print(finding)
    print(
        f"{seen.kills} kills ({seen.kills_in_flight} with an answer on its way), {len(seen.confirmed)} answers confirmed, "
        f"{seen.reconnects} reconnections, {len(findings)} findings, {seconds:.0f} s"
    )
    return int(bool(findings) or seen.kills < given.kills)


if __name__ == "__main__":
    sys.exit(main())
