"""Questions of every kind drawn at random, and what their widgets may hand in."""

from hypothesis import strategies as st

from engine.content.questions import KINDS
from engine.content.rubric import LEVELS
from engine.scoring.questions import right_answer

from .builders import question

IDS = ["1", "2", "3", "10", "typed", "chosen", "true", "null", "a", "b", "a-b", "z-9", "right", "of", "t", "w"]
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


@st.composite
def worksheets(draw):
    """Fields of every entry, some optional, some with a fewest number of characters."""
    fields = []
    for id in draw(ids(1, 6)):
        entry = draw(st.sampled_from(["line", "text", "number", "choice", "ticks"]))
        options = [{"id": o, "text": o} for o in draw(ids(2, 5))] if entry in ("choice", "ticks") else []
        head = {"id": id, "text": id, "entry": entry, "options": options}
        fields.append({**head, "optional": draw(st.booleans()), "least": draw(st.integers(1, 6))})
    return question("worksheet", fields=fields)


@st.composite
def ratings(draw):
    axes = draw(ids(3, 6))
    others = draw(st.lists(st.sampled_from(axes), max_size=8))
    items = [{"id": id, "text": id, "axis": axis} for id, axis in zip(IDS, axes + others, strict=False)]
    edges = [{"id": axis, "text": axis} for axis in axes]
    points, low = draw(st.integers(2, 10)), draw(st.integers(0, 3))
    return question("rating", low="低", high="高", axes=edges, items=items, points=points, lowest=low)


@st.composite
def essays(draw):
    """One to five criteria, with or without points for the length; 100 points in all."""
    names, points = draw(ids(1, 5)), draw(st.integers(0, 50))
    cuts = sorted(draw(st.lists(st.integers(1, 99 - points), min_size=len(names) - 1, max_size=len(names) - 1, unique=True)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100 - points], strict=True)]
    levels = [{"id": id, "text": id} for id in LEVELS]
    rubric = [{"id": id, "text": id, "points": p, "levels": levels} for id, p in zip(names, weights, strict=True)]
    least = draw(st.integers(1, 40))
    length = {"least": least, "most": least + draw(st.integers(0, 40)), "points": points}
    return question(
        "essay", rubric=rubric, length={**length, "per": draw(st.integers(1, 20)), "loss": draw(st.integers(0, 50))}
    )


QUESTIONS = {
    "single": choices("single", 2, 8),
    "multiple": choices("multiple", 3, 10),
    "true_false": st.booleans().map(lambda answer: question("true_false", answer=answer)),
    "matching": placings("matching"),
    "sorting": placings("sorting"),
    "ordering": orderings(),
    "fill_in": fill_ins(),
    "scale": st.integers(2, 10).map(lambda points: question("scale", low="低", high="高", points=points)),
    "worksheet": worksheets(),
    "rating": ratings(),
    "essay": essays(),
}
UNMARKED = ["scale", "worksheet", "rating", "essay"]
MARKED = [kind for kind in KINDS if kind not in UNMARKED]


def placed(items, places):
    return st.fixed_dictionaries({}, optional={i.id: st.none() | st.sampled_from([p.id for p in places]) for i in items})


def typed(blank):
    near = [blank.number, blank.number + blank.tolerance, -blank.number] if blank.accepted == () else []
    return st.none() | st.text(max_size=30) | WORDS | st.sampled_from([*blank.accepted, *map(str, near)])


def entered(field):
    """What the widget of a field of a worksheet may hold."""
    options = [option.id for option in field.options]
    if not options:
        return st.none() | st.text(max_size=12) | WORDS | DECIMALS.map(str)
    return st.none() | (st.sampled_from(options) if field.entry == "choice" else st.lists(st.sampled_from(options)))


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
        "worksheet": lambda: st.fixed_dictionaries({}, optional={f.id: entered(f) for f in q.fields}),
        "rating": lambda: st.fixed_dictionaries({}, optional={i.id: st.none() | st.integers(1, q.points) for i in q.items}),
        "essay": lambda: st.text(max_size=60) | WORDS,
    }
    return given_by_kind[q.kind]() | st.just(right_answer(q)) | st.none()


def asked(*kinds):
    """A question of one of the kinds, and a response to it as handed in."""
    questions = st.sampled_from(kinds).flatmap(QUESTIONS.__getitem__)
    return questions.flatmap(lambda q: st.tuples(st.just(q), raw_responses(q)))
