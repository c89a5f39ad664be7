"""Filing a report: the first version, corrections, resending, and what is refused."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from duecare.core.errors import Conflict, NotAllowed, NotFound, TooLate
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation, Tally
from duecare.reports.actions import AlreadyFiled, BadValues, file_report
from duecare.reports.models import Round, Submission
from tests.people import actor_of
from tests.reports.conftest import DUE, HOUR, MINUTE, MORNING

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def sums(unit, day=None):
    """The unit's tallies of the afternoon, without the kernel's open ones."""
    rows = Tally.objects.filter(unit_key=unit.key, strand="winter/daily/pm", slot=day or "2027-01-04")
    return {row.measure: row.amount for row in rows if row.amount}


def test_first_version_discharges(winter, typed):
    due = winter.due()
    kept = file_report(
        obligation_id=due.pk,
        values=typed(),
        client_id=uuid.uuid4(),
        by=actor_of("reporter_z1"),
        at=DUE - HOUR,
    )
    due.refresh_from_db()
    assert (due.state, due.late, due.closed_at) == ("discharged", False, DUE - HOUR)
    assert (kept.version, kept.values["present"], kept.values["water"], kept.texts) == (1, 612, 35, {})
    kernel.tick(DUE - HOUR)
    assert sums(winter.district["QY"])["figure:present"] == 612
    assert sums(winter.district["QY-Z1"]) | {"figure:water": 35, "count:water": 1} == sums(
        winter.district["QY-Z1"]
    )


def test_a_correction_is_a_version_and_counts_once(winter, typed):
    due, by = winter.due(), actor_of("reporter_z1")
    file_report(obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=by, at=DUE - HOUR)
    kernel.tick(DUE - HOUR)
    file_report(
        obligation_id=due.pk,
        values=typed(present="600", water=""),
        client_id=uuid.uuid4(),
        by=by,
        at=DUE,
        seen=1,
    )
    file_report(obligation_id=due.pk, values=None, client_id=uuid.uuid4(), by=by, at=DUE + HOUR, seen=2)
    file_report(
        obligation_id=due.pk,
        values=typed(present="601"),
        client_id=uuid.uuid4(),
        by=by,
        at=DUE + HOUR,
        seen=3,
    )
    kernel.tick(DUE + HOUR)
    versions = list(Submission.objects.filter(obligation=due).order_by("version"))
    assert [v.latest for v in versions] == [False, False, False, True]
    assert [v.values.get("present") for v in versions] == [612, 600, None, 601]
    found = sums(winter.district["QY"])
    assert (found["figure:present"], found["count:present"], found["figure:water"]) == (601, 1, 35)
    assert "count:nil" not in found
    due.refresh_from_db()
    assert not due.late


def test_missing_is_never_zero(winter, typed):
    due = winter.due()
    kept = file_report(
        obligation_id=due.pk,
        values=typed(water=""),
        client_id=uuid.uuid4(),
        by=actor_of("reporter_z1"),
        at=DUE,
    )
    kernel.tick(DUE)
    assert "water" not in kept.values
    assert not {"figure:water", "count:water"} & set(sums(winter.district["QY-Z1"]))


def test_nil_report(winter):
    due = winter.due()
    kept = file_report(
        obligation_id=due.pk, values=None, client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE
    )
    kernel.tick(DUE)
    assert (kept.nil, kept.values) == (True, {})
    assert sums(winter.district["QY-Z1"])["count:nil"] == 1
    assert "figure:present" not in sums(winter.district["QY-Z1"])


def test_late_for_ever(winter, typed):
    """One microsecond past the cut-off is late, and a correction that says it was written before changes nothing."""
    due, by = winter.due(), actor_of("reporter_z1")
    after = DUE + timedelta(microseconds=1)
    file_report(obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=by, at=after)
    file_report(
        obligation_id=due.pk,
        values=typed(present="1"),
        client_id=uuid.uuid4(),
        by=by,
        at=after + HOUR,
        seen=1,
        phone_at=DUE - HOUR,
        written_at=DUE - HOUR,
    )
    due.refresh_from_db()
    assert due.late
    assert due.missed_at == DUE


def test_at_the_very_cutoff_is_on_time(winter, typed):
    due = winter.due()
    kernel.tick(DUE + timedelta(seconds=59))
    file_report(
        obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE,
        clock=lambda: DUE + timedelta(seconds=45),
    )  # fmt: skip
    kernel.tick(DUE + 2 * MINUTE)
    due.refresh_from_db()
    assert not due.late


def test_not_committed_in_time_is_refused_whole(winter, typed):
    due = winter.due()
    with pytest.raises(TooLate):
        file_report(
            obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE,
            clock=lambda: DUE + timedelta(seconds=46),
        )  # fmt: skip
    assert not Submission.objects.exists()
    assert winter.due().state == "open"


def test_resending_is_harmless(winter, typed):
    due, by, sending = winter.due(), actor_of("reporter_z1"), uuid.uuid4()
    first = file_report(obligation_id=due.pk, values=typed(), client_id=sending, by=by, at=DUE)
    again = file_report(obligation_id=due.pk, values=typed(), client_id=sending, by=by, at=DUE + HOUR)
    from_another_tab = file_report(
        obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=by, at=DUE + HOUR
    )
    assert first.pk == again.pk == from_another_tab.pk
    assert Submission.objects.count() == 1


def test_same_sending_with_other_content_is_told_to_its_author(winter, typed):
    due, by, sending = winter.due(), actor_of("reporter_z1"), uuid.uuid4()
    file_report(obligation_id=due.pk, values=typed(), client_id=sending, by=by, at=DUE)
    with pytest.raises(Conflict) as refused:
        file_report(obligation_id=due.pk, values=typed(present="9"), client_id=sending, by=by, at=DUE)
    assert refused.value.code == "reports.sent-differently"
    with pytest.raises(AlreadyFiled):
        file_report(
            obligation_id=due.pk,
            values=typed(present="9"),
            client_id=sending,
            by=actor_of("leader_z1"),
            at=DUE,
        )
    with pytest.raises(Conflict, match=r".") as elsewhere:
        file_report(
            obligation_id=winter.due(day="2027-01-05").pk,
            values=typed(),
            client_id=sending,
            by=by,
            at=DUE + 24 * HOUR,
        )
    assert elsewhere.value.code == "reports.sent-differently"


def test_two_people_at_once(winter, typed):
    """The second is shown the first, and may file as a correction; neither is lost."""
    due = winter.due()
    file_report(
        obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE
    )
    leader = actor_of("leader_z1")
    with pytest.raises(AlreadyFiled) as quicker:
        file_report(
            obligation_id=due.pk, values=typed(present="7"), client_id=uuid.uuid4(), by=leader, at=DUE
        )
    assert quicker.value.latest.values["present"] == 612
    kept = file_report(
        obligation_id=due.pk, values=typed(present="7"), client_id=uuid.uuid4(), by=leader, at=DUE, seen=1
    )
    assert kept.version == 2


def test_bounds(winter, typed):
    due = winter.due()
    with pytest.raises(BadValues) as refused:
        file_report(
            obligation_id=due.pk,
            values=typed(present="5001", water="1.25", heating="warm", gate="maybe", note="字" * 41),
            client_id=uuid.uuid4(),
            by=actor_of("reporter_z1"),
            at=DUE,
        )
    codes = {key: fault.code for key, fault in refused.value.faults.items()}
    assert codes == {
        "present": "above", "water": "decimals", "heating": "option", "gate": "yesno", "note": "longest",
    }  # fmt: skip
    assert winter.due().state == "open"


def test_who_may_file(winter, typed):
    due = winter.due()

    def attempt(username, **more):
        return file_report(
            obligation_id=due.pk,
            values=typed(),
            client_id=uuid.uuid4(),
            by=actor_of(username),
            at=DUE,
            **more,
        )

    for stranger in ("reporter_z2", "leader_x1", "reporter_d1", "administrator", "auditor"):
        with pytest.raises(NotFound):
            attempt(stranger)
    for above in ("leader", "coordinator"):
        with pytest.raises(NotAllowed):
            attempt(above)
    with pytest.raises(NotAllowed):
        attempt("reporter_z1", on_behalf=True)
    kept = attempt("coordinator", on_behalf=True, written_at=DUE - HOUR)
    assert (kept.on_behalf, kept.post_id) == (True, winter.district.posts["coordinator"].pk)


def test_a_waived_report_is_not_filed(winter, typed):
    due = winter.due()
    kernel.suspend_day(
        unit=winter.district["QY-Z1"],
        day=due.slot,
        kinds=[],
        why="大雪停课",
        by=actor_of("leader"),
        at=MORNING,
    )
    with pytest.raises(Conflict):
        file_report(
            obligation_id=due.pk, values=typed(), client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE
        )
    assert winter.due().state == "waived"
    assert winter.due("QY-Z2").state == "open"


def test_materialising_twice_adds_nothing(winter):
    before = (Obligation.objects.count(), Round.objects.count())
    for _again in range(2):
        kernel.tick(MORNING)
    assert before == (Obligation.objects.count(), Round.objects.count())
    assert Obligation.objects.filter(kind="reports.report", slot="2027-01-04").count() == 6
