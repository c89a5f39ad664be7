"""Filing a case takes few statements, reads before it writes, and leaves all of what is promised or nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duecare.api.keys import make_key
from duecare.audit.models import Entry
from duecare.core.errors import Conflict
from duecare.grievances import versions
from duecare.grievances.actions import registering
from duecare.grievances.matters import CASE, IDENTITY
from duecare.grievances.models import Case, Hold, Owed, Sealed, SealedIdentity, Step
from duecare.grievances.rules import Role, procedure_from
from duecare.obligations.models import Happening, Obligation, TallyDelta
from duecare.orgs.actions import add_person, add_post, add_unit, appoint, close_unit
from duecare.orgs.rules import SYSTEM
from duecare.receipts.models import Receipt
from duecare.vault.models import MatterKey
from tests.grievances.conftest import AT, TEXT, Bring
from tests.grievances.test_pages import entered
from tests.people import FOUNDED, District, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
#: By the form and through a program; transaction control is not counted, and is one pair. PostgreSQL takes the rows of
#: several models in one statement.
MOST = {"sqlite": 24, "postgresql": 12}
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def sent(path: str, values: dict[str, Any]) -> list[str]:
    """The statements of one sending, after another that has composed them."""
    client, captured = Client(), CaptureQueriesContext(connection)
    for batch in (uuid.uuid4(), uuid.uuid4()):
        with clock_at(AT), captured:
            answer = client.post(path, values | ({"batch": str(batch)} if "batch" in values else {}))
        assert answer.status_code in (200, 201), answer.content.decode()[:2000]
    return [query["sql"].strip() for query in captured.captured_queries]


def grow(district: District) -> None:
    """Many schools, each with an officer, and cases before this one."""
    for n in range(30):
        unit = add_unit(
            parent=district.root,
            code=f"QY-N{n:02}",
            name=f"新{n}小学",
            kind="primary_school",
            by=SYSTEM,
            at=FOUNDED,
        )
        post = add_post(unit=unit, kind="case_officer", by=SYSTEM, at=FOUNDED)
        person = add_person(username=f"new{n}", name="诉求办理人", home=unit, by=SYSTEM, at=FOUNDED)
        appoint(user=person, post=post, by=SYSTEM, at=FOUNDED)


def sendings(district: District) -> list[tuple[str, dict[str, Any]]]:
    school = district["QY-X1"].key
    _key, plain = make_key(root=district.root, program="随手拍", by=SYSTEM, at=FOUNDED)
    posted = {"api_key": plain, "service_code": "school-meals", "description": TEXT, "address_id": school}
    return [
        (f"/c/{district.root.key}/", entered(unit=school)),
        ("/open311/v2/requests.json", posted),
    ]


def test_a_case_takes_few_statements_however_many_units_and_officers_there_are(district: District) -> None:
    for path, values in sendings(district):
        few = sent(path, values)
        assert sum(not one.startswith(CONTROL) for one in few) <= MOST[connection.vendor], "\n".join(few)
        assert sum(one.startswith(CONTROL) for one in few) == 2
    grow(district)
    for path, values in sendings(district):
        many = sent(path, values)
        assert sum(not one.startswith(CONTROL) for one in many) <= MOST[connection.vendor], "\n".join(many)


def test_nothing_is_read_once_the_first_row_is_written(district: District) -> None:
    for path, values in sendings(district):
        verbs = [one.split()[0] for one in sent(path, values) if not one.startswith(CONTROL)]
        first = next(n for n, verb in enumerate(verbs) if verb != "SELECT")
        assert first <= 9 and set(verbs[first:]) <= {"INSERT", "WITH"}, verbs


def test_what_is_written_is_all_of_it(bring: Bring, district: District) -> None:
    came = bring()
    case = Case.objects.get(id=came.case.id)
    hold, owed = Hold.objects.get(case=case), Owed.objects.select_related("obligation__ladder").get(case=case)
    duty = owed.obligation
    assert hold.unit == district.root and (hold.due_at, hold.received_at) == (duty.due_at, AT)
    assert (duty.debtor, duty.number, duty.confidential) == (hold.unit, case.number, True)
    assert (duty.opened_at, duty.closed_at) == (AT, None)
    assert duty.wake_at is not None and AT < duty.wake_at < duty.due_at
    assert [step["act"] for step in duty.ladder.steps] == ["remind", "remind", "tell", "escalate"]
    assert Happening.objects.get(obligation=duty).what == "opened"
    assert TallyDelta.objects.get(strand=duty.strand).measure == "opened"
    verbs = set(Entry.objects.filter(root=case.root_id, at=AT).values_list("verb", flat=True))
    assert verbs == {"obligations.materialised", "grievances.registered"}
    kinds = set(MatterKey.objects.filter(matter_id=case.id).values_list("matter_kind", flat=True))
    assert kinds == {CASE, IDENTITY}
    assert TEXT.encode() not in bytes(Sealed.objects.get(step__case=case).value)
    assert Receipt.objects.filter(matter_id=case.id, provisional=False).count() == 1


def test_what_fails_at_its_end_leaves_nothing(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_given: Any) -> str:
        raise Conflict("full", "Nothing more can be taken.")

    monkeypatch.setattr(registering, "issue", full)
    before = Entry.objects.count()
    with pytest.raises(Conflict):
        bring()
    for model in (Case, Step, Sealed, SealedIdentity, Hold, Owed, Obligation, TallyDelta, MatterKey, Receipt):
        assert not model.objects.exists(), model
    assert Entry.objects.count() == before


def test_a_first_limit_of_the_level_above_is_owed_by_it(
    bring: Bring, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = dict(versions.body_of())
    body["limits"] = [
        {**one, "of": Role.ABOVE.value} if one["key"] == "acceptance" else one for one in body["limits"]
    ]
    body["procedure"] = "made-up"
    monkeypatch.setattr(versions, "adapted", lambda *_said: (procedure_from(body), body))
    case = bring(received=district["QY-X1"], concerned=[]).case
    held = {hold.role: hold for hold in Hold.objects.filter(case=case, until=None).select_related("unit")}
    owed = Owed.objects.get(case=case).obligation
    assert held["holder"].unit == district["QY-X1"]
    assert owed.debtor == held["above"].unit == district.root
    assert held["above"].due_at == owed.due_at < held["holder"].due_at


def test_a_unit_that_can_t_be_chosen_is_refused_and_the_words_stay(district: District) -> None:
    closed = add_unit(
        parent=district.root, code="QY-ZZ", name="旧校", kind="primary_school", by=SYSTEM, at=FOUNDED
    )
    close_unit(unit=closed, by=SYSTEM, at=FOUNDED, why="moved")
    for key in (closed.key, district["QY-AQ"].key, "zzzzz", district["QY-X1"].key + "x", "a\0b"):
        with clock_at(AT):
            answer = Client().post(f"/c/{district.root.key}/", entered(unit=key))
        page = answer.content.decode()
        assert answer.status_code == 422 and TEXT in page
        assert district["QY-X1"].name in page, "the form still offers the units"
        assert closed.name not in page and not Case.objects.exists()
