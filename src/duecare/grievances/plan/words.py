"""What applying a plan changes for cases, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.grievances import versions
from duecare.grievances.models import Provision
from duecare.obligations.sections import Change, PlanContext
from duecare.obligations.selection import units_meant
from duecare.obligations.shapes import shown, titles

Value = Mapping[str, Any]


def changes(value: Value | None, standing: Provision | None, context: PlanContext) -> Iterator[Change]:
    """Every difference between what stands and what the plan says; nothing where there is none."""
    if not value:
        if standing is not None:
            yield Change("end", (), _("Cases brought from now on are handled as the program comes."))
            yield _kept()
        return
    if standing is None:
        yield Change("add", (), " ".join(said(value, context)))
    elif standing.body != dict(value):
        yield Change("change", (), " ".join(said(value, context)))
        yield _kept()


def said(value: Value, context: PlanContext) -> Iterator[str]:
    """The section in sentences."""
    key = value.get("procedure", versions.DEFAULT)
    procedure = versions.shipped_procedure(key)
    assert procedure is not None  # the schema names those there are
    yield _("Cases are handled by “%(procedure)s”.") % {
        "procedure": shown(procedure.title.zh, procedure.title.en)
    }
    yield _("What is about the whole organisation goes to “%(body)s”.") % {
        "body": shown(*titles(value["above"]["title"]))
    }
    days = value.get("follow_up_days", versions.follow_up_days(key))
    if days:
        message = ngettext(
            "Whether it was put right is asked within %(n)s day.",
            "Whether it was put right is asked within %(n)s days.",
            days,
        )
        yield message % {"n": days}
    if rules := len(value.get("policies", ())):
        message = ngettext(
            "Cases on %(n)s policy can be answered together.",
            "Cases on %(n)s policies can be answered together, each policy apart.",
            rules,
        )
        yield message % {"n": rules}
    if own := len(value.get("wordings", ())):
        yield ngettext("%(n)s wording of its own.", "%(n)s wordings of its own.", own) % {"n": own}
    units = {
        unit
        for codes in value.get("codes", ())
        for unit in units_meant(context.root.id, codes["units"]).values_list("id", flat=True)
    }
    if units:
        message = ngettext(
            "Codes hang at %(n)s unit, printed by the level above.",
            "Codes hang at %(n)s units, printed by the level above.",
            len(units),
        )
        yield message % {"n": len(units)}


def _kept() -> Change:
    """Said whether there are open cases or none: how many there are is not told here."""
    return Change("keep", (), _("Cases that are open keep the procedure that they began under."))
