"""What applying a plan changes in arrangements, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.core.calendar import zone_named
from duecare.duty.actions.arranging import refuse_another_first_day
from duecare.duty.kinds import ROSTER
from duecare.duty.models import Arrangement
from duecare.duty.plan.terms import terms_of
from duecare.duty.queries.fitting import keepers_meant, misfits
from duecare.duty.rules.terms import Terms, asked, days_of, watches_on
from duecare.obligations.models import Obligation
from duecare.obligations.sections import Change, Path, PlanContext
from duecare.obligations.selection import units_meant
from duecare.obligations.shapes import shown, spoken, spoken_day

#: What is compared together.
_PERIOD = ("first", "last", "zone")
_TITLE = ("title", "title_en")


@dataclass(frozen=True, slots=True)
class Difference:
    """One arrangement that applying adds, changes or ends.

    :param before: its terms until now; None when it is new. :param after: from now on; None when it ends.
    """

    act: str
    path: Path
    arrangement: Arrangement | None
    before: Terms | None
    after: Terms | None
    context: PlanContext

    def say(self, at: datetime) -> Change:
        """The difference in people's words, in the language active now."""
        if self.act == "add" and self.after is not None:
            return Change("add", self.path, " ".join(_added(self.after, self.context, at)))
        if self.act == "end" and self.before is not None and self.arrangement is not None:
            return Change("end", self.path, " ".join(_ended(self.before, self.arrangement, at)))
        assert self.arrangement and self.before and self.after
        said = _changed(self.before, self.after, self.arrangement, at)
        return Change("change", self.path, " ".join(said))


def differences(values: Sequence[Mapping[str, Any]], context: PlanContext) -> Iterator[Difference]:
    """Every difference between what stands and what the plan says.

    :raises Conflict: the first day moves though a roster has been drawn up from it.
    """
    standing = {one.key: one for one in Arrangement.objects.standing().filter(programme=context.programme)}
    for i, value in enumerate(values):
        path, one, terms = ("duty", i), standing.pop(value["key"], None), terms_of(value, context)
        if one is None:
            yield Difference("add", path, None, None, terms, context)
        elif asked(one.terms) != terms:
            refuse_another_first_day(one, terms)
            yield Difference("change", path, one, one.terms, terms, context)
    for one in standing.values():
        yield Difference("end", ("duty",), one, one.terms, None, context)


def _added(terms: Terms, context: PlanContext, at: datetime) -> Iterator[str]:
    sites = units_meant(context.root.id, terms["sites"]).count()
    everything = [watch for day in days_of(terms) for watch in watches_on(terms, day)]
    message = ngettext(
        "“%(title)s”: %(watches)s watches at %(n)s site, %(period)s.",
        "“%(title)s”: %(watches)s watches at each of %(n)s sites, %(period)s.",
        sites,
    )
    values = {"title": _title(terms), "n": sites, "watches": len(everything), "period": _period(terms)}
    yield message % values
    due = datetime.fromisoformat(terms["roster_due"]).astimezone(zone_named(terms["zone"]))
    yield _("The roster is due by %(time)s.") % {"time": spoken(due)}
    past = sum(watch.starts_at <= at for watch in everything)
    if past:
        message = ngettext(
            "%(n)s watch has begun already and is not asked for.",
            "%(n)s watches have begun already and are not asked for.",
            past,
        )
        yield message % {"n": past}


def _ended(terms: Terms, arrangement: Arrangement, at: datetime) -> Iterator[str]:
    yield _("“%(title)s” is no longer asked for.") % {"title": _title(terms)}
    unopened, opened = _counts(arrangement)
    if unopened:
        message = ngettext("%(n)s not yet open is dropped.", "%(n)s not yet open are dropped.", unopened)
        yield message % {"n": unopened}
    yield from _stood(arrangement, None, at)
    yield from _stay(opened, arrangement, None)


def _changed(before: Terms, after: Terms, arrangement: Arrangement, at: datetime) -> Iterator[str]:
    title = _title(before)
    if any(before[name] != after[name] for name in _PERIOD):
        message = _("“%(title)s”: %(before)s becomes %(after)s.")
        yield message % {"title": title, "before": _period(before), "after": _period(after)}
    if any(before[name] != after[name] for name in _TITLE):
        new = " / ".join(text for text in (after["title"], after["title_en"]) if text)
        yield _("“%(title)s” is now called “%(new)s”.") % {"title": title, "new": new}
    if _days(before, after) != _days(after, before):
        yield _("“%(title)s”: which days are holidays, weekends or in a phase changes.") % {"title": title}
    told = {
        ("posts",): _("“%(title)s”: the posts of its watches change."),
        ("shifts",): _("“%(title)s”: the shifts or their times change."),
        ("needs",): _("“%(title)s”: how many people its watches need changes."),
        ("sites",): _("“%(title)s”: other sites are manned."),
        ("kept_by",): _("“%(title)s”: another unit keeps the roster."),
        ("rules", "weights"): _(
            "“%(title)s”: the rules of the roster change; rosters published stay as they are."
        ),
        ("roster_due",): _("“%(title)s”: the roster is due at another time."),
        ("check_in", "handover", "presence"): _("“%(title)s”: checking in and handing over change."),
        ("ladders",): _("“%(title)s”: reminders and escalation change."),
        ("creditor",): _("“%(title)s” is owed to another unit."),
        ("basis",): _("“%(title)s”: its basis in the plan changes."),
    }
    for names, sentence in told.items():
        if any(before[name] != after[name] for name in names):
            yield sentence % {"title": title}
    yield from _stood(arrangement, after, at)
    yield from _stay(_counts(arrangement)[1], arrangement, after)


def _days(terms: Terms, other: Terms) -> dict[str, list[str]]:
    """What the days are that both periods have."""
    return {day: types for day, types in terms["day_types"].items() if day in other["day_types"]}


def _stood(arrangement: Arrangement, after: Terms | None, at: datetime) -> Iterator[str]:
    """What it does to the watches that people stand by the roster."""
    found = [watch for _one, watch in misfits(arrangement, after, at)]
    lost, moved = found.count(None), len(found) - found.count(None)
    if lost:
        message = ngettext(
            "%(n)s place in the roster falls away; who has it is told.",
            "%(n)s places in the roster fall away; who has them is told.",
            lost,
        )
        yield message % {"n": lost}
    if moved:
        message = ngettext(
            "%(n)s place in the roster gets another time; who has it is told.",
            "%(n)s places in the roster get another time; who has them is told.",
            moved,
        )
        yield message % {"n": moved}


def _stay(opened: int, arrangement: Arrangement, after: Terms | None) -> Iterator[str]:
    """What is open stays, but for rosters that nobody is to draw up any more."""
    given_up = _rosters_given_up(arrangement, after)
    if given_up:
        message = ngettext(
            "%(n)s roster that was owed is no longer asked for.",
            "%(n)s rosters that were owed are no longer asked for.",
            given_up,
        )
        yield message % {"n": given_up}
    opened -= given_up
    if opened:
        message = ngettext(
            "%(n)s is already open and stays as it is.",
            "%(n)s are already open and stay as they are.",
            opened,
        )
        yield message % {"n": opened}


def _rosters_given_up(arrangement: Arrangement, after: Terms | None) -> int:
    rosters = arrangement.rosters.all()
    if after is not None:
        rosters = rosters.exclude(keeper__in=keepers_meant(arrangement.root_id, after).values("id"))
    subjects = [str(roster_id) for roster_id in rosters.values_list("id", flat=True)]
    owed = Obligation.objects.open().filter(strand=arrangement.strand("roster"), kind=ROSTER.key)
    return owed.filter(subject__in=subjects).count()


def _counts(arrangement: Arrangement) -> tuple[int, int]:
    """How many of its obligations have not opened yet, and how many are open."""
    counted = Obligation.objects.filter(
        programme=arrangement.programme, strand__startswith=arrangement.strand(""), kind__startswith="duty."
    ).aggregate(
        unopened=Count("id", filter=Q(opened_at=None, closed_at=None)),
        opened=Count("id", filter=Q(opened_at__isnull=False, closed_at=None)),
    )
    return counted["unopened"], counted["opened"]


def _title(terms: Terms) -> str:
    return shown(terms["title"], terms["title_en"])


def _period(terms: Terms) -> str:
    first, last = (spoken_day(date.fromisoformat(terms[name])) for name in ("first", "last"))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
