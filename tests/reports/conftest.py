"""What the tests of reporting stand on: the district's winter programme with two series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from duecare.core.calendar import Calendar
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.sections import Phase, PlanContext
from duecare.obligations.selection import select
from duecare.orgs.rules import SYSTEM
from duecare.reports.plan import SECTION
from tests.people import FOUNDED, District, district

__all__ = ["district"]

#: 15:30 in Shanghai on Monday 4 January 2027.
DUE = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)
#: 04:00 that day: the afternoon's reports have opened.
MORNING = FOUNDED + timedelta(hours=4)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
STEPS = [
    {"offset": -3600, "act": "remind", "to": ["post:reporter@debtor"]},
    {"offset": 0, "act": "remind", "to": ["post:reporter@debtor", "post:leader@debtor"]},
    {"offset": 1800, "act": "tell", "to": ["post:coordinator@creditor"]},
    {"offset": 7200, "act": "escalate", "to": ["post:leader@root"]},
]
FIELDS: list[dict[str, Any]] = [
    {
        "key": "present",
        "type": "number",
        "title": {"zh": "到校人数", "en": "Pupils present"},
        "unit": {"zh": "人", "en": "pupils"},
        "min": 0,
        "max": 5000,
        "required": True,
    },
    {"key": "water", "type": "number", "title": {"zh": "用水", "en": "Water used"}, "min": 0, "decimals": 1},
    {
        "key": "heating",
        "type": "choice",
        "title": {"zh": "供暖", "en": "Heating"},
        "options": [
            {"key": "ok", "title": {"zh": "正常", "en": "In order"}},
            {"key": "off", "title": {"zh": "停暖", "en": "Off"}},
        ],
    },
    {"key": "gate", "type": "yesno", "title": {"zh": "护学岗到位", "en": "Gate watch in place"}},
    {"key": "note", "type": "text", "title": {"zh": "说明", "en": "Note"}, "max": 40},
]
DAILY: dict[str, Any] = {
    "key": "daily",
    "title": {"zh": "每日安全报告", "en": "Daily safety report"},
    "basis": "三.1",
    "owed_by": {"kinds": ["middle_school", "primary_school"]},
    "form": {"fields": FIELDS},
    "cutoffs": [
        {"from": "2027-01-04", "to": "2027-02-28", "times": {"pm": "15:30"}},
        {"phase": "priority", "times": {"am": "09:30", "pm": "15:30"}},
    ],
    "opens_before": "12 h",
    "ladder": "report",
}
ROLLUP: dict[str, Any] = {
    "key": "office",
    "title": {"zh": "学区每日汇总", "en": "Office summary"},
    "owed_by": {"codes": ["QY-AQ"]},
    "owed_to": {"codes": ["QY"]},
    "post": "coordinator",
    "form": {"fields": [{"key": "remarks", "type": "text", "title": {"zh": "情况", "en": "Remarks"}}]},
    "cutoffs": [{"times": {"pm": "16:00"}}],
    "ladder": "report",
}


@dataclass
class Programme:
    """The winter programme of the small district."""

    district: District
    value: list[dict[str, Any]] = field(default_factory=lambda: [DAILY, ROLLUP])
    version: int = 0

    def context(self, **changed: Any) -> PlanContext:
        """The plan around the section."""
        given: dict[str, Any] = {
            "root": self.district.root,
            "office": self.district.office,
            "programme": "winter",
            "version": self.version,
            "zone": "Asia/Shanghai",
            "calendar": Calendar("cn", "Asia/Shanghai", date(2027, 12, 31)),
            "first": date(2027, 1, 4),
            "last": date(2027, 3, 20),
            "closes_on": date(2027, 3, 25),
            "phases": {"priority": Phase("priority", date(2027, 3, 1), date(2027, 3, 12))},
            "ladders": {"report": STEPS},
            "select": lambda selector: select(self.district.root.id, selector),
        }
        return PlanContext(**{**given, **changed})

    def apply(self, at: datetime = FOUNDED, **changed: Any) -> list[Any]:
        """Apply the section as it stands."""
        self.version += 1
        return SECTION.apply(self.value, self.context(**changed), SYSTEM, at)

    def due(
        self, code: str = "QY-Z1", day: str = "2027-01-04", cutoff: str = "pm", series: str = "daily"
    ) -> Obligation:
        """One unit's report due."""
        return Obligation.objects.select_related("debtor").get(
            origin=f"reports/winter/{series}/{cutoff}/{self.district[code].key}/{day}"
        )


@pytest.fixture
def winter(district: District) -> Programme:
    """The programme, applied as the district was founded, its first reports open."""
    programme = Programme(district)
    programme.apply()
    kernel.tick(FOUNDED)
    kernel.tick(MORNING)
    return programme


@pytest.fixture
def typed() -> Callable[..., dict[str, str]]:
    """What somebody types into the daily form."""

    def make(**changed: str) -> dict[str, str]:
        return {"present": "612", "water": "3.5", "heating": "ok", "gate": "yes", "note": "", **changed}

    return make
