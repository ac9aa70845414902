"""Style sheets and scripts of the pages, as files of their own."""

from pathlib import Path


def asset(name: str) -> str:
    """The text of one file of this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
