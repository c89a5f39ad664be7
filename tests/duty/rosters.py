"""An office that keeps a roster: two weeks over New Year, four leaders, eight officers. Posts, not names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from duecare.duty.models import Arrangement, Assignment, Roster, Watchkeeper
from duecare.duty.rules.terms import days_of, needs_on
from duecare.orgs import actions as orgs
from duecare.orgs.models import Post, User
from duecare.orgs.rules import SYSTEM
from tests.people import FOUNDED, District, small_district

#: Monday 18 January 2027, 08:00 in Shanghai: the first watch begins.
FIRST = datetime(2027, 1, 18, 0, 0, tzinfo=UTC)
#: Ten days before it.
BEFORE = FIRST - timedelta(days=10)
DAY = timedelta(days=1)
HOLIDAYS = ["2027-01-26", "2027-01-27"]
#: Six weeks, far more than is searched through in seconds.
LONG = {"last": "2027-02-28"}


def terms(**changed: Any) -> dict[str, Any]:
    """Terms as a plan's section makes them: 12-hour watches at 8:00 and 20:00, one leader and two officers."""
    first, last = date(2027, 1, 18), date.fromisoformat(changed.get("last", "2027-01-31"))
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    types = {d.isoformat(): ["weekend" if d.isoweekday() > 5 else "weekday"] for d in days}
    types |= {text: ["holiday"] for text in HOLIDAYS}
    given: dict[str, Any] = {
        "title": "春节值班",
        "title_en": "Spring Festival watch",
        "basis": "五.1",
        "zone": "Asia/Shanghai",
        "first": first.isoformat(),
        "last": last.isoformat(),
        "sites": {"codes": ["QY-AQ"]},
        "kept_by": None,
        "creditor": "",
        "posts": [
            {"key": "leader", "title": "带班领导", "title_en": "Leader on duty", "leads": True},
            {"key": "officer", "title": "值班员", "title_en": "Duty officer", "leads": False},
        ],
        "shifts": [
            {"key": "day", "title": "白班", "title_en": "Day", "starts": "08:00", "ends": "20:00", "night": None},
            {"key": "night", "title": "夜班", "title_en": "Night", "starts": "20:00", "ends": "08:00", "night": None},
        ],
        "needs": [
            {"shifts": ["day", "night"], "post": "leader", "people": 1, "on": None},
            {"shifts": ["day", "night"], "post": "officer", "people": 2, "on": None},
        ],
        "day_types": types,
        "holidays": HOLIDAYS,
        "rules": {"rest": 660, "days_most": 5},
        "weights": {"load": 4, "nights": 4, "weekends": 4, "holidays": 6, "wishes": 1},
        "roster_due": (FIRST - 3 * DAY).isoformat(),
        "check_in": {"opens_before": 1800, "within": 900},
        "handover": {"opens_before": 1800, "within": 1800},
        "presence": None,
        "ladders": {},
    }  # fmt: skip
    return {**given, **changed}


@dataclass
class Office:
    """The office, its roster and the people who can stand."""

    district: District
    roster: Roster
    keepers: dict[str, Watchkeeper] = field(default_factory=dict)

    @property
    def arrangement(self) -> Arrangement:
        """What it mans."""
        return self.roster.arrangement

    @property
    def first(self) -> date:
        """The first day."""
        return date.fromisoformat(self.arrangement.terms["first"])

    def by_hand(self) -> dict[str, list[str]]:
        """Cells of a roster in which four crews take turns: day, night, free, free. It breaks no rule."""
        cells = {str(keeper.id): [""] * 14 for keeper in self.keepers.values()}
        for n, _day in enumerate(days_of(self.arrangement.terms)):
            for shift, turn in (("day", n % 4), ("night", (n + 3) % 4)):
                for name in (f"l{turn + 1}", f"o{2 * turn + 1}", f"o{2 * turn + 2}"):
                    post = "leader" if name.startswith("l") else "officer"
                    cells[str(self.keepers[name].id)][n] = f"{shift}/{post}"
        return cells

    def standing(self) -> int:
        """How many watches are stood."""
        return Assignment.objects.standing().filter(roster=self.roster).count()

    def places(self) -> int:
        """How many watches have to be stood."""
        return sum(
            sum(needs_on(self.arrangement.terms, day).values()) for day in days_of(self.arrangement.terms)
        )


def office_of(district: District, **changed: Any) -> Office:
    """Build it beside the district's own people: ``l1`` … ``l4`` and ``o1`` … ``o8``, all watchkeepers."""
    given = terms(**changed)
    given["creditor"] = str(district.root.id)
    arrangement = Arrangement.objects.create(
        programme="winter", key="watch", root=district.root, body={}, terms=given, since=FOUNDED
    )
    roster = Roster.objects.create(arrangement=arrangement, keeper=district.office, created_at=FOUNDED)
    office = Office(district, roster)
    with override("zh-hans"):
        for name in (*(f"l{n}" for n in range(1, 5)), *(f"o{n}" for n in range(1, 9))):
            user = _person(district, name)
            post = "leader" if name.startswith("l") else "officer"
            office.keepers[name] = Watchkeeper.objects.create(
                roster=roster, user=user, posts=[post], joined_at=FOUNDED
            )
    return office


def _person(district: District, name: str) -> User:
    leads = name.startswith("l")
    title = f"{'值班领导' if leads else '值班员'}{name[1:]}"
    user = orgs.add_person(username=name, name=title, home=district.office, by=SYSTEM, at=FOUNDED)
    kind = "leader" if leads and name == "l1" else "duty_officer"
    post = Post.objects.filter(unit=district.office, kind=kind).first()
    post = post or orgs.add_post(unit=district.office, kind=kind, by=SYSTEM, at=FOUNDED)
    orgs.appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)
    return user


@pytest.fixture
def office(db: None) -> Office:
    """The office in the small district."""
    return office_of(small_district())
