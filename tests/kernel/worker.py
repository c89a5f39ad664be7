"""A process that opens, files and ticks until it is killed: ``python -m tests.kernel.worker SEED``."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import django


def drafts(choose: random.Random, origin: str) -> Iterator[object]:
    from duecare.obligations.models import Ladder  # noqa: PLC0415 - after setup
    from duecare.obligations.rules import Draft  # noqa: PLC0415
    from duecare.orgs.models import Unit  # noqa: PLC0415
    from tests.people import FOUNDED  # noqa: PLC0415

    office = Unit.objects.get(code="QY-AQ")
    ladder = Ladder.objects.get().id
    for n, unit in enumerate(Unit.objects.exclude(kind="office").order_by("lineage")):
        opens = FOUNDED + timedelta(minutes=choose.randrange(600))
        due = opens + timedelta(minutes=choose.randrange(300))
        lapses = choose.random() < 0.5
        yield Draft(
            kind="test.shift" if lapses else "test.report", origin=f"{origin}/{n}", root_id=unit.root_id,
            debtor_id=unit.id, lineage=unit.lineage, creditor_id=office.id, post="reporter", title="报告",
            strand="killed/daily/pm", programme="killed", slot=date(2027, 1, 4), opens_at=opens, due_at=due,
            closes_at=due + timedelta(minutes=30) if lapses else None, ladder_id=ladder,
        )  # fmt: skip


def main(seed: str) -> None:
    django.setup()
    from duecare.core.errors import DomainError  # noqa: PLC0415
    from duecare.obligations import actions, kinds, schedules  # noqa: PLC0415
    from duecare.obligations.models import Obligation  # noqa: PLC0415
    from duecare.orgs.rules import SYSTEM  # noqa: PLC0415
    from tests.people import FOUNDED  # noqa: PLC0415

    schedules._schedules.clear()
    kinds.register(kinds.Kind("test.report", "report", "desk:home"))
    kinds.register(kinds.Kind("test.shift", "shift", "desk:home", lapses=True))
    choose = random.Random(seed)
    turn = 0
    while True:
        at = FOUNDED + timedelta(minutes=7 * (turn % 130))
        actions.open_many(drafts=drafts(choose, f"{seed}/{turn}"), at=at)  # type: ignore[arg-type]
        for one in Obligation.objects.filter(closed_at=None).order_by("?")[:3]:
            try:
                actions.discharge(obligation_id=one.id, by=SYSTEM, at=at)
            except DomainError:
                continue
        actions.tick(at)
        turn += 1
        print(turn, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
