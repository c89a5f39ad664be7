"""An afternoon of the plan: some have reported, one was late, one is silent and its ladder climbs.

Friday 5 March 2027, 17:05 in Shanghai: the reports of 09:30 and 15:30 are past; QY-X3 has been silent on both.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from duecare.obligations import actions
from duecare.obligations.models import Obligation, Outage
from duecare.obligations.rules import Draft
from tests.people import District, actor_of, small_district

DAY = date(2027, 3, 5)
NOW = datetime(2027, 3, 5, 9, 5, tzinfo=UTC)
CUTOFFS = {"am": (1, 30), "pm": (7, 30)}
SCHOOLS = ("QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3")
LADDER = [
    {"offset": -3600, "act": "remind", "to": ["post:reporter@debtor"]},
    {"offset": 0, "act": "remind", "to": ["post:reporter@debtor", "post:leader@debtor"]},
    {"offset": 1800, "act": "tell", "to": ["post:coordinator@creditor"]},
    {"offset": 7200, "act": "escalate", "to": ["post:leader@root"]},
]
OFFICE_LADDER = [
    {"offset": -1800, "act": "remind", "to": ["post:coordinator@debtor"]},
    {"offset": 1800, "act": "escalate", "to": ["post:leader@root"]},
]
KIND = "reports.report"


def drafts(district: District, day: date) -> list[Draft]:
    """The two reports of each school, and the office's roll-up, for a day."""
    ladder = actions.freeze_ladder(LADDER)
    office = actions.freeze_ladder(OFFICE_LADDER)
    found = []
    for key, (hour, minute) in CUTOFFS.items():
        due = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
        found += [
            _draft(district, code, f"daily/{key}", day, due, ladder, "每日报告", "Daily report")
            for code in SCHOOLS
        ]
    due = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
    found.append(_draft(district, "QY-AQ", "rollup/pm", day, due, office, "全区汇总", "District roll-up"))
    return found


def _draft(
    district: District, code: str, item: str, day: date, due: datetime, ladder: str, title: str, title_en: str
) -> Draft:
    unit = district[code]
    return Draft(
        kind=KIND,
        origin=f"reports/qy-winter-2027/{item}/{unit.key}/{day}",
        root_id=district.root.id,
        debtor_id=unit.id,
        lineage=unit.lineage,
        creditor_id=district.root.id if code == "QY-AQ" else district.office.id,
        post="coordinator" if code == "QY-AQ" else "reporter",
        title=title,
        title_en=title_en,
        strand=f"qy-winter-2027/{item}",
        programme="qy-winter-2027",
        basis="三.1",
        slot=day,
        opens_at=due - timedelta(hours=12),
        due_at=due,
        ladder_id=ladder,
    )


def afternoon(days: int = 4) -> District:
    """Build the district and let the days before NOW happen to it."""
    district = small_district()
    for back in range(days, -2, -1):
        day = DAY - timedelta(days=back)
        actions.open_many(drafts=drafts(district, day), at=_at(day, 0) - timedelta(hours=5))
    for back in range(days, -1, -1):
        day = DAY - timedelta(days=back)
        _morning(district, day, back)
        _after_noon(district, day, back)
    actions.tick(NOW)
    Outage.objects.all().delete()  # the scene's clock ticks seldom; that is not its subject
    return district


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def _morning(district: District, day: date, back: int) -> None:
    actions.tick(_at(day, 0, 40))
    for code in SCHOOLS:
        if back == 0 and code == "QY-X3":
            continue
        _file(code, "daily/am", day, _at(day, 1, 5), district)
    actions.tick(_at(day, 1, 32))


def _after_noon(district: District, day: date, back: int) -> None:
    for hour, minute in ((2, 1), (3, 31), (6, 31)):
        actions.tick(_at(day, hour, minute))
    late = {"QY-X2"} if back in (0, 4) else set()
    for code in SCHOOLS:
        if code in late or (back == 0 and code == "QY-X3"):
            continue
        _file(code, "daily/pm", day, _at(day, 7, 12), district)
    actions.tick(_at(day, 7, 32))
    for code in late:
        _file(code, "daily/pm", day, _at(day, 7, 50), district)
    if back:
        _file("QY-AQ", "rollup/pm", day, _at(day, 7, 58), district)
    for hour, minute in ((8, 1), (8, 31)):
        actions.tick(_at(day, hour, minute))


def _file(code: str, item: str, day: date, at: datetime, district: District) -> None:
    row = Obligation.objects.get(origin=f"reports/qy-winter-2027/{item}/{district[code].key}/{day}")
    who = "coordinator" if code == "QY-AQ" else f"reporter_{code[3:].lower()}"
    actions.discharge(obligation_id=row.id, by=actor_of(who, at), at=at)
