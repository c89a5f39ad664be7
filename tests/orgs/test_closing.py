"""A unit that closes leaves nothing behind that nobody would answer for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.core.errors import Conflict
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import actions
from duecare.orgs.models import Unit
from tests.people import FOUNDED, District, actor_of, client_for, clock_at, district
from tests.plans.plans import PLAN, apply

__all__ = ["district"]
pytestmark = [pytest.mark.both, pytest.mark.django_db]
OPEN = FOUNDED + timedelta(hours=10)


def owed(code: str) -> list[Obligation]:
    return list(Obligation.objects.filter(debtor__code=code, closed_at=None).order_by("due_at"))


def test_what_is_open_has_to_be_settled_first_and_what_was_only_scheduled_goes(district: District) -> None:
    apply(PLAN, FOUNDED)
    kernel.tick(OPEN)
    by, school = actor_of("coordinator"), district["QY-X3"]
    with clock_at(OPEN):
        page = client_for("coordinator", "en").post(f"/units/{school.id}/closing/", {"why": "并校"})
    assert page.status_code == 422
    assert "still owes something: 2 open duties" in page.content.decode()
    for duty in [o for o in owed("QY-X3") if o.opened_at]:
        kernel.waive(obligation_id=duty.id, by=by, at=OPEN, why="并校")
    assert owed("QY-X3"), "the next days are scheduled"
    actions.close_unit(unit=school, by=by, at=OPEN, why="并校")
    assert owed("QY-X3") == []
    kernel.tick(OPEN + timedelta(days=2))
    assert owed("QY-X3") == []


def test_an_import_closes_no_unit_that_owes_something(district: District) -> None:
    apply(PLAN, FOUNDED)
    kernel.tick(OPEN)
    rows = "单位编码,单位名称,单位类别,上级编码\nQY,青原学区,学区,\nQY-AQ,安全科,办公室,QY\n"
    given = {
        "root_code": "QY",
        "by": actor_of("coordinator"),
        "at": OPEN,
        "close_missing": True,
        "name": "u.csv",
    }
    for dry_run in (True, False):
        with pytest.raises(Conflict, match="第一中学"):
            actions.import_workbook(rows.encode(), dry_run=dry_run, **given)  # type: ignore[arg-type]
    assert not Unit.objects.filter(closed_at__isnull=False).exists()
