"""Where a case stands: its steps folded over the procedure it began under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from duecare.core.calendar import Calendar, local_date
from duecare.grievances.models import Case, Step
from duecare.grievances.rules import Clock, Event, Facts, Path, Role, walk
from duecare.obligations.queries import calendar_of
from duecare.obligations.shapes import shown, spoken_day


def facts_of(steps: Iterable[Step]) -> Facts:
    """Steps, in their order, as the rules read them; what time did is left to the rules."""
    return tuple(event_of(step) for step in steps if step.role != Role.TIME)


def event_of(step: Step) -> Event:
    """A step as an event: people by opaque keys, no words."""
    return Event(
        act=step.act, at=step.at, role=Role(step.role), actor=str(step.by_user) if step.by_user else "",
        level=step.level, days=step.days, excuses=str(step.excuses) if step.excuses else "",
    )  # fmt: skip


def path_of(case: Case, at: datetime) -> Path:
    """Where a case stands at ``at``. Two statements; the case's procedure is at hand or one more."""
    steps = Step.objects.filter(case=case).order_by("number")
    return walk(facts_of(steps), case.procedure.procedure, calendar_for(case), at)


def calendar_for(case: Case) -> Calendar:
    """The calendar of the case's root, in the root's zone."""
    calendar = calendar_of(case.root_id)
    return calendar if calendar.zone == case.root.zone else replace(calendar, zone=case.root.zone)


def stands_still(path: Path, clock: Clock) -> str:
    """Since when a clock stands still and for what, in the reader's language; empty when it counts."""
    stop = next((one for one in clock.stops if one.end is None), None) if clock.stands_still else None
    if stop is None:
        return ""
    title = path.procedure.ground(stop.ground).title
    return _("stands still since %(day)s: %(ground)s") % {
        "day": spoken_day(local_date(stop.start, path.calendar.zone)),
        "ground": shown(title.zh, title.en),
    }
