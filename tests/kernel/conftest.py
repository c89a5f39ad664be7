"""What the kernel's tests stand on: a kind of duty, a ladder, and drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from duecare.obligations import actions, kinds, schedules
from duecare.obligations.rules import Draft
from tests.people import District, district

__all__ = ["district"]

DUE = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
OPENS = DUE - timedelta(hours=12)
STEPS = [
    {"offset": -3600, "act": "remind", "to": ["post:reporter@debtor"]},
    {"offset": 0, "act": "remind", "to": ["post:reporter@debtor", "post:leader@debtor"]},
    {"offset": 1800, "act": "tell", "to": ["post:coordinator@creditor"]},
    {"offset": 7200, "act": "escalate", "to": ["post:leader@root"]},
]
Drafts = Callable[..., Draft]


@pytest.fixture(autouse=True)
def kernel_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Kinds of the tests' own, and no module's schedules."""
    monkeypatch.setattr(schedules, "_schedules", {})
    kinds.register(kinds.Kind("test.report", "report", "desk:home"))
    kinds.register(kinds.Kind("test.shift", "shift", "desk:home", lapses=True))
    kinds.register(kinds.Kind("test.secret", "secret", "desk:home", confidential=True))
    kinds.register(kinds.Kind("test.told", "told", "desk:home", confidential=True, creditor_knows=True))
    kinds.register(kinds.Kind("test.safety", "safety", "desk:home", suspends=False))
    yield
    for key in ("test.report", "test.shift", "test.secret", "test.told", "test.safety"):
        del kinds._kinds[key]


@pytest.fixture
def draft(district: District) -> Drafts:
    """Make a draft of what a unit owes the office: ``draft("QY-Z1", due_at=…)``."""
    ladder = actions.freeze_ladder(STEPS)

    def make(code: str = "QY-Z1", origin: str = "", **given: Any) -> Draft:
        unit = district[code]
        values: dict[str, Any] = {
            "kind": "test.report",
            "origin": origin or f"test/{code}/2027-01-04",
            "root_id": district.root.id,
            "debtor_id": unit.id,
            "lineage": unit.lineage,
            "creditor_id": district.office.id,
            "post": "reporter",
            "title": "每日报告",
            "strand": "winter/daily/pm",
            "programme": "winter",
            "slot": date(2027, 1, 4),
            "opens_at": OPENS,
            "due_at": DUE,
            "ladder_id": ladder,
        }
        return Draft(**(values | given))

    return make
