"""The kernel once more, in plain Python and as slow as one likes: what the state machine compares with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(seconds=60)
#: (seconds from due, act, whether anybody is found)
Rungs = tuple[tuple[int, str, bool], ...]


@dataclass
class Duty:
    """One obligation and everything that is known of it."""

    unit: str
    rungs: Rungs
    opens: datetime
    due: datetime
    closes: datetime | None
    post: str = "reporter"
    opened: bool = False
    missed: datetime | None = None
    missed_by: str = ""
    ended: str = ""
    late: bool = False
    climbed: int = 0
    paused: bool = False
    log: Counter[str] = field(default_factory=Counter)

    def lapses(self) -> datetime | None:
        """From when the clock may record the lapse."""
        return None if self.closes is None else max(self.closes, self.due) + MINUTE

    def time_of(self, rung: int) -> datetime:
        """When a rung is to be climbed: not before opening, not after the lapse."""
        time = max(self.opens, self.due + timedelta(seconds=self.rungs[rung][0]))
        lapse = self.lapses()
        return time if lapse is None else min(time, lapse)

    def open_up(self, at: datetime) -> None:
        if not self.opened and self.opens <= at:
            self.opened = True
            self.log["opened"] += 1

    def miss(self) -> None:
        if self.missed is None:
            self.missed, self.missed_by = self.due, self.unit
            self.log["missed"] += 1

    def settle(self, at: datetime) -> None:
        """What the clock would have done about its state by now."""
        self.open_up(at)
        if at >= self.due + MINUTE and not self.paused:
            self.miss()

    def tick(self, at: datetime) -> None:
        """What the clock does."""
        if self.ended or self.paused:
            return
        lapse = self.lapses()
        self.settle(at)
        fired = []
        while self.climbed < len(self.rungs) and self.time_of(self.climbed) <= at:
            fired.append(self.climbed)
            self.climbed += 1
        lapsed = lapse is not None and lapse <= at
        said = [self._climb(rung, fired, at, lapsed=lapsed) for rung in fired]
        if lapsed:
            self.ended = "lapsed"
            self.log["lapsed"] += 1
        sent = [answer for answer in said if answer is not None]
        while sent and not sent[-1]:
            if self.climbed == len(self.rungs):
                self.log["escalate"] += 1  # the leader of the root, whom there always is
                break
            _offset, act, found = self.rungs[self.climbed]
            self.log[act if found else "nobody"] += 1
            self.climbed += 1
            sent.append(found)

    def _climb(self, rung: int, fired: list[int], at: datetime, *, lapsed: bool) -> bool | None:
        """Whether somebody was found; None when a reminder had lost its sense."""
        offset, act, found = self.rungs[rung]
        later = any(self.rungs[r][1] == "remind" for r in fired if r > rung)
        if act == "remind" and (lapsed or later or (offset < 0 and at >= self.due)):
            self.log["not_sent"] += 1
            return None
        self.log[act if found else "nobody"] += 1
        return found


def sums(duties: list[Duty], unit: str) -> Counter[str]:
    """The tallies of one unit by itself, counted one by one."""
    count: Counter[str] = Counter()
    for duty in duties:
        if duty.missed_by == unit:
            count["missed"] += 1
        if duty.unit != unit or not (duty.opened or duty.ended):
            continue
        count["owed"] += 1
        count[duty.ended or "open"] += 1
        if not duty.ended and duty.missed:
            count["silent"] += 1
        if duty.ended == "discharged" and duty.missed:
            count["late"] += 1
    return count
