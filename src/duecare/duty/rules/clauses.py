"""The rules of a roster by name: what can be broken, what can clash, and how people say it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One hard rule, as narrow as it makes sense to give it up.

    :param name: one of `NAMES`.
    :param person: whom it concerns; "" for everybody.
    :param day: the day it concerns; None for all.
    :param kind: the kind of watch it concerns; "" for all.
    """

    name: str
    person: str = ""
    day: int | None = None
    kind: str = ""


NAMES: dict[str, Text] = {
    "least": _("a watch has its least number of people"),
    "most": _("a watch has no more than its most people"),
    "qualified": _("only qualified people stand a watch"),
    "offered": _("nobody stands a watch that the period does not have"),
    "rest": _("rest between watches is kept"),
    "bars": _("some watches may not follow others on the next day"),
    "days_most": _("no more than the most days in a row"),
    "days_least": _("no fewer than the least days in a row"),
    "off_least": _("no fewer than the least free days in a row"),
    "minutes_most": _("no more than the most hours"),
    "minutes_least": _("no fewer than the least hours"),
    "weekends_most": _("no more than the most weekends"),
    "kind_most": _("no more than the most watches of a kind"),
    "leave": _("leave is kept free"),
    "before": _("rest after the last watches before the period is kept"),
    "locked": _("what is locked stays"),
}
"""What each rule asks for, as a sentence without a full stop."""

MENDING_COST = {
    "least": 10,
    "most": 4,
    "rest": 16,
    "bars": 8,
    "days_most": 6,
    "days_least": 3,
    "off_least": 4,
    "minutes_most": 5,
    "minutes_least": 2,
    "weekends_most": 4,
    "kind_most": 4,
    "leave": 24,
    "before": 16,
    "locked": 12,
}
"""What giving up one step of a rule costs when the smallest mending is looked for: rest and leave most."""
