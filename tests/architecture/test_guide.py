"""The author guide cannot lag: it is made from the models' own texts and from examples that are themselves checked."""

import re
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.commands.guide import FOLDER, documented, guides
from engine.commands.guide_samples import EXAMPLES, SLIPS, SPOILT, examples, excerpts
from engine.content.described import entries, name_of
from engine.content.lesson import KINDS as PARTS
from engine.loading.files import KINDS
from engine.loading.loading import load
from engine.words import catalogue

ROOT = Path(__file__).resolve().parents[2]
STALE = "run: python -m engine guide"
MODELS = ("fields.", "models.")
"""Where the Chinese guide has a text of its own for what the models say in English."""


def named_kind(entry) -> bool:
    """Whether a field only says of which kind its part is."""
    return entry.name == "kind" and len(entry.form.choices) == 1


@pytest.mark.parametrize("name", ["authors.zh.md", "authors.en.md"])
def test_the_guide_in_docs_is_the_one_that_is_written_now(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == guides()[name], STALE


def test_every_field_has_its_chinese_text_and_none_is_left_over() -> None:
    """A field that is added, renamed or removed is told at once, by its dotted name."""
    files = {kind.model for kind in KINDS}
    wanted = {f"fields.{e.key}" for m in documented() for e in entries(m) if not named_kind(e)}
    wanted |= {f"models.{name_of(m)}" for m in documented() if m not in files}
    written = {key for key in catalogue("guide.zh") if key.startswith(MODELS)}

    assert len(wanted) > 250
    assert sorted(wanted - written) == [], "write it in locale/guide.zh.yaml"
    assert sorted(written - wanted) == [], "remove it from locale/guide.zh.yaml"


def test_every_field_says_what_it_is_for() -> None:
    """The English guide and the schemas take the text from the model."""
    silent = [e.key for model in documented() for e in entries(model) if not e.text and not named_kind(e)]

    assert silent == []


def test_both_guides_have_the_same_words_around_the_fields() -> None:
    zh = {key for key in catalogue("guide.zh") if not key.startswith(MODELS)}

    assert zh == set(catalogue("guide.en"))


def test_the_chinese_texts_are_chinese() -> None:
    texts = {key: text for key, text in catalogue("guide.zh").items() if key.startswith(MODELS)}

    assert [key for key, text in texts.items() if not re.search("[一-鿿]", text)] == []


def test_the_examples_have_no_mistake_and_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--strict", str(EXAMPLES)])

    assert status == 0, capsys.readouterr().out


def test_there_is_an_example_of_every_kind_of_file_with_its_overlay() -> None:
    found = examples()

    assert [kind.name for kind in KINDS if not found[kind.name]] == []
    assert [f.name for kind in KINDS if kind.translated for f in found[kind.name] if f.overlay is None] == []


def test_there_is_an_example_of_every_kind_of_question_and_block() -> None:
    found = excerpts(examples())

    assert sorted(set(PARTS) - set(found)) == [], "add one to docs/examples"
    assert all(overlay for _, overlay in found.values())


def test_the_slips_that_are_shown_are_slips_in_the_example() -> None:
    text = (EXAMPLES / SPOILT).read_text(encoding="utf-8")

    assert all(right in text for right, _ in SLIPS)
    assert load([EXAMPLES]).problems == ()


@pytest.mark.parametrize("name", ["authors.zh.md", "authors.en.md"])
def test_links_within_the_guide_lead_somewhere(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    anchors = re.findall(r'<a id="([^"]+)"></a>', text)

    assert len(anchors) == len(set(anchors)) > 50
    assert sorted(set(re.findall(r"\]\(#([^)]+)\)", text)) - set(anchors)) == []
    assert [n for n in re.findall(r"\]\(([\w./-]+)\)", text) if not (FOLDER / n).exists()] == []
    assert "$" not in text.replace("$env:", "")


def test_commands_in_the_guide_exist() -> None:
    from engine.__main__ import COMMANDS

    named = {c for text in guides().values() for c in re.findall(r"python -m engine (\w+)", text)}

    assert {"check", "guide", "coverage"} <= named <= set(COMMANDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_file_question_and_block_is_introduced(lang: str) -> None:
    words = catalogue(f"guide.{lang}")
    wanted = {f"files.{kind.name}.{part}" for kind in KINDS for part in ("title", "lead")} | {f"names.{k}" for k in PARTS}

    assert sorted(wanted - set(words)) == [], f"write it in locale/guide.{lang}.yaml"
