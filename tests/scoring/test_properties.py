"""What holds for every question of every kind, whatever is answered."""

import json
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.content.questions import KINDS
from engine.scoring.questions import is_complete, mark, normalise, right_answer
from engine.scoring.receipt import after_tries, evaluate, from_plain, to_plain

from .builders import question

checked = settings(max_examples=100, deadline=None, database=None)

IDS = ["1", "2", "3", "10", "typed", "true", "null", "a", "b", "a-b", "z-9", "right", "of", "t", "w", "x1"]
MULTIPLE_RULES = ["all_or_nothing", "subset_proportional", "subset_half", "net_correct", "each_decision"]
PLACING_RULES = ["share", "all_or_nothing"]
ORDERING_RULES = ["pairwise", "longest_subset", "all_or_nothing"]
WORDS = st.sampled_from(["解冻", "再冻结", "客戶關係", "CRM", "ｃｒｍ", "customer value", "S.F.A.", "Straße", "答覆", "10%"])


def ids(least, most):
    return st.lists(st.sampled_from(IDS), min_size=least, max_size=most, unique=True)


@st.composite
def choices(draw, kind, least, most):
    names = draw(ids(least, most))
    right = draw(st.integers(1, len(names) - 1)) if kind == "multiple" else 1
    key = set(draw(st.permutations(names))[:right])
    options = [{"id": id, "text": id, "correct": id in key} for id in names]
    rule = {"rule": draw(st.sampled_from(MULTIPLE_RULES))} if kind == "multiple" else {}
    return question(kind, options=options, **rule)


@st.composite
def placings(draw, kind):
    names, places = draw(ids(3, 8)), draw(ids(2, 6) if kind == "sorting" else ids(8, 12))
    key = draw(st.permutations(places) if kind == "matching" else st.lists(st.sampled_from(places), min_size=8, max_size=8))
    own = "target" if kind == "matching" else "group"
    items = [{"id": id, "text": id, own: place} for id, place in zip(names, key, strict=False)]
    labels = [{"id": id, "text": id} for id in places]
    return question(kind, items=items, rule=draw(st.sampled_from(PLACING_RULES)), **{f"{own}s": labels})


@st.composite
def orderings(draw):
    items = [{"id": id, "text": id} for id in draw(ids(3, 8))]
    return question("ordering", items=items, rule=draw(st.sampled_from(ORDERING_RULES)))


DECIMALS = st.decimals(-1000, 1000, places=2).map(float)
TEXTS = st.fixed_dictionaries({"accepted": st.lists(WORDS, min_size=1, max_size=3)})
NUMBERS = st.fixed_dictionaries(
    {"number": st.integers(-(10**6), 10**6) | DECIMALS, "tolerance": st.sampled_from([0, 0.1, 0.05, 2])},
    optional={"relative": st.booleans()},
)


@st.composite
def fill_ins(draw):
    blanks = [{"id": id, "label": id, **draw(TEXTS | NUMBERS)} for id in draw(ids(1, 4))]
    return question("fill_in", blanks=blanks, rule=draw(st.sampled_from(PLACING_RULES)))


QUESTIONS = {
    "single": choices("single", 2, 8),
    "multiple": choices("multiple", 3, 10),
    "true_false": st.booleans().map(lambda answer: question("true_false", answer=answer)),
    "matching": placings("matching"),
    "sorting": placings("sorting"),
    "ordering": orderings(),
    "fill_in": fill_ins(),
    "scale": st.integers(2, 10).map(lambda points: question("scale", low="低", high="高", points=points)),
}
MARKED = [kind for kind in KINDS if kind != "scale"]


def placed(items, places):
    return st.fixed_dictionaries({}, optional={i.id: st.none() | st.sampled_from([p.id for p in places]) for i in items})


def typed(blank):
    near = [blank.number, blank.number + blank.tolerance, -blank.number] if blank.accepted == () else []
    return st.none() | st.text(max_size=30) | WORDS | st.sampled_from([*blank.accepted, *map(str, near)])


def raw_responses(q):
    """What a widget of `q` may hand in, nothing included; often the right answer, or close to it."""
    given_by_kind = {
        "single": lambda: st.sampled_from([o.id for o in q.options]),
        "multiple": lambda: st.lists(st.sampled_from([o.id for o in q.options])),
        "true_false": st.booleans,
        "matching": lambda: placed(q.items, q.targets),
        "sorting": lambda: placed(q.items, q.groups),
        "ordering": lambda: st.permutations(q.key),
        "fill_in": lambda: st.fixed_dictionaries({}, optional={b.id: typed(b) for b in q.blanks}),
        "scale": lambda: st.integers(1, q.points),
    }
    return given_by_kind[q.kind]() | st.just(right_answer(q)) | st.none()


def asked(*kinds):
    """A question of one of the kinds, and a response to it as handed in."""
    questions = st.sampled_from(kinds).flatmap(QUESTIONS.__getitem__)
    return questions.flatmap(lambda q: st.tuples(st.just(q), raw_responses(q)))


def judged(q, raw):
    """Mark, word and parts of a raw response."""
    result = mark(q, normalise(q, raw))
    return result.fraction, result.state, dict(result.parts)


@checked
@given(asked(*MARKED))
def test_marks_lie_between_nothing_and_all(case):
    """Every mark is an exact fraction from 0 to 1."""
    earned, _, _ = judged(*case)
    assert isinstance(earned, Fraction)
    assert 0 <= earned <= 1


@checked
@given(asked("scale"))
def test_scales_are_never_marked(case):
    """No answer on a scale has a mark."""
    assert judged(*case) == (None, "unmarked", {})


@checked
@given(asked(*KINDS))
def test_normalising_twice_is_normalising_once(case):
    """A response in the form kept is kept as it is."""
    q, raw = case
    once = normalise(q, raw)
    assert normalise(q, once) == once


@checked
@given(asked(*KINDS))
def test_replay_gives_the_same_mark(case):
    """A response that was stored as JSON and is marked again earns what it earned."""
    q, raw = case
    stored = json.loads(json.dumps(normalise(q, raw)))
    assert judged(q, stored) == judged(q, raw)


@checked
@given(asked(*KINDS), st.integers(1, 5), st.sampled_from([0, 0.1, 1 / 3, 0.5, 1]))
def test_a_receipt_evaluates_to_its_mark(case, tries, penalty):
    """The stored receipt, read again, gives exactly the mark, and after tries exactly the mark less their cost."""
    q, raw = case
    first = mark(q, normalise(q, raw))
    assert evaluate(from_plain(json.loads(json.dumps(to_plain(first.receipt))))) == first.fraction
    later = from_plain(json.loads(json.dumps(to_plain(after_tries(first.receipt, tries, penalty)))))
    factor = Fraction(penalty).limit_denominator(10)
    expected = None if first.fraction is None else first.fraction * (1 - factor) ** (tries - 1)
    assert evaluate(later) == expected


@checked
@given(asked(*MARKED))
def test_the_right_answer_earns_everything(case):
    """The right answer of every question earns 1, is right, and leaves nothing open."""
    q, _ = case
    assert judged(q, right_answer(q))[:2] == (1, "right")
    assert is_complete(q, normalise(q, right_answer(q)))


@checked
@given(asked("single", "multiple", "true_false", "matching", "sorting", "ordering"))
def test_only_the_right_answer_earns_everything(case):
    """Where there is one key, nothing but the key earns 1."""
    q, raw = case
    assert (judged(q, raw)[0] == 1) == (normalise(q, raw) == right_answer(q))


@checked
@given(asked(*MARKED))
def test_blank_means_nothing_given(case):
    """An answer is "blank" exactly when nothing is kept of it; then it earns 0 and is incomplete."""
    q, raw = case
    earned, state, _ = judged(q, raw)
    nothing = normalise(q, raw) is None
    assert (state == "blank") == nothing
    assert not nothing or (earned == 0 and not is_complete(q, None))


LISTS = {
    "single": ["options"],
    "multiple": ["options"],
    "matching": ["items", "targets"],
    "sorting": ["items", "groups"],
    "fill_in": ["blanks"],
}


@checked
@given(asked(*LISTS), st.randoms(use_true_random=False))
def test_the_order_written_does_not_matter(case, random):
    """Options, items, targets, groups and blanks written in another order leave mark and parts as they are."""
    q, raw = case
    plain = q.model_dump(exclude_unset=True)
    for name in LISTS[q.kind]:
        plain[name] = random.sample(plain[name], len(plain[name]))
    assert judged(type(q).model_validate(plain), raw) == judged(q, raw)


@checked
@given(asked("multiple", "matching", "sorting", "fill_in"), st.randoms(use_true_random=False))
def test_the_order_of_choosing_does_not_matter(case, random):
    """Ticking, placing and filling in another order is the same response."""
    q, raw = case
    assume(raw is not None)
    another = dict(random.sample(list(raw.items()), len(raw))) if isinstance(raw, dict) else random.sample(raw, len(raw))
    assert json.dumps(normalise(q, another)) == json.dumps(normalise(q, raw))


@checked
@given(asked("ordering"), st.permutations(IDS))
def test_ordering_depends_on_places_only(case, names):
    """Renaming the items of an ordering, in question and answer alike, leaves the mark."""
    q, raw = case
    assume(raw is not None)
    renamed = dict(zip(IDS, names, strict=True))
    items = [{"id": renamed[i.id], "text": i.text} for i in q.items]
    other = question("ordering", items=items, rule=q.rule)
    assert judged(other, [renamed[id] for id in raw])[:2] == judged(q, raw)[:2]


@checked
@given(asked("ordering"))
def test_pairs_not_won_are_won_by_the_reverse(case):
    """By pairs, an order and its reverse earn 1 between them."""
    q, raw = case
    assume(raw is not None and q.rule == "pairwise")
    assert judged(q, raw)[0] + judged(q, raw[::-1])[0] == 1


def part_ids(q):
    """Of which parts a mark speaks."""
    return {part.id for part in (q.blanks if q.kind == "fill_in" else q.items)}


@checked
@given(asked("matching", "sorting", "fill_in"))
def test_parts_add_up_to_the_mark(case):
    """Parts speak of every item or blank; the mark is the share that is right, or 1 only if all are."""
    q, raw = case
    earned, state, parts = judged(q, raw)
    assume(state != "blank")
    assert set(parts) == part_ids(q)
    right = list(parts.values()).count(True)
    assert earned == (Fraction(right, len(part_ids(q))) if q.rule == "share" else int(right == len(part_ids(q))))


@checked
@given(asked("single", "true_false"))
def test_the_one_part_is_the_mark(case):
    """Of one choice there is one part, right where the mark is 1 and wrong where it is 0."""
    earned, state, parts = judged(*case)
    assume(state != "blank")
    assert list(parts.values()) == [earned == 1]
