"""`start`: from starting the process to the first painted page in Chromium, against an empty Streamlit app."""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import people
from benchmarks.figures import table, verdict
from benchmarks.server import ROOT, Server

RATIO = 1.5
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
EMPTY, WARM, COLD = "empty Streamlit app", "app, warm data folder", "app, empty data folder"
IMPORTS = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--times", type=int, default=5, help="starts of each app; the median counts")
    parser.add_argument("--imports", action="store_true", help="say which imports take longest")


def run(arguments: argparse.Namespace) -> str:
    """Measure; the table."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        return "Not measured: no Chromium on this machine."
    seen: dict[str, list[tuple[float, float]]] = {EMPTY: [], WARM: [], COLD: []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        warm = Path(folder) / "warm"
        people.open_school(warm, ROOT).db.close()
        for turn in range(arguments.times):
            for name, taken in seen.items():
                data = warm if name == WARM else Path(folder) / f"{turn}-{len(name)}"
                taken.append(painted(browser, "benchmarks/empty/app.py" if name == EMPTY else "app.py", data))
        browser.close()
    return _told(seen) + (f"\n\n{slowest_imports()}" if arguments.imports else "")


def painted(browser: Browser, script: str, data: Path) -> tuple[float, float]:
    """Seconds from starting the process until it is healthy, and until the first heading of the page is painted."""
    began = time.perf_counter()
    with Server(script, data) as server:
        healthy = time.perf_counter() - began
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(server.address, wait_until="commit")
        page.wait_for_selector("[data-testid=stHeading], [data-testid=stHtml] h1, [data-testid=stHtml] h2", timeout=60_000)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        whole = time.perf_counter() - began
        context.close()
    return healthy, whole


def _told(seen: dict[str, list[tuple[float, float]]]) -> str:
    medians = {name: [statistics.median(part) for part in zip(*taken, strict=True)] for name, taken in seen.items()}
    base = medians[EMPTY][1]
    rows = [
        (name, f"{healthy:.2f}", f"{whole:.2f}", f"{max(w for _, w in seen[name]):.2f}", f"{whole / base:.2f}")
        for name, (healthy, whole) in medians.items()
    ]
    head = ("app", "healthy, s", "painted, s (median)", "slowest, s", "times the empty app")
    ratios = ", ".join(f"{name} {verdict(medians[name][1] / base, RATIO)}" for name in (WARM, COLD))
    return f"{table(head, rows)}\n\n- Target at most {RATIO} times: {ratios}."


def slowest_imports(count: int = 10) -> str:
    """The packages whose import takes longest, when a fresh process imports app.py."""
    code = "import sys; sys.path.insert(0, '.'); import app, engine.services.progress, ui.widgets.questions"
    command = [sys.executable, "-X", "importtime", "-c", code]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    own: dict[str, int] = {}
    for found in IMPORTS.finditer(printed):
        top = ".".join(found[4].split(".")[: 2 if found[4].startswith(("engine", "ui", "streamlit")) else 1])
        own[top] = own.get(top, 0) + int(found[1])
    slowest = sorted(own.items(), key=lambda item: -item[1])[:count]
    total = sum(own.values()) / 1000
    rows = [(f"`{name}`", f"{taken / 1000:.0f}") for name, taken in slowest]
    return f"{table(('package', 'own import time, ms'), rows)}\n\n- All imports together {total:.0f} ms."
