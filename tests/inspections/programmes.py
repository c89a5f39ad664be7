"""The winter plan's programmes of inspection, and a district that they run in."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from duecare.core.calendar import Calendar
from duecare.inspections.actions.counting import Counted, count
from duecare.inspections.models import Owed
from duecare.inspections.plan import SECTION
from duecare.obligations import actions as kernel
from duecare.obligations.sections import PlanContext
from duecare.obligations.selection import select
from duecare.orgs.rules import SYSTEM
from tests.people import FOUNDED, District, actor_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPS = [
    {"offset": -86400, "act": "remind", "to": ["post:reporter@debtor"]},
    {"offset": 7200, "act": "tell", "to": ["post:coordinator@creditor"]},
]
SCHOOLS = {"kinds": ["middle_school", "primary_school"]}
MONTHLY: dict[str, Any] = {
    "key": "monthly",
    "title": {"zh": "每月安全检查", "en": "Monthly safety inspection"},
    "basis": "一.2",
    "units": SCHOOLS,
    "post": "reporter",
    "checklists": ["fire-and-electricity", "food"],
    "every": "month",
    "times": 3,
    "apart": "week",
    "ladder": "school-task",
}
POINTS: dict[str, Any] = {
    **MONTHLY,
    "key": "teaching-points",
    "title": {"zh": "教学点安全检查", "en": "Inspection of teaching points"},
    "units": {"kinds": ["teaching_point"]},
    "inspected_by": "above",
}
DISTRICT: dict[str, Any] = {
    "key": "district",
    "title": {"zh": "学区抽查", "en": "District spot check"},
    "basis": "一.2",
    "units": SCHOOLS,
    "inspected_by": {"codes": ["QY-AQ"]},
    "owed_to": {"codes": ["QY"]},
    "post": "coordinator",
    "checklists": ["fire-and-electricity", "food"],
    "every": "month",
    "sample": {"share": "1/3", "cover_within": 2},
    "ladder": "school-task",
}
HEATING: dict[str, Any] = {
    "key": "heating",
    "title": {"zh": "取暖、热水、热饭每周检查", "en": "Weekly check of heating and hot water"},
    "basis": "一.4",
    "units": SCHOOLS,
    "post": "reporter",
    "checklists": ["heating-and-hot-water"],
    "every": "week",
    "to": "2027-03-15",
    "ladder": "school-task",
}
ALL = (MONTHLY, POINTS, DISTRICT, HEATING)


def changed(value: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A programme with other values; None takes a name away."""
    merged = {**copy.deepcopy(value), **fields}
    return {name: part for name, part in merged.items() if part is not None}


def local(text: str) -> datetime:
    """An instant from a time in Shanghai: ``2027-01-05 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - 8 * HOUR


@dataclass
class Winter:
    """The plan around the section, in the small district."""

    district: District
    value: list[dict[str, Any]] = field(default_factory=lambda: [copy.deepcopy(one) for one in ALL])
    version: int = 0

    def context(self, **given: Any) -> PlanContext:
        """The plan around the section."""
        plan: dict[str, Any] = {
            "root": self.district.root,
            "office": self.district.office,
            "programme": "winter",
            "version": self.version,
            "zone": "Asia/Shanghai",
            "calendar": Calendar("cn", "Asia/Shanghai", date(2027, 12, 31)),
            "first": date(2027, 1, 4),
            "last": date(2027, 3, 20),
            "closes_on": date(2027, 3, 25),
            "phases": {},
            "ladders": {"school-task": STEPS},
            "select": lambda selector: select(self.district.root.id, selector),
        }
        return PlanContext(**{**plan, **given})

    def apply(self, *value: dict[str, Any], at: datetime = FOUNDED, **given: Any) -> list[Any]:
        """Apply the section, as it stands or with another value; then a turn of the clock."""
        if value:
            self.value = list(value)
        self.version += 1
        said = SECTION.apply(self.value, self.context(**given), SYSTEM, at)
        kernel.tick(at)
        return said

    def until(self, at: datetime, since: datetime = FOUNDED) -> None:
        """Let days pass, a turn of the clock at every second midnight and at ``at``."""
        moment = since
        while moment < at:
            kernel.tick(moment, outage_after=30 * DAY)
            moment += 2 * DAY
        kernel.tick(at, outage_after=30 * DAY)

    def owed(self, key: str, code: str = "QY-Z1", window: str = "2027-01") -> list[Owed]:
        """What is owed about a unit in a window, in order."""
        rows = Owed.objects.filter(programme__key=key, unit=self.district[code], window=window)
        return list(rows.select_related("obligation", "programme").order_by("number"))

    def inspect(
        self,
        at: datetime,
        code: str = "QY-Z1",
        who: str = "reporter_z1",
        checklist: str = "food",
        **given: Any,
    ) -> list[Counted]:
        """Make an inspection of a unit; what it counts for."""
        from_zone = (at + 8 * HOUR).date()
        return count(
            inspection_id=given.get("inspection_id") or uuid.uuid4(), unit=self.district[code],
            checklist_key=checklist, by=actor_of(who), started_on=from_zone, at=at,
        )  # fmt: skip


Inspects = Callable[..., list[Counted]]
