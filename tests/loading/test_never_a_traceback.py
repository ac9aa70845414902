"""Whatever stands in a file, the answer is a course or Problems with words and a place, never a traceback."""

import random
import re
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.commands import scenario
from engine.loading.loading import load
from engine.loading.wording import annotation, hint, line, message

BROKEN = Path(__file__).parent / "broken"
KINDS = ("single", "multiple", "true_false", "matching", "sorting", "ordering", "fill_in", "scale")
LESSONS = ("lesson", "blocks", "worksheet", "rating", "figure", "glossary", "outline")
PLAYED = ("roleplay", "case", "essay")
STAGES = [*KINDS, "quiz", "course", *LESSONS, *PLAYED]
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
BOUNDED = settings(max_examples=60, deadline=None, derandomize=True, database=None)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 12), st.integers(), st.floats(), st.text(max_size=12),
    st.sampled_from(["kind", "id", "stem", "ref-keep-word", "refunds", "single", "1/3", "{}", "{name}", "%s", "&a", "*a"]),
    st.sampled_from(["text", "figure", "worksheet", "m1", "<svg>", "{ask}", "<!", "a\n<b", "quadrants", "refund-words"]),
)  # fmt: skip
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=6), v, max_size=3))
YAML_MARKS = st.text("{}[]&*!|>%@`'\"#:-?, \t\n", max_size=8)


def sound(stage):
    folder = BROKEN / stage / "sound"
    return {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in sorted(folder.rglob("*.yaml"))}


FILES = {stage: sound(stage) for stage in STAGES}


@pytest.fixture(scope="module")
def answer():
    """Load a course in which one file is replaced; check all that is told; give the Loaded."""
    folder = Path(tempfile.mkdtemp())

    def run(stage, name, text):
        root = folder / stage
        for file, body in {**FILES[stage], name: text}.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"))
        loaded = load([root], lint=True, also=scenario.check)
        for problem in loaded.problems:
            told_well(problem, root)
        assert (loaded.course is None) == any(p.level == "error" for p in loaded.problems)
        return loaded

    yield run
    shutil.rmtree(folder)


def told_well(problem, root):
    """The problem has words in both languages, on one line, and a place inside its file."""
    for lang in ("zh", "en"):
        assert message(problem, lang)
        assert hint(problem, lang)
        assert len(line(problem, lang).splitlines()) == 2
        assert len(annotation(problem, lang).splitlines()) == 1
    path = root / problem.file
    if path.is_file():
        lines = LINE_END.split(path.read_bytes().decode("utf-8-sig", "replace"))
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def places(data, path=()):
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def parent_of(data, path):
    for part in path[:-1]:
        data = data[part]
    return data


def mutate(data, draw):
    """One node deleted, replaced, moved, given twice or renamed."""
    path = draw(st.sampled_from([p for p in places(data) if p] or [()]))
    if not path:
        return draw(VALUES)
    parent, key = parent_of(data, path), path[-1]
    how = draw(st.sampled_from(["delete", "replace", "twice", "rename", "wrap"]))
    if how == "delete":
        del parent[key]
    elif how == "replace":
        parent[key] = draw(VALUES)
    elif how == "wrap":
        parent[key] = draw(st.sampled_from([[parent[key]], {"text": parent[key]}, {"id": parent[key]}]))
    elif isinstance(parent, list):
        parent.insert(0, parent[key])
    else:
        parent[draw(st.text(max_size=5)) if how == "twice" else draw(st.sampled_from(["id", "kind", "text"]))] = parent[key]
    return data


class Plain(yaml.SafeDumper):
    """A dumper without aliases, as authors write."""

    def ignore_aliases(self, data):
        return True


@BOUNDED
@given(st.data())
@pytest.mark.parametrize("stage", STAGES)
def test_a_document_with_changed_nodes_is_answered(stage, answer, data):
    name = data.draw(st.sampled_from(sorted(FILES[stage])))
    document = yaml.load(FILES[stage][name], yaml.CSafeLoader)
    for _ in range(data.draw(st.integers(1, 3))):
        document = mutate(document, data.draw)

    answer(stage, name, yaml.dump(document, Dumper=Plain, allow_unicode=True, sort_keys=False))


@BOUNDED
@given(st.data())
def test_a_text_with_changed_characters_is_answered(answer, data):
    """Cut short, doubled, or with any character of Unicode somewhere inside."""
    stage = data.draw(st.sampled_from(STAGES))
    name = data.draw(st.sampled_from(sorted(FILES[stage])))
    text = FILES[stage][name]
    start, stop = sorted([data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))])
    middle = data.draw(st.sampled_from(["", text[start:stop] * 2]) | st.text(max_size=8) | YAML_MARKS)

    answer(stage, name, text[:start] + middle + text[stop:])


@BOUNDED
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(answer, raw):
    answer("quiz", "quizzes/refund-test.yaml", raw)


@BOUNDED
@given(st.text(max_size=200))
def test_any_text_is_answered(answer, text):
    answer("quiz", "quizzes/refund-test.en.yaml", text)


@pytest.mark.parametrize("stage", STAGES)
def test_every_prefix_of_a_document_is_answered(stage, answer):
    """A file that was saved half: no prefix that ends inside a question or a block passes as a shorter file."""
    name, text = max(((n, t) for n, t in FILES[stage].items() if not n.endswith(".en.yaml")), key=lambda f: len(f[1]))
    stops = random.Random(stage).sample(range(len(text)), 40)

    loaded = [answer(stage, name, text[:stop]) for stop in stops]

    assert sum(bool(one.problems) for one in loaded) >= 35
