"""Correcting a key: what is found, what is written and undone, and that marks, standings, pages and exports follow."""

import os
import subprocess
import sys
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
import yaml

from engine.services import learning, lessons, personal, playing, progress, regrading
from engine.services.context import Refused
from engine.services.library import Library
from engine.services.regrading import preview, run, undo
from engine.services.standings import rebuild
from engine.store import attempts, cards, regrades, standings
from engine.store.schema import metadata
from tests.builders import RIGHT, WRONG, give, outcome, together
from tests.lessons import do, slot_of
from tests.rooms.builders import Class

SOUND = Path(__file__).parents[1] / "loading/broken/roleplay/sound/cases/parcel/roleplay-late-parcel.yaml"
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def rekey(school, key="c", id="choose", **fields):
    """Another option of a question is right now."""
    asked = school.ask(id)
    for option in asked.get("options", []):
        option["correct"] = option["id"] in key
    asked.update(fields)
    assert school.publish().course


def sat(ctx, *values, quiz="final"):
    """A paper answered in order and handed in; the attempt."""
    attempt = learning.start(ctx, quiz)
    for slot, value in enumerate(values):
        give(ctx, attempt, slot, value)
    learning.close(ctx, attempt)
    return attempt


def derived(school):
    """Standings and cards."""
    with school.db.read() as c:
        table = metadata.tables["card"]
        return standings.all_standings(c), sorted(tuple(row) for row in c.execute(table.select()))


def in_force(school):
    """Every answer with its verdict in force, as they were given."""
    with school.db.read() as c:
        return sorted(attempts.all_answers(c), key=lambda answer: answer.id)


def marks(school):
    return [answer.fraction for answer in in_force(school)]


def everything(school):
    """Every row of every table."""
    with school.db.read() as c:
        return {table.name: sorted(map(str, c.execute(table.select()))) for table in metadata.sorted_tables}


def do_it(school, policy="better", **limit):
    return run(school.db, school.library, policy, school.clock(), **limit)


def look(school, policy="better", **limit):
    return preview(school.db, school.library, policy, **limit)


def brief(changes):
    return [(change.who, change.quiz, change.question, *change.marks) for change in changes]


def is_as_rebuilt(school):
    """Whether standings and cards are those that a rebuild gives."""
    before = derived(school)
    rebuild(school.db)
    return derived(school) == before


def test_looking_changes_nothing(school):
    """A look names person, quiz, question, marks before and after and what was changed, and writes not one row."""
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    sat(mei, "c", quiz="final")
    sat(ben, "b", quiz="drill")
    rekey(school)
    before = everything(school)

    found = look(school)

    assert brief(found) == [("ben", "drill", "choose", 1, 1), ("mei", "final", "choose", 0, 1)]
    assert {(d.code, d.values["old"], d.values["new"]) for change in found for d in change.why} == {("key", "b", "c")}
    assert everything(school) == before


def test_run(school):
    """A run appends a verdict to each answer concerned: why it is there, what it replaces, by which key; it keeps all."""
    mei = school.sign_up("mei")
    sat(mei, "c", ["a"])
    rekey(school)
    school.clock.forward(days=1)
    first = in_force(school)

    done = do_it(school)

    with school.db.read() as c:
        rows = c.execute(metadata.tables["verdict"].select().order_by(metadata.tables["verdict"].c.id)).all()
        (kept,) = regrades.regrades(c)
    assert [r.cause for r in rows] == ["first", "first", "regrade"]
    new = rows[-1]
    assert (new.response_id, new.supersedes, new.regrade_id) == (rows[0].response_id, rows[0].id, done.regrade_id)
    assert (new.digest, new.at, new.undone_at) == (school.library.current().digests["choose"], school.clock(), None)
    assert (kept.policy, kept.release_id, kept.answers) == ("better", school.library.current_id(), 1)
    assert marks(school) == [1, HALF]
    assert in_force(school)[1] == first[1]


@pytest.mark.parametrize(
    ("policy", "after"),
    [
        ("better", [1, 1, 0, 0]),
        ("both", [1, 1, 0, 0]),
        ("new", [1, 0, 0, 0]),
        ("full", [1, 1, 1, 0]),
        ("none", [0, 1, 0, 0]),
    ],
)
def test_policies(school, policy, after):
    """Who answered by the new key, by the old one, by neither, and not at all: each policy gives what it says."""
    for i, value in enumerate(("c", "b", "a", None)):
        trainee = school.sign_up(f"trainee {i}")
        exam = learning.start(trainee, "final")
        give(trainee, exam, 0, "a")
        give(trainee, exam, 0, value)
        learning.close(trainee, exam)
    rekey(school)

    do_it(school, policy)

    last = [answer for answer in in_force(school) if answer.step == 1]
    assert [answer.fraction for answer in last] == after
    assert {a.policy for a in last} == {policy}
    assert is_as_rebuilt(school)


@pytest.mark.parametrize("policy", ["better", "both", "new", "full", "none"])
def test_a_second_run_changes_nothing(school, policy):
    """Whatever the policy, a second run finds nothing, has no number and writes no row; a look finds nothing either."""
    for i, value in enumerate("abc"):
        sat(school.sign_up(f"trainee {i}"), value, WRONG["choose-many"], RIGHT["fill"])
    rekey(school)
    assert do_it(school, policy).regrade_id
    before = everything(school)

    again = do_it(school, policy)

    assert (again.regrade_id, again.changes, look(school, "full")) == (None, (), [])
    assert everything(school) == before


@pytest.mark.parametrize("policy", ["better", "both", "new", "full", "none"])
def test_undo_restores_exactly(school, policy):
    """After undoing, answers, standings, cards and pages are to the letter those of before; the verdicts stay, undone."""
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    papers = [(mei, sat(mei, "b", ["a"])), (ben, sat(ben, "c", ["c"])), (ben, sat(ben, "a", ["b"], quiz="drill"))]
    rekey(school)
    rekey(school, "a", "choose-many", rule="net_correct")
    before = in_force(school), derived(school), [learning.view(*paper).slots for paper in papers]
    id = do_it(school, policy).regrade_id
    assert before[0] != in_force(school)

    count = undo(school.db, id, school.clock())

    assert (in_force(school), derived(school), [learning.view(*paper).slots for paper in papers]) == before
    with school.db.read() as c:
        assert [(row.id, row.undone_at, row.answers) for row in regrades.regrades(c)] == [(id, school.clock(), count)]
    assert is_as_rebuilt(school)
    assert do_it(school, policy).regrade_id == id + 1


def test_nothing_to_do(school):
    """Where no key was changed, or only words and tags were, there is nothing to do and no regrade is kept."""
    sat(school.sign_up("mei"), "b")
    rekey(school, "b", stem="换个问法", difficulty=3, origin=["sc-1"])

    assert (look(school), do_it(school).regrade_id) == ([], None)
    with school.db.read() as c:
        assert regrades.regrades(c) == []


def test_tries_and_their_price_stay(school):
    """In practice each try is marked anew for itself and goes on costing what it cost, except under `full`."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    for value in "ac":
        give(mei, drill, 0, value)
    rekey(school)

    found = look(school, "new")
    assert [(c.try_number, *c.marks) for c in found] == [(1, 0, 0), (2, 0, TWO_THIRDS)]
    id = do_it(school).regrade_id
    assert marks(school) == [0, TWO_THIRDS]
    slot = learning.view(mei, drill).slots[0]
    assert (slot.state, slot.receipt.tries, slot.fraction) == ("right", 2, TWO_THIRDS)
    with school.db.read() as c:
        (standing,) = standings.standings_of(c, mei.me.subject_id)
    assert (standing.best, standing.latest, standing.tries) == (TWO_THIRDS, TWO_THIRDS, 2)

    undo(school.db, id, school.clock())
    do_it(school, "full")
    assert marks(school) == [1, 1]


def test_results_history_and_topics_follow(school):
    """The result of an exam, its line in the history and the progress by topic go by the corrected mark, and back."""
    mei = school.sign_up("mei")
    exam = sat(mei, "c", RIGHT["choose-many"], RIGHT["fill"])

    def shown():
        view = learning.view(mei, exam)
        return view.result.fraction, progress.history(mei)[0].result.fraction, progress.topics(mei)[0].progress.known

    before = shown()
    rekey(school)
    id = do_it(school).regrade_id

    assert (before, shown()) == ((TWO_THIRDS, TWO_THIRDS, 2), (1, 1, 3))
    undo(school.db, id, school.clock())
    assert shown() == before


def test_notebook_follows(school):
    """A mistake that was none leaves no card behind, and comes back with the undoing."""
    mei = school.sign_up("mei")
    sat(mei, "c")
    rekey(school)

    def notebook():
        with school.db.read() as c:
            return [card.item for card in cards.cards_of(c, mei.me.subject_id)]

    seen = [notebook()]
    id = do_it(school).regrade_id
    seen.append(notebook())
    undo(school.db, id, school.clock())

    assert [*seen, notebook()] == [["choose"], [], ["choose"]]


def test_remembered_views_follow(school, url, opened):
    """A page that remembers its answers shows a regrade made by another process, and its undoing, at once."""
    mei = school.sign_up("mei")
    exam = sat(mei, "c")
    rekey(school)
    shown = [learning.view(mei, exam).slots[0].fraction]
    operator = opened(url)

    id = run(operator, Library(operator), "better", school.clock()).regrade_id
    shown.append(learning.view(mei, exam).slots[0].fraction)
    undo(operator, id, school.clock())
    shown.append(learning.view(mei, exam).slots[0].fraction)

    assert shown == [0, 1, 0]


def test_trainee_is_told(school):
    """A slot whose mark was made anew says by which policy, and shows what is right by the corrected question."""
    mei = school.sign_up("mei")
    exam = sat(mei, "b", ["a"])
    rekey(school, explanation="更正后的道理")
    before = learning.view(mei, exam).slots

    do_it(school)

    after = learning.view(mei, exam).slots
    assert [(s.regraded, s.policy) for s in (before[0], *after[:2])] == [(False, None), (True, "better"), (False, None)]
    assert (before[0].right, before[0].parts) == ("b", {"b": True})
    assert (after[0].right, after[0].parts, after[0].question.explanation) == ("c", {"b": False}, "更正后的道理")
    assert (after[0].fraction, after[0].state, after[1]) == (1, "right", before[1])


def test_between_two_tries(school):
    """Who may still try goes on with the question as it was begun, by whose key the next try is marked; then it is told."""
    mei = school.sign_up("mei")
    drill = learning.start(mei, "drill")
    give(mei, drill, 0, "a")
    rekey(school, stem="更正后的题")
    do_it(school)

    slot = learning.view(mei, drill).slots[0]
    assert (slot.policy, slot.settled, slot.question.stem) == (None, False, "choose？")
    learning.close(mei, drill)
    slot = learning.view(mei, drill).slots[0]
    assert (slot.policy, slot.settled, slot.question.stem, slot.right) == ("better", True, "更正后的题", "c")


def test_key_that_may_not_be_seen(school):
    """Where a quiz shows neither feedback nor the right answer, a correction shows them no more."""
    school.files["quizzes/final.yaml"]["show"] = {
        "mark": "after",
        "correctness": "never",
        "feedback": "never",
        "answer": "never",
    }
    assert school.publish().course
    mei = school.sign_up("mei")
    exam = sat(mei, "c")
    rekey(school, stem="更正后的题")
    do_it(school)

    slot = learning.view(mei, exam).slots[0]
    assert (slot.policy, slot.fraction, slot.parts, slot.right) == ("better", 1, None, None)
    assert slot.question.stem == "choose？"


def test_corrected_question_with_other_parts_is_shown_as_it_was(school):
    """Where the corrected question has lost an option of the paper, the paper is shown as it was answered."""
    mei = school.sign_up("mei")
    exam = sat(mei, "b")
    school.ask("choose")["options"].pop(0)
    rekey(school)

    do_it(school)

    slot = learning.view(mei, exam).slots[0]
    assert (slot.policy, slot.right, [o.id for o in slot.question.options]) == ("better", "b", ["a", "b", "c"])


def test_blank_that_is_gone_is_shown_as_it_was(school):
    """What was typed into a blank that the corrected question lacks is shown, with the full mark that it was given."""
    mei = school.sign_up("mei")
    exam = sat(mei, "b", ["a"], {"city": "南京", "share": "80"})
    school.ask("fill")["blanks"].pop()
    assert school.publish().course

    do_it(school, "full")

    slot = learning.view(mei, exam).slots[2]
    assert (slot.policy, slot.fraction, slot.parts) == ("full", 1, {"city": False, "share": False})


def test_open_exam(school):
    """Of an exam still open the last answers are marked anew; nothing is told before the close, and then it counts."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    for value in "ac":
        give(mei, exam, 0, value)
    rekey(school)

    done = do_it(school)

    slot = learning.view(mei, exam).slots[0]
    (answer, last) = personal.export(school.db, mei.me.person_id)["attempts"][0]["answers"]
    assert (len(done.changes), slot.policy, slot.state, slot.right) == (1, None, None, None)
    assert not {"cause", "policy", "marked_on", "fraction"} & {*answer, *last}
    learning.close(mei, exam)
    assert learning.view(mei, exam).slots[0].policy == "better"
    assert [row.best for row in derived(school)[0]] == [1]
    assert is_as_rebuilt(school)


def test_who_goes_on_with_an_old_paper(school):
    """An answer given after the run to a paper begun before it goes by the old key, until the next run."""
    mei = school.sign_up("mei")
    exam = learning.start(mei, "final")
    give(mei, exam, 0, "a")
    rekey(school)
    do_it(school)
    give(mei, exam, 0, "c")
    assert marks(school)[-1] == 0

    assert brief(do_it(school).changes) == [("mei", "final", "choose", 0, 1)]
    assert marks(school)[-1] == 1


def test_lessons_and_surveys(class_of, mei):
    """Answers in a lesson are marked anew like practice; a survey has no right answer and is left alone."""
    attempt = learning.start(mei, "first")
    give(mei, attempt, 0, "c")
    give(mei, learning.start(mei, "feelings"), 1, "c")
    page = class_of.files["lessons/m1/first.yaml"]["pages"][1]
    for option in page["blocks"][1]["options"]:
        option["correct"] = option["id"] == "c"
    rekey(class_of)

    done = do_it(class_of)

    assert brief(done.changes) == [("mei", "first", "first-ask", 0, 1)]
    slot = lessons.view(mei, "first").attempt.slots[slot_of(mei, attempt, "first-ask")]
    assert (slot.policy, slot.fraction, slot.right) == ("better", 1, "c")
    assert is_as_rebuilt(class_of)


def test_role_plays_are_left_alone(school):
    """Choices of a role-play that was changed are no answers to a question."""
    file = "cases/parcel/roleplay-late-parcel.yaml"
    school.files[file] = yaml.load(SOUND.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert school.publish().course
    mei = school.sign_up("mei")
    playing.choose(mei, playing.begin(mei, "late-parcel", "beginner"), 0, None, "n1a")
    before = school.library.current().digests["roleplay/late-parcel"]
    school.files[file]["trust"] += 1
    assert school.publish().course
    assert school.library.current().digests["roleplay/late-parcel"] != before

    assert look(school, "full") == []


def test_own_words_are_never_marked_anew(class_of, mei):
    """A worksheet whose fields were changed concerns nobody."""
    do(mei, learning.start(mei, "everything"), "x-sheet")
    pages = class_of.files["lessons/m1/everything.yaml"]["pages"]
    sheet = next(block for page in pages for block in page["blocks"] if block["id"] == "x-sheet")
    sheet["fields"][0]["least"] = 20
    assert class_of.publish().course

    assert look(class_of, "full") == []


def test_room_and_guests(school):
    """Answers in a room that is over are marked anew; a guest goes by the nickname of the seat."""
    room = Class(school)
    guests = [room.guest("小林"), room.guest("小林")]
    room.open(0)
    for guest, value in zip(guests, "cb", strict=True):
        room.answer(guest, 0, value)
    room.end()
    rekey(school)

    done = do_it(school)

    assert brief(done.changes) == [("小林", "drill", "choose", 0, 1), ("小林 2", "drill", "choose", 1, 1)]
    assert is_as_rebuilt(school)


def test_option_that_is_gone(school):
    """Who chose an option that is gone keeps the mark under every policy but `full`, and is listed as such."""
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    sat(mei, "a"), sat(ben, "c")
    school.ask("choose")["options"].pop(0)
    rekey(school)

    for policy in ("better", "both", "new", "none"):
        found = {change.who: change for change in look(school, policy)}
        assert (found["mei"].fits, found["mei"].marks, found["mei"].is_decided) == (False, (0, 0), False)
        assert found["ben"].fits
    assert do_it(school, "new").regrade_id
    assert [(a.fraction, a.cause) for a in in_force(school)] == [(0, "first"), (1, "regrade")]
    assert [(change.who, change.is_decided) for change in look(school)] == [("mei", False)]
    assert do_it(school).regrade_id is None
    assert do_it(school, "full").regrade_id
    assert marks(school) == [1, 1]
    assert do_it(school, "full").regrade_id is None


def test_retired_or_gone(school):
    """Answers to a question that was retired or taken away are left alone."""
    sat(school.sign_up("mei"), "c")
    for name in ("drill", "final", "feelings"):
        school.files[f"quizzes/{name}.yaml"]["questions"] = ["judge"]
    rekey(school, retired=True)
    assert look(school, "full") == []

    bank = school.files["quizzes/bank/basics.yaml"]
    bank["questions"] = [q for q in bank["questions"] if q["id"] != "choose"]
    assert school.publish().course
    assert "choose" not in school.library.current().questions["zh"]
    assert look(school, "full") == []


def test_erased_words(school, tmp_path):
    """Whoever was erased has no words left to mark: their mark stays, also where the new key alone counts."""
    mei = school.sign_up("mei")
    sat(mei, "b", ["a"], {"city": "北京", "share": "20"})
    personal.erase_me(mei, tmp_path)
    school.ask("fill")["blanks"][0]["accepted"] = ["京城"]
    assert school.publish().course

    (change,) = look(school, "new")

    assert (change.fits, change.marks, change.who[:2]) == (False, (1, 1), "— ")


def test_chain_of_corrections(school):
    """After a regrade by `full`, a second correction keeps the full mark under `better`; `both` goes by the two keys."""
    mei = school.sign_up("mei")
    sat(mei, "a")
    rekey(school, "c")
    do_it(school, "full")
    rekey(school, "c", stem="再问")
    assert look(school) == []
    school.ask("choose")["options"].append({"id": "d", "text": "选项d"})
    rekey(school, "d")

    assert {p: brief(look(school, p))[0][-2:] for p in ("better", "both", "new")} == {
        "better": (1, 1),
        "both": (1, 0),
        "new": (1, 0),
    }


def test_key_set_back(school):
    """A key that is set back after a regrade by `new` concerns the same answers again, and gives the first marks."""
    sat(school.sign_up("mei"), "b"), sat(school.sign_up("ben"), "c")
    rekey(school, "c")
    do_it(school, "new")
    assert marks(school) == [0, 1]

    rekey(school, "b")
    do_it(school, "new")

    assert marks(school) == [1, 0]
    assert is_as_rebuilt(school)


def test_one_question_only(school):
    """A run can be limited to one question; the others wait. A question that the course lacks is refused."""
    sat(school.sign_up("mei"), "c", ["c"])
    rekey(school)
    rekey(school, "c", "choose-many")

    done = do_it(school, question="choose-many")

    assert {change.question for change in done.changes} == {"choose-many"}
    assert {change.question for change in look(school)} == {"choose"}
    for call in (look, do_it):
        with pytest.raises(Refused, match="no_such_question"):
            call(school, question="nosuch")


def test_what_is_refused(school):
    """A regrade that is not there, is undone already, or has another built upon it is not undone; nothing is written."""
    sat(school.sign_up("mei"), "c")
    rekey(school)
    first = do_it(school).regrade_id
    rekey(school, "a")
    second = do_it(school, "new").regrade_id
    before = everything(school)

    assert outcome(partial(undo, school.db, 99, school.clock())) == "no_such_regrade"
    with pytest.raises(Refused, match="regrade_built_upon") as refusal:
        undo(school.db, first, school.clock())
    assert (refusal.value.values["later"], everything(school)) == (second, before)
    assert (undo(school.db, second, school.clock()), marks(school)) == (1, [1])
    assert outcome(partial(undo, school.db, second, school.clock())) == "regrade_undone"
    assert (undo(school.db, first, school.clock()), marks(school)) == (1, [0])


def test_before_any_content(db):
    """Without a release in force there is nothing to compare with."""
    assert outcome(partial(preview, db, Library(db))) == "no_release"


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ("run", "regrades.append_verdicts"),
        ("undo", "regrades.undo_regrade"),
        *[
            (when, place)
            for when in ("run", "undo")
            for place in ("rebuild_in", "standings.replace_standings", "cards.replace_cards")
        ],
    ],
)
def test_what_breaks_off_leaves_nothing(school, monkeypatch, when, place):
    """Wherever a run or an undoing breaks off, afterwards not one row is other than before, and it can be done again."""
    sat(school.sign_up("mei"), "c")
    rekey(school)
    id = do_it(school).regrade_id if when == "undo" else None
    before = everything(school)

    def broken(*_):
        raise KeyboardInterrupt

    module = "standings" if place.endswith(("standings", "cards")) else "regrading"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(f"engine.services.{module}.{place}", broken)
        undo(school.db, id, school.clock()) if id else do_it(school)

    assert everything(school) == before
    assert undo(school.db, id, school.clock()) if id else do_it(school).regrade_id


KILLED = """
import os, sys
from datetime import UTC, datetime
from engine.services import regrading, standings
from engine.services.library import Library
from engine.store.database import open_database
standings.cards.replace_cards = lambda *_: os._exit(9)
db = open_database(sys.argv[1])
regrading.run(db, Library(db), "better", datetime.now(UTC))
"""


def test_killed_process_leaves_nothing(school, url):
    """A process that dies before the end of the transaction leaves everything as it was."""
    sat(school.sign_up("mei"), "c")
    rekey(school)
    before = everything(school)

    died = subprocess.run([sys.executable, "-c", KILLED, url], env=dict(os.environ), check=False)

    assert (died.returncode, everything(school)) == (9, before)
    assert do_it(school).regrade_id


def test_export_says_it(school):
    """A person's export has the mark in force, that it is of a regrade, and by which policy."""
    mei = school.sign_up("mei")
    sat(mei, "c", ["a"])
    rekey(school)
    do_it(school)

    exported = personal.export(school.db, mei.me.person_id)["attempts"][0]["answers"]

    release = school.library.current_id()
    assert [(a["fraction"], a["cause"], a["policy"], a["marked_on"]) for a in exported] == [
        ("1", "regrade", "better", release),
        ("1/2", "first", None, None),
    ]


def test_two_runs_at_once(school):
    """Of two runs at the same instant one does it and the other finds nothing left."""
    for i in range(5):
        sat(school.sign_up(f"trainee {i}"), "c")
    rekey(school)

    outcomes = together(*[partial(do_it, school)] * 2)

    assert sorted(o.regrade_id is None for o in outcomes) == [False, True]
    with school.db.read() as c:
        assert [row.answers for row in regrades.regrades(c)] == [5]
    assert is_as_rebuilt(school)


def test_answering_meanwhile(school):
    """Whoever answers or hands in while it runs is neither lost nor counted by a mark that is no longer in force."""
    for n in range(6):
        room = [school.sign_up(f"trainee {n} {i}") for i in range(4)]
        papers = [learning.start(ctx, quiz) for ctx, quiz in zip(room, ["drill", "final"] * 2, strict=True)]
        for ctx, paper in zip(room, papers, strict=True):
            give(ctx, paper, 0, "b")
        rekey(school, "abc"[n % 2 * 2])
        closing = [partial(learning.close, *pair) for pair in zip(room, papers, strict=True)]
        answering = [partial(learning.answer, room[i], papers[i], 1, 0, ["a"]) for i in (0, 1)]

        outcomes = together(*closing, *answering, partial(do_it, school, "new"))

        assert not [o for o in outcomes if isinstance(o, Exception)]
        assert is_as_rebuilt(school)


def test_made(school):
    """All regrades are listed, oldest first."""
    sat(school.sign_up("mei"), "c")
    for key in "cab":
        rekey(school, key)
        do_it(school, "new")

    assert [(row.id, row.policy) for row in regrading.made(school.db)] == [(1, "new"), (2, "new"), (3, "new")]
