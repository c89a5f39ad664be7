"""A rule that clashes, and a rule that is broken, as sentences for people. Pure.

The caller gives the names to show: of people by their id, of kinds of watch by theirs, in the language that is
active when the sentence is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.duty.rules.checking import Breach
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.model import Problem

DayName = Callable[[int], str]

ASKS: dict[str, Text] = {
    "least": _("%(kind)s on %(day)s needs at least %(limit)s people."),
    "most": _("%(kind)s on %(day)s takes at most %(limit)s people."),
    "qualified": _("Who stands %(kind)s must be qualified for it."),
    "offered": _("There is no watch %(kind)s on %(day)s."),
    "rest": _("Between two watches there are at least %(hours)s hours of rest."),
    "bars": _("Some watches may not follow others on the next day."),
    "days_most": _("Nobody stands more than %(limit)s days in a row."),
    "days_least": _("Nobody stands fewer than %(limit)s days in a row."),
    "off_least": _("Nobody is free for fewer than %(limit)s days in a row."),
    "minutes_most": _("%(person)s stands at most %(hours)s hours."),
    "minutes_least": _("%(person)s stands at least %(hours)s hours."),
    "weekends_most": _("%(person)s stands on at most %(limit)s weekends."),
    "kind_most": _("%(person)s stands %(kind)s at most %(limit)s times."),
    "leave": _("%(person)s is on leave: %(days)s."),
    "before": _("%(person)s rests after the last watches before the period."),
    "elsewhere": _("%(person)s rests before and after the watches of another roster."),
    "locked": _("What is locked for %(person)s on %(day)s stays."),
    "twice": _("Nobody stands two watches that begin on the same day."),
}
"""What each rule asks for."""

BROKEN: dict[str, Text] = {
    "least": _("%(kind)s on %(day)s has %(found)s of at least %(limit)s people."),
    "most": _("%(kind)s on %(day)s has %(found)s people, at most %(limit)s may stand it."),
    "qualified": _("%(person)s is not qualified for %(kind)s on %(day)s."),
    "offered": _("%(person)s is put on %(kind)s on %(day)s, which does not exist."),
    "rest": _(
        "%(person)s has %(found_hours)s hours of rest before %(kind)s on %(day)s instead of %(hours)s."
    ),
    "bars": _("%(person)s may not stand %(kind)s on %(day)s after the watch of the day before."),
    "days_most": _("%(person)s stands %(found)s days in a row instead of at most %(limit)s: %(days)s."),
    "days_least": _(
        "%(person)s stands only %(found)s days in a row instead of at least %(limit)s: %(days)s."
    ),
    "off_least": _(
        "%(person)s is free for only %(found)s days in a row instead of at least %(limit)s: %(days)s."
    ),
    "minutes_most": _("%(person)s stands %(found_hours)s hours instead of at most %(hours)s."),
    "minutes_least": _("%(person)s stands %(found_hours)s hours instead of at least %(hours)s."),
    "weekends_most": _("%(person)s stands on %(found)s weekends instead of at most %(limit)s."),
    "kind_most": _("%(person)s stands %(kind)s %(found)s times instead of at most %(limit)s."),
    "leave": _("%(person)s is on leave and put on %(kind)s on %(day)s."),
    "before": _(
        "%(person)s has %(found_hours)s hours of rest between the last watch before the period and %(kind)s "
        "on %(day)s instead of %(hours)s."
    ),
    "elsewhere": _(
        "%(person)s has %(found_hours)s hours of rest between %(kind)s on %(day)s and a watch of another roster "
        "instead of %(hours)s."
    ),
    "locked": _("%(person)s on %(day)s is locked and was changed."),
    "twice": _("%(person)s already stands another watch that begins on %(day)s."),
}
"""What is wrong where a rule is broken."""


def rule_in_words(
    problem: Problem,
    rule: Rule,
    people: Mapping[str, str],
    kinds: Mapping[str, str],
    day_name: DayName | None = None,
) -> str:
    """What a rule asks for, as a sentence.

    :param day_name: how to call a day, in place of its date.
    """
    leave = problem.person[rule.person].leave if rule.person in problem.person else frozenset()
    numbers = _numbers(0, _limit(problem, rule))
    names = _names(rule, people, kinds, sorted(leave), day_name or _date_in(problem))
    return str(ASKS[rule.name]) % {**names, **numbers}


def breach_in_words(
    problem: Problem,
    breach: Breach,
    people: Mapping[str, str],
    kinds: Mapping[str, str],
    day_name: DayName | None = None,
) -> str:
    """What is wrong, as a sentence.

    :param day_name: how to call a day, in place of its date.
    """
    names = _names(breach.rule, people, kinds, breach.days, day_name or _date_in(problem))
    return str(BROKEN[breach.rule.name]) % {**names, **_numbers(breach.found, breach.limit)}


def _date_in(problem: Problem) -> DayName:
    return lambda day: problem.day_of(day).isoformat()


def _names(
    rule: Rule, people: Mapping[str, str], kinds: Mapping[str, str], days: Iterable[int], day_name: DayName
) -> dict[str, object]:
    return {
        "person": people.get(rule.person, rule.person),
        "kind": kinds.get(rule.kind, rule.kind),
        "day": "" if rule.day is None else day_name(rule.day),
        "days": _spans(days, day_name),
    }


def _numbers(found: int, limit: int) -> dict[str, object]:
    return {"found": found, "limit": limit, "hours": _hours(limit), "found_hours": _hours(found)}


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")


def _spans(days: Iterable[int], day_name: DayName) -> str:
    """Days by their names, those in a row as from and to."""
    spans: list[list[int]] = []
    for day in days:
        if spans and day == spans[-1][1] + 1:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    names = [(day_name(first), day_name(last)) for first, last in spans]
    return ", ".join(first if first == last else f"{first} – {last}" for first, last in names)


def _limit(problem: Problem, rule: Rule) -> int:
    """The number that a rule holds; of a rule for everybody the strictest."""
    if rule.name in {"least", "most"} and rule.day is not None:
        need = problem.needs[rule.day, rule.kind]
        return need.least if rule.name == "least" else need.most or 0
    those = [problem.person[rule.person]] if rule.person in problem.person else list(problem.people)
    if rule.name == "kind_most":
        return those[0].limits.most[rule.kind]
    if rule.name not in {
        "rest",
        "days_most",
        "days_least",
        "off_least",
        "minutes_most",
        "minutes_least",
        "weekends_most",
    }:
        return 0
    values = [value for value in (getattr(person.limits, rule.name) for person in those) if value is not None]
    strictest = min if rule.name.endswith("most") else max
    return int(strictest(values, default=0))
