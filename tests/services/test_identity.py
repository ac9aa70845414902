"""Who someone is: signing up and in, waiting, recovering, tickets, sessions, settings, the first admin."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from argon2 import PasswordHasher

from engine.services import admin, identity, secrets
from engine.services.context import Refused
from engine.store import people
from tests.builders import PHRASE, outcome, together


def sign_in(school, login="mei", phrase=PHRASE):
    return outcome(lambda: identity.sign_in(school.ctx(), login, phrase))


def refusal(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def fail(school, times, login="mei"):
    """Fail to sign in so often in a row, waiting whenever one must."""
    for _ in range(times):
        while (code := sign_in(school, login, "a wrong phrase")) == "wait":
            school.clock.forward(seconds=1)
        assert code == "wrong_sign_in"


def seconds_to_wait(school):
    with pytest.raises(Refused) as refused:
        identity.sign_in(school.ctx(), "mei", PHRASE)
    return refused.value.values["seconds"]


def test_newcomer_is_known_at_once(school):
    """The ticket of a sign-up opens a session in which the person has the name and language they came with."""
    welcome = identity.sign_up(school.ctx(lang="en"), "mei", "  小   梅 ", PHRASE)

    actor = identity.who(school.db, school.cookie(welcome.ticket), school.clock())

    assert (actor.name, actor.lang, actor.theme, actor.zone, actor.is_admin) == (
        "小 梅",
        "en",
        "auto",
        "Asia/Shanghai",
        False,
    )


def test_name_may_be_left_out(school):
    """Whoever gives no display name is called by their sign-in name."""
    assert school.sign_up("mei").me.name == "mei"


@pytest.mark.parametrize(
    ("login", "name", "phrase", "code"),
    [
        ("m", "", PHRASE, "login_length"),
        ("  m ", "", PHRASE, "login_length"),
        ("", "", PHRASE, "login_length"),
        ("m" * 41, "", PHRASE, "login_length"),
        ("mei", " ", PHRASE, "name_length"),
        ("mei", "梅" * 41, PHRASE, "name_length"),
        ("mei", "", "seven77", "phrase_length"),
        ("mei", "", "p" * 201, "phrase_length"),
        ("anna", "", PHRASE, "login_taken"),
        ("ANNA", "", PHRASE, "login_taken"),
        (" anna ", "", PHRASE, "login_taken"),
    ],
)
def test_sign_up_is_refused(school, login, name, phrase, code):
    """A sign-up that cannot be is refused with its own reason, and leaves nobody behind."""
    school.sign_up("anna")

    assert refusal(lambda: identity.sign_up(school.ctx(), login, name, phrase)) == code

    with school.db.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM person").scalar() == 1
        assert c.exec_driver_sql("SELECT count(*) FROM credential").scalar() == 2


@pytest.mark.parametrize("phrase", ["12345678", "p" * 200, "四个汉字和四个字"])
def test_shortest_and_longest_phrase(school, phrase):
    """Eight characters are enough, two hundred are not too many, in any script."""
    identity.sign_up(school.ctx(), "mei", "", phrase)

    assert len(sign_in(school, phrase=phrase)) > 20


@pytest.mark.parametrize("typed", ["mei li", "MEI LI", "  Mei   Li ", "mEI\tlI", "ｍｅｉ　ｌｉ"])
def test_login_is_folded(school, typed):
    """A sign-in name is the same in any case and width, and with any spaces around and between."""
    school.sign_up("Mei Li")

    assert len(sign_in(school, typed)) > 20


@pytest.mark.parametrize("typed", ["me\0i", "mei\0"])
def test_nul_in_a_name(school, typed):
    """A NUL, which PostgreSQL cannot keep, is left out of names."""
    ctx = school.sign_up(typed, typed)

    assert (identity.login_name(ctx), ctx.me.name) == ("mei", "mei")


def test_wrong_pair_says_the_same(school):
    """A wrong phrase and a name that nobody has are refused in the same words."""
    school.sign_up("mei")

    wrong = [
        (error.value.code, error.value.values)
        for login in ("mei", "nobody")
        for error in [_refused(lambda login=login: identity.sign_in(school.ctx(), login, "a wrong phrase"))]
    ]

    assert wrong == [("wrong_sign_in", {})] * 2


def _refused(call):
    with pytest.raises(Refused) as error:
        call()
    return error


def test_unknown_name_costs_a_hash(school, monkeypatch):
    """A name that nobody has is refused no faster than a wrong phrase: a hash is made for it, also when recovering."""
    made = []
    monkeypatch.setattr(identity, "matches", lambda kept, secret: made.append(kept) or secrets.matches(kept, secret))

    sign_in(school, "nobody")
    outcome(lambda: identity.recover(school.ctx(), "nobody", "AAAA", PHRASE))

    assert made == [identity._DECOY] * 2
    default = PasswordHasher()
    assert not default.check_needs_rehash(identity._DECOY)


def test_five_failures_are_free(school):
    """The first four failures cost no waiting."""
    school.sign_up("mei")

    fail(school, identity.FREE_FAILURES - 1)

    assert len(sign_in(school)) > 20


def test_waiting_doubles_up_to_five_minutes(school):
    """From the fifth failure on one waits, each time twice as long, never longer than five minutes."""
    school.sign_up("mei")
    fail(school, identity.FREE_FAILURES - 1)
    waits = []

    for _ in range(11):
        fail(school, 1)
        waits.append(seconds_to_wait(school))
        school.clock.forward(seconds=waits[-1])

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_waiting_is_over_when_it_says(school):
    """While one waits even the right phrase is refused; when the time is over it is taken."""
    school.sign_up("mei")
    fail(school, identity.FREE_FAILURES + 3)
    school.clock.forward(seconds=7.5)
    still = sign_in(school)

    school.clock.forward(seconds=0.5)

    assert (still, len(sign_in(school)) > 20) == ("wait", True)


def test_success_makes_up_for_failures(school):
    """After a success failures are counted from the start again."""
    school.sign_up("mei")
    fail(school, identity.FREE_FAILURES - 1)
    sign_in(school)

    fail(school, identity.FREE_FAILURES - 1)

    assert len(sign_in(school)) > 20


def test_one_account_waits_alone(school):
    """While one account waits, another signs in."""
    school.sign_up("mei"), school.sign_up("ben")
    fail(school, identity.FREE_FAILURES)

    assert len(sign_in(school, "ben")) > 20


def test_recovery(school):
    """Recovery sets the phrase, ends every session, and gives a new code; neither old phrase nor old code work any more."""
    old = identity.sign_up(school.ctx(), "mei", "", PHRASE)
    laptop, phone = school.cookie(old.ticket), school.cookie(sign_in(school))

    new = identity.recover(school.ctx(), "MEI", old.recovery, "another phrase")

    assert [identity.who(school.db, token, school.clock()) for token in (laptop, phone)] == [None, None]
    assert identity.who(school.db, school.cookie(new.ticket), school.clock()).name == "mei"
    assert (sign_in(school), len(sign_in(school, phrase="another phrase")) > 20) == ("wrong_sign_in", True)
    assert refusal(lambda: identity.recover(school.ctx(), "mei", old.recovery, PHRASE)) == "wrong_recovery"
    assert identity.recover(school.ctx(), "mei", new.recovery, PHRASE).recovery != new.recovery


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_recovery_code_as_people_type_it(school, change):
    """A recovery code works in small letters, with spaces or without dashes."""
    code = identity.sign_up(school.ctx(), "mei", "", PHRASE).recovery

    assert identity.recover(school.ctx(), "mei", change(code), "another phrase")


@pytest.mark.parametrize(
    ("login", "code", "phrase", "refused"),
    [
        ("mei", "AAAA-AAAA-AAAA-AAAA", PHRASE, "wrong_recovery"),
        ("mei", "", PHRASE, "wrong_recovery"),
        ("mei", PHRASE, PHRASE, "wrong_recovery"),
        ("nobody", "AAAA-AAAA-AAAA-AAAA", PHRASE, "wrong_recovery"),
        ("mei", "AAAA-AAAA-AAAA-AAAA", "short", "phrase_length"),
    ],
)
def test_recovery_is_refused(school, login, code, phrase, refused):
    """A wrong code, an unknown name and a short phrase recover nothing."""
    mei = school.sign_up("mei")

    assert refusal(lambda: identity.recover(school.ctx(), login, code, phrase)) == refused

    assert (identity.login_name(mei), len(sign_in(school)) > 20) == ("mei", True)


def test_guessing_recovery_codes_waits(school):
    """Wrong recovery codes make one wait like wrong phrases, without locking the pass phrase."""
    school.sign_up("mei")

    codes = [refusal(lambda: identity.recover(school.ctx(), "mei", "AAAA", PHRASE)) for _ in range(6)]

    assert codes == ["wrong_recovery"] * 5 + ["wait"]
    assert len(sign_in(school)) > 20


def test_recovery_ends_the_waiting(school):
    """Whoever recovers need not wait for the failures of the forgotten phrase."""
    code = identity.sign_up(school.ctx(), "mei", "", PHRASE).recovery
    fail(school, 10)

    identity.recover(school.ctx(), "mei", code, "another phrase")

    assert len(sign_in(school, phrase="another phrase")) > 20


def test_ticket_works_once(school):
    """A ticket opens one session; the second time it opens nothing."""
    ticket = identity.sign_up(school.ctx(), "mei", "", PHRASE).ticket

    first, second = (identity.redeem(school.db, ticket, school.clock()) for _ in range(2))

    assert (first is None, second) == (False, None)


def test_ticket_is_for_its_purpose(school):
    """A ticket for an export opens no session and a ticket for a session no export; both stay good for their own."""
    mei = school.sign_up("mei")
    session, export = sign_in(school), identity.export_ticket(mei)

    assert identity.redeem(school.db, export, school.clock()) is None
    assert identity.redeem_export(school.db, session, school.clock()) is None
    assert identity.redeem_export(school.db, export, school.clock()) == mei.me.person_id
    assert identity.redeem(school.db, session, school.clock())


@pytest.mark.parametrize(("seconds", "good"), [(59, True), (60, False), (3600, False)])
def test_ticket_runs_out(school, seconds, good):
    """A ticket is good for less than a minute."""
    ticket = identity.sign_up(school.ctx(), "mei", "", PHRASE).ticket

    school.clock.forward(seconds=seconds)

    assert (identity.redeem(school.db, ticket, school.clock()) is not None) is good


def test_old_tickets_are_swept(school):
    """Tickets that ran out do not pile up."""
    mei = school.sign_up("mei")
    identity.export_ticket(mei)
    school.clock.forward(hours=1)

    identity.redeem(school.db, "nosuch", school.clock())

    with school.db.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM ticket").scalar() == 0


@pytest.mark.parametrize("ticket", ["", "nosuch", "x" * 300])
def test_forged_ticket(school, ticket):
    """A ticket that was never made opens nothing."""
    school.sign_up("mei")

    assert identity.redeem(school.db, ticket, school.clock()) is None


def test_session_runs_out(school):
    """A session holds for thirty days."""
    token = school.cookie(identity.sign_up(school.ctx(), "mei", "", PHRASE).ticket)

    school.clock.forward(days=30, seconds=-1)
    before = identity.who(school.db, token, school.clock())
    school.clock.forward(seconds=1)

    assert (before.name, identity.who(school.db, token, school.clock())) == ("mei", None)


@pytest.mark.parametrize("token", [None, "", "nosuch"])
def test_forged_cookie(school, token):
    """A cookie that names no session names nobody."""
    school.sign_up("mei")

    assert identity.who(school.db, token, school.clock()) is None


def test_sign_out_ends_one_session(school):
    """Signing out on the phone leaves the laptop signed in; signing out twice is no mistake."""
    laptop = school.cookie(identity.sign_up(school.ctx(), "mei", "", PHRASE).ticket)
    phone = school.cookie(sign_in(school))

    identity.sign_out(school.db, phone)
    identity.sign_out(school.db, phone)

    assert identity.who(school.db, phone, school.clock()) is None
    assert identity.who(school.db, laptop, school.clock())


def test_settings_are_kept(school):
    """Name, language, theme and time zone are there at the next look."""
    token = school.cookie(identity.sign_up(school.ctx(), "mei", "", PHRASE).ticket)

    wanted = {"name": " 小 梅 ", "lang": "en", "theme": "dark", "zone": "America/New_York"}
    identity.change_settings(school.signed_in(token), **wanted)

    me = school.signed_in(token).me
    assert (me.name, me.lang, me.theme, me.zone) == ("小 梅", "en", "dark", "America/New_York")


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ({"lang": "fr"}, "bad_setting"),
        ({"lang": None}, "bad_setting"),
        ({"theme": "neon"}, "bad_setting"),
        ({"zone": "Mars/Olympus"}, "bad_setting"),
        ({"zone": "../../etc/passwd"}, "bad_setting"),
        ({"zone": ""}, "bad_setting"),
        ({"is_admin": True}, "bad_setting"),
        ({"id": "another"}, "bad_setting"),
        ({"name": "   "}, "name_length"),
        ({"name": "梅" * 41}, "name_length"),
        ({"theme": "dark", "name": ""}, "name_length"),
    ],
)
def test_setting_that_cannot_be(school, setting, code):
    """A value that cannot be is refused, and nothing of what came with it is kept."""
    token = school.cookie(identity.sign_up(school.ctx(), "mei", "", PHRASE).ticket)
    before = school.signed_in(token).me

    assert refusal(lambda: identity.change_settings(school.signed_in(token), **setting)) == code

    assert school.signed_in(token).me == before


def test_changing_nothing(school):
    """Saving without a change is no mistake."""
    mei = school.sign_up("mei")

    identity.change_settings(mei)

    assert identity.login_name(mei) == "mei"


def test_set_up_code_makes_one_admin(school):
    """The code on the console makes the first admin; nobody after them, with it or with a new one."""
    code = identity.setup_code(school.db)
    mei, ben = school.sign_up("mei"), school.sign_up("ben")
    assert admin.needs_admin(mei)

    identity.become_admin(mei, code.lower().replace("-", " "))

    assert refusal(lambda: identity.become_admin(ben, code)) == "wrong_setup_code"
    assert (identity.setup_code(school.db), admin.needs_admin(ben)) == (None, False)
    with school.db.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM person WHERE is_admin").scalar() == 1


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA"])
def test_wrong_set_up_code(school, code):
    """A wrong code makes nobody an admin, and leaves the right one good."""
    right = identity.setup_code(school.db)
    mei = school.sign_up("mei")

    assert refusal(lambda: identity.become_admin(mei, code)) == "wrong_setup_code"

    identity.become_admin(mei, right)
    assert not admin.needs_admin(mei)


def test_every_start_prints_the_same_set_up_code(school):
    """Processes that start at once, and every later start, print the same code until it was used."""
    printed = {*together(*[partial(identity.setup_code, school.db)] * 4), identity.setup_code(school.db)}
    mei = school.sign_up("mei")

    assert len(printed) == 1
    identity.become_admin(mei, printed.pop())
    assert identity.setup_code(school.db) is None


def test_two_hashes_at_once(monkeypatch):
    """However many sign up or in, at most two pass phrases are hashed at once."""
    running, most, lock = [], [], threading.Lock()

    class Counting(PasswordHasher):
        def hash(self, *args, **kwargs):
            return counted(lambda: super(Counting, self).hash(*args, **kwargs))

        def verify(self, *args, **kwargs):
            return counted(lambda: super(Counting, self).verify(*args, **kwargs))

    def counted(work):
        with lock:
            running.append(1)
            most.append(len(running))
        done = work()
        with lock:
            running.pop()
        return done

    monkeypatch.setattr(secrets, "_HASHER", Counting(time_cost=2, memory_cost=8192))
    kept = secrets.hashed(PHRASE)

    together(*[lambda: secrets.hashed(PHRASE)] * 6, *[lambda: secrets.matches(kept, PHRASE)] * 6)

    assert max(most) == 2


def test_real_hashes():
    """The hasher of the product takes its own phrase, refuses another, and salts every hash."""
    one, two = (secrets.hashed(PHRASE) for _ in range(2))

    assert (secrets.matches(one, PHRASE), secrets.matches(one, PHRASE + " ")) == (True, False)
    assert one != two
    assert one.startswith("$argon2id$")


def test_no_secret_is_in_the_database(sqlite_school):
    """Phrases, recovery codes, tickets and session tokens are nowhere in the file or its log."""
    school = sqlite_school
    welcome = identity.sign_up(school.ctx(), "login-of-mei", "", PHRASE)
    token = school.cookie(welcome.ticket)
    ticket = sign_in(school, "login-of-mei")
    renewed = identity.recover(school.ctx(), "login-of-mei", welcome.recovery, "another phrase")
    export = identity.export_ticket(school.signed_in(school.cookie(renewed.ticket)))
    secret = [PHRASE, "another phrase", welcome.recovery, renewed.recovery, token, ticket, welcome.ticket, export]

    found = kept_bytes(school)

    assert b"login-of-mei" in found
    assert [s for s in secret if s.encode() in found or s.replace("-", "").encode() in found] == []


def kept_bytes(school):
    """Every byte of the database file and of its log."""
    files = (school.folder.parent).glob("rapport.db*")
    return b"".join(file.read_bytes() for file in files)


def test_failures_of_a_lost_credential(school):
    """A credential that is gone is nobody's: looking it up gives nothing."""
    with school.db.write() as c:
        assert people.locked_credential(c, 999) is None
        assert people.credential_by_login(c, "mei") is None
    assert timedelta(seconds=identity.LONGEST_WAIT) == identity._wait(10**6)
