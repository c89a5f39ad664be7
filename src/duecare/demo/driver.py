"""The demo's clock process: what happens between two moments happens, then the time on the mark moves."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime

from duecare.core import clock
from duecare.demo.living import live, step_from
from duecare.demo.models import Mark

#: Simulated seconds for each second: a day in a minute.
DAY_A_MINUTE = 24 * 60
#: The programme has closed; nothing more happens.
END = datetime(2027, 3, 26, 0, 0, tzinfo=UTC)


def advance(since: datetime, at: datetime) -> None:
    """Let everything between two moments happen, then show ``at`` as the time."""
    live(since, at)
    Mark.objects.filter(id=1).update(at=at)


def run(stop: threading.Event) -> None:
    """Go on at the mark's pace until stopped or orphaned; stand still while it is 0."""
    parent = os.getppid()
    while not stop.is_set() and os.getppid() == parent:
        began = clock.monotonic()
        mark = Mark.objects.get(id=1)
        if mark.until is not None and mark.at >= mark.until:
            Mark.objects.filter(id=1).update(until=None, pace=0)
            continue
        if mark.at >= END or (mark.pace == 0 and mark.until is None):
            stop.wait(0.2)
            continue
        at = step_from(mark.at)
        if mark.until is not None:
            at = min(at, mark.until)
        advance(mark.at, at)
        if mark.until is None:
            stop.wait(max(0.0, (at - mark.at).total_seconds() / mark.pace - (clock.monotonic() - began)))
