"""Which units a selector of the plan file means, now.

``{kinds: [...], under: CODE, except: [...]}`` means the standing units of these kinds at or below that unit but for
some; ``{codes: [...]}`` names units one by one. Given together, a unit has to fit each.
"""

from __future__ import annotations

import difflib
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duecare.core.errors import BadInput
from duecare.orgs.models import Unit
from duecare.orgs.rules import subtree_end

_MOST_COMPARED = 5000


def units_meant(root_id: uuid.UUID, selector: Mapping[str, Any]) -> QuerySet[Unit]:
    """The standing units, in the order of the tree; a code that is no unit means none."""
    units = Unit.objects.filter(root_id=root_id, closed_at=None)
    if "kinds" in selector:
        units = units.filter(kind__in=selector["kinds"])
    if "codes" in selector:
        units = units.filter(code__in=selector["codes"])
    if "under" in selector:
        top = Unit.objects.filter(root_id=root_id, code=selector["under"]).first()
        lineage = top.lineage if top else "-"
        units = units.filter(lineage__gte=lineage, lineage__lte=subtree_end(lineage))
    if "except" in selector:
        units = units.exclude(code__in=selector["except"])
    return units.order_by("lineage")


def select(root_id: uuid.UUID, selector: Mapping[str, Any]) -> list[Unit]:
    """The units meant, as :attr:`PlanContext.select` gives them.

    :raises BadInput: a code is no standing unit, or no unit is meant.
    """
    codes = set(named(selector))
    known = set(
        Unit.objects.filter(root_id=root_id, closed_at=None, code__in=codes).values_list("code", flat=True)
    )
    for code in sorted(codes - known):
        others = Unit.objects.filter(root_id=root_id, closed_at=None).values_list("code", flat=True)
        raise unknown_unit(code, others[:_MOST_COMPARED])
    units = list(units_meant(root_id, selector))
    if not units:
        raise nobody_meant()
    return units


def named(selector: Mapping[str, Any]) -> list[str]:
    """Every code that a selector names."""
    under = [selector["under"]] if "under" in selector else []
    return [*selector.get("codes", ()), *selector.get("except", ()), *under]


def unknown_unit(code: str, others: Iterable[str]) -> BadInput:
    """The refusal of a code that is no unit, with the nearest that is."""
    near = difflib.get_close_matches(code, list(others), n=1)
    hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else _("See the codes of the units.")
    message = _("There is no unit with the code “%(unit_code)s”.") % {"unit_code": code}
    return BadInput("unit-unknown", message.replace("%", "%%"), hint=hint.replace("%", "%%"), unit=code)


def nobody_meant() -> BadInput:
    """The refusal of a selector that no unit fits."""
    return BadInput("nobody-selected", _("No unit is meant by this."), hint=_("Look at the kinds and codes."))
