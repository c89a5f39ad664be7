"""Time going by: people act, the clock ticks, the record grows."""

from __future__ import annotations

from datetime import datetime, timedelta

from duecare.audit.actions import sequence, sign_heads
from duecare.demo.clockface import standing_still
from duecare.demo.moments import ZONE
from duecare.demo.players import play
from duecare.notify.actions import tell
from duecare.obligations.actions import tick

STEP = timedelta(minutes=5)
#: No longer than a presence check waits for its answer.
NIGHT_STEP = timedelta(minutes=20)
#: No step of the simulated clock is an outage.
LEAP = timedelta(hours=2)


def step_from(at: datetime, by_day: timedelta = STEP) -> datetime:
    """The next simulated moment; at night the steps are longer."""
    return at + (by_day if 6 <= at.astimezone(ZONE).hour < 22 else NIGHT_STEP)


def live(since: datetime, at: datetime) -> None:
    """Let everything between two moments happen."""
    with standing_still(at):
        play(since, at)
        tick(at, outage_after=LEAP)
        tell(at)
        sequence(at)
        if at.astimezone(ZONE).date() != since.astimezone(ZONE).date():
            sign_heads(at)
