"""Writing a measured table into docs/performance.md, with machine, date, versions and command."""

import os
import platform
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/performance.md"
PACKAGES = ("streamlit", "sqlalchemy", "pyyaml", "pydantic")


def write(name: str, text: str, command: Sequence[str]) -> None:
    """Replace what stands between the markers of `name`. Raises ValueError where there are none."""
    begin, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
    page = DOCUMENT.read_text(encoding="utf-8")
    if begin not in page or end not in page:
        raise ValueError(f"{DOCUMENT.name} has no place for {name}")
    body = f"{begin}\n{_stamp(command)}\n\n{text}\n{end}"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    DOCUMENT.write_text(found.sub(lambda _: body, page), encoding="utf-8")


def _stamp(command: Sequence[str]) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    python = f"Python {platform.python_version()}"
    load = "/".join(f"{x:.1f}" for x in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return (
        f"`python -m benchmarks {' '.join(command)}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC. "
        f"{_machine()}; {python}, {versions}. Load average at the end {load}."
    )


def _machine() -> str:
    cores, memory = os.cpu_count() or 0, ""
    if sys.platform == "linux":
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        memory = f", {pages / 2**30:.0f} GB"
    return f"{_processor()}, {cores} cores{memory}, {platform.system()} {platform.release()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))
        if named:
            return named[1].strip()
    return platform.processor() or platform.machine()
