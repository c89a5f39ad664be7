"""The demo's clock process: people act, the clock ticks, the record grows, then the time on the mark moves."""

from __future__ import annotations

import logging
import os
import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from duecare.audit.actions import sequence, sign_heads
from duecare.core import clock
from duecare.demo.clockface import standing_still
from duecare.demo.models import Mark
from duecare.demo.players import play
from duecare.notify.actions import tell
from duecare.obligations.actions import tick

log = logging.getLogger("duecare.demo")

#: Simulated seconds for each second: a day in a minute.
DAY_A_MINUTE = 24 * 60
STEP = timedelta(minutes=5)
NIGHT_STEP = timedelta(minutes=30)
#: No step of the simulated clock is an outage.
LEAP = timedelta(hours=2)
#: The programme has closed; nothing more happens.
END = datetime(2027, 3, 26, 0, 0, tzinfo=UTC)


def step_from(at: datetime, by_day: timedelta = STEP) -> datetime:
    """The next simulated moment; at night the steps are longer."""
    local = at.astimezone(ZoneInfo("Asia/Shanghai"))
    return at + (by_day if 6 <= local.hour < 22 else NIGHT_STEP)


def advance(since: datetime, at: datetime) -> None:
    """Let everything between two moments happen, then show ``at`` as the time."""
    with standing_still(at):
        play(since, at)
        tick(at, outage_after=LEAP)
        tell(at)
        sequence(at)
        if (
            at.astimezone(ZoneInfo("Asia/Shanghai")).date()
            != since.astimezone(ZoneInfo("Asia/Shanghai")).date()
        ):
            sign_heads(at)
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
