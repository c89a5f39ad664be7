"""How one obligation moves on with time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duecare.obligations.rules import RECORD_AFTER, Facts, Rung, Step, advance, climb, wake_time

DUE = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)
OPENS = DUE - timedelta(hours=12)
HOUR = timedelta(hours=1)
RUNGS = (
    Rung(-3600, "remind", ("post:reporter@debtor",)),
    Rung(0, "remind", ("post:reporter@debtor", "post:leader@debtor")),
    Rung(1800, "tell", ("post:coordinator@creditor",)),
    Rung(7200, "escalate", ("post:leader@root",)),
)
FACTS = Facts(OPENS, DUE)


def whats(facts: Facts, at: datetime, rungs: tuple[Rung, ...] = RUNGS) -> list[tuple[str, datetime]]:
    return [(step.what, step.was_due_at) for step in advance(facts, rungs, at).steps]


def test_nothing_happens_before_it_opens() -> None:
    done = advance(FACTS, RUNGS, OPENS - timedelta(seconds=1))
    assert (done.steps, done.after, done.wake_at) == ((), FACTS, OPENS)


def test_a_miss_is_recorded_a_minute_after_due_and_as_of_due() -> None:
    opened = advance(FACTS, RUNGS, DUE + timedelta(seconds=59)).after
    assert opened.missed_at is None
    done = advance(opened, RUNGS, DUE + RECORD_AFTER)
    assert whats(opened, DUE + RECORD_AFTER) == [("missed", DUE)]
    assert done.after.missed_at == DUE
    assert done.wake_at == DUE + timedelta(minutes=30)


def test_after_two_days_of_outage_every_step_is_worked_through_and_old_reminders_are_not_sent() -> None:
    assert whats(FACTS, DUE + timedelta(days=2)) == [
        ("opened", OPENS),
        ("not_sent", DUE - HOUR),
        ("remind", DUE),
        ("missed", DUE),
        ("tell", DUE + HOUR / 2),
        ("escalate", DUE + 2 * HOUR),
    ]


def test_opens_and_is_due_at_the_same_moment() -> None:
    facts = Facts(DUE, DUE)
    assert whats(facts, DUE) == [("opened", DUE), ("not_sent", DUE), ("remind", DUE)]
    assert advance(facts, RUNGS, DUE).wake_at == DUE + RECORD_AFTER


def test_a_rung_before_opening_waits_for_it() -> None:
    facts = Facts(DUE - HOUR / 2, DUE)
    assert wake_time(facts, RUNGS) == DUE - HOUR / 2
    assert whats(facts, DUE - HOUR / 2) == [("opened", DUE - HOUR / 2), ("remind", DUE - HOUR / 2)]


def test_an_extension_keeps_the_miss_and_moves_the_rungs_not_climbed_yet() -> None:
    missed = advance(FACTS, RUNGS, DUE + RECORD_AFTER).after
    later = Facts(OPENS, DUE + 24 * HOUR, None, missed.opened_at, missed.missed_at, None, missed.rung)
    done = advance(later, RUNGS, DUE + 25 * HOUR)
    assert [(s.what, s.was_due_at) for s in done.steps] == [("tell", DUE + 24 * HOUR + HOUR / 2)]
    assert done.after.missed_at == DUE


def test_what_lapses_is_told_of_first_and_never_wakes_again() -> None:
    facts = Facts(OPENS, DUE, closes_at=DUE + HOUR / 4)
    done = advance(facts, RUNGS, DUE + 24 * HOUR)
    assert [s.what for s in done.steps] == [
        "opened",
        "not_sent",
        "not_sent",
        "missed",
        "tell",
        "escalate",
        "lapsed",
    ]
    assert done.after.closed_at == DUE + HOUR / 4
    assert done.wake_at is None
    assert advance(done.after, RUNGS, DUE + 48 * HOUR).steps == ()


def test_it_does_not_lapse_while_a_filing_that_came_in_time_may_be_on_its_way() -> None:
    facts = Facts(OPENS, DUE, closes_at=DUE)
    assert "lapsed" not in dict(whats(facts, DUE + timedelta(seconds=59)))
    assert whats(facts, DUE + RECORD_AFTER)[-2:] == [("escalate", DUE + RECORD_AFTER), ("lapsed", DUE)]


def test_where_nobody_is_found_the_next_rung_is_climbed_at_once_and_then_the_last_ones() -> None:
    at = DUE - HOUR
    before = advance(Facts(OPENS, DUE, opened_at=OPENS), RUNGS[:2], at)
    assert before.after.rung == 1
    more = climb(before, RUNGS[:2], at, 0)
    assert more is not None
    assert (more[1].what, more[1].was_due_at, more[1].rung) == ("remind", at, 1)
    assert more[0].wake_at == DUE + RECORD_AFTER
    assert climb(more[0], RUNGS[:2], at, 0)[1].to == ("post:leader@root",)  # type: ignore[index]
    assert climb(more[0], RUNGS[:2], at, 1)[1].to == ("post:administrator@root",)  # type: ignore[index]
    assert climb(more[0], RUNGS[:2], at, 2) is None


SECONDS = st.integers(0, 100_000)
LADDERS = st.lists(
    st.builds(
        Rung,
        st.integers(-90_000, 90_000),
        st.sampled_from(["remind", "tell", "escalate"]),
        st.just(("post:x@up",)),
    ),
    max_size=5,
).map(lambda rungs: tuple(sorted(rungs, key=lambda rung: rung.offset)))


@given(SECONDS, st.none() | SECONDS, LADDERS, st.lists(SECONDS, min_size=1, max_size=8))
def test_however_the_clock_runs_each_step_is_taken_once_and_in_order(
    lasts: int, closes: int | None, rungs: tuple[Rung, ...], leaps: list[int]
) -> None:
    due = OPENS + timedelta(seconds=lasts)
    facts = Facts(OPENS, due, None if closes is None else due + timedelta(seconds=closes))
    at = OPENS - HOUR
    steps: list[Step] = []
    for leap in [*leaps, 400_000]:
        at += timedelta(seconds=leap)
        done = advance(facts, rungs, at)
        assert advance(done.after, rungs, at).steps == ()
        assert advance(done.after, rungs, at - HOUR).steps == ()
        assert done.wake_at is None or done.wake_at > at
        assert done.wake_at == wake_time(done.after, rungs)
        steps += done.steps
        facts = done.after
    turns = [step.what for step in steps if step.rung is None]
    assert turns == ["opened", "missed", "lapsed"][: 2 if closes is None else 3]
    assert [step.rung for step in steps if step.rung is not None] == list(range(len(rungs)))
