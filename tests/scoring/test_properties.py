"""What holds for every question of every kind, whatever is answered."""

import json
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.content.questions import KINDS
from engine.scoring.questions import is_complete, mark, normalise, right_answer
from engine.scoring.questions.rating import lowest, means
from engine.scoring.questions.worksheet import open_fields
from engine.scoring.receipt import after_tries, evaluate, from_plain, to_plain

from .builders import question
from .strategies import IDS, MARKED, UNMARKED, asked

checked = settings(max_examples=100, deadline=None, database=None)


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
@given(asked(*UNMARKED))
def test_what_has_no_right_answer_is_never_marked(case):
    """No answer on a scale, on a worksheet or of a rating has a mark."""
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
@given(asked("multiple", "matching", "sorting", "fill_in", "worksheet", "rating"), st.randoms(use_true_random=False))
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


@checked
@given(asked("worksheet"))
def test_a_worksheet_keeps_every_own_word_and_nothing_else_under_typed(case):
    """What was typed is found under "typed" and no chosen option is, so that erasure takes one's words and only them."""
    q, raw = case
    kept = normalise(q, raw) or {"typed": {}, "chosen": {}}
    chosen_in = {field.id for field in q.fields if field.options}
    words = {id: entry.strip() for id, entry in (raw or {}).items() if id not in chosen_in and (entry or "").strip()}
    assert kept["typed"] == words
    assert set(kept["chosen"]) <= chosen_in
    assert set(kept) == {"typed", "chosen"}


@checked
@given(asked("worksheet"))
def test_a_worksheet_is_complete_when_nothing_is_open(case):
    """Open fields are fields of the worksheet, and with none of them open what was entered is complete."""
    q, raw = case
    kept = normalise(q, raw)
    missing = open_fields(q, kept)
    assert set(missing) <= {field.id for field in q.fields}
    assert is_complete(q, kept) == (kept is not None and missing == [])


@checked
@given(asked("rating"))
def test_means_lie_between_the_ratings_of_their_axis(case):
    """The mean of an axis is never below its lowest rating nor above its highest; the lowest axes have the lowest means."""
    q, raw = case
    kept = normalise(q, raw)
    found = means(q, kept)
    for axis, mean in found.items():
        given_here = [kept[item.id] for item in q.items if item.axis == axis and item.id in kept]
        assert min(given_here) <= mean <= max(given_here)
    named = [found[axis.id] for axis in lowest(q, kept)]
    left = [mean for mean in found.values() if mean < q.points]
    assert named == sorted(left)[: q.lowest]
