"""What the schema of the section can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duecare.documents import charter
from duecare.documents.entries import refused_by_charter
from duecare.grievances import versions
from duecare.grievances.checking.keys import doubled
from duecare.grievances.checking.wordings import problems_of as wording_problems
from duecare.obligations import shapes
from duecare.obligations.sections import PlanContext, Problem


def problems_of(value: Mapping[str, Any], context: PlanContext) -> list[Problem]:
    """Everything wrong with a value that fits the schema."""
    problems = [*_sent_back(value), *_follow_up(value)]
    for i, codes in enumerate(value.get("codes", ())):
        problems += shapes.check_units(codes["units"], ("codes", i, "units"), context)
    problems += _policies(value.get("policies", []))
    known = {one.key for one in versions.shipped_categories().categories}
    problems += wording_problems(value.get("wordings", []), ("wordings",), versions.shipped(), known)
    return problems


def _sent_back(value: Mapping[str, Any]) -> Iterator[Problem]:
    if value.get("sent_back_to_unit", "never") != "never":
        message = _(
            "A case never goes to the unit that it is about, nor to anything below it (charter, rule 3)."
        )
        hint = _("Write “never”, or leave it out: it can't be otherwise.")
        yield Problem(("sent_back_to_unit",), message, hint)


def _policies(listed: list[Any]) -> Iterator[Problem]:
    """A policy is a rule; a title that names a sort of people would group cases by who brought them."""
    yield from doubled(listed, ("policies",))
    for i, one in enumerate(listed):
        for language, text in one["title"].items():
            if refusal := refused_by_charter(text):
                path = ("policies", i, "title", language)
                yield charter.problem(
                    path, refusal.rule, refusal.words, _("A policy is a rule, never people.")
                )


def _follow_up(value: Mapping[str, Any]) -> Iterator[Problem]:
    asked = value.get("follow_up_days")
    if asked is None:
        return
    most = versions.follow_up_days(value.get("procedure", versions.DEFAULT))
    if most is None:
        message = _("This procedure has no follow-up.")
        yield Problem(("follow_up_days",), message, _("Leave it out."))
    elif asked > most:
        message = _(
            "The procedure has the follow-up within %(most)s days; a plan can ask for less time, not for more."
        )
        yield Problem(("follow_up_days",), message % {"most": most}, _("At most %(most)s.") % {"most": most})
