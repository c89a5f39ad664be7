"""What the form for bringing a case offers, and who takes one in for somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.grievances import versions
from duecare.grievances.models import Case
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, HeldPost
from duecare.orgs.vocabulary import PostKind
from duecare.web import rows

#: How many units a choice holds; where there are more, people name the unit in words.
MOST_UNITS = 200
_OFFICE = "office"


def roots() -> list[Unit]:
    """Bodies that take cases: the standing root units. One statement."""
    return list(Unit.objects.filter(parent=None, closed_at=None).order_by("lineage")[:100])


def root_of(key: str) -> Unit:
    """The body of that key. :raises NotFound: there is none."""
    found = rows.find(Unit, key=key) if key.isascii() and key.isalnum() else None
    return _root(found if found and found.parent_id is None and found.closed_at is None else None)


def root_by_id(root_id: uuid.UUID) -> Unit:
    """The root unit of that id. :raises NotFound: there is none."""
    return _root(Unit.objects.filter(id=root_id).first())


def _root(found: Unit | None) -> Unit:
    if found is None:
        raise NotFound("no-body", _("Nobody takes cases under this address."))
    return found


def unit_in(root: Unit, key: str) -> Unit | None:
    """A unit of the body by its key; None for none of them."""
    return rows.find(Unit, root=root.id, key=key) if key.isascii() and key.isalnum() else None


def unit_to_choose(root: Unit, key: str) -> Unit | None:
    """The unit of that key, where a case can be about it: what :func:`unit_choices` offers. One statement."""
    found = unit_in(root, key)
    return found if found is not None and found.closed_at is None and found.kind != _OFFICE else None


def unit_choices(root: Unit) -> list[tuple[str, str]]:
    """Units that a case can be about, by key."""
    found = Unit.objects.filter(root=root, closed_at=None).exclude(kind=_OFFICE).order_by("lineage")
    units = list(found[: MOST_UNITS + 1])
    return [] if len(units) > MOST_UNITS else titled_units(units)


def holder_choices(case: Case) -> list[tuple[str, str]]:
    """Units with officers that may handle a case, by key: none that it is about, and none below one."""
    about = [one.unit.lineage for one in case.concerned.select_related("unit")]
    found = Unit.objects.filter(
        root=case.root_id, closed_at=None, posts__kind=PostKind.CASE_OFFICER
    ).distinct()
    free = [
        unit for unit in found.order_by("lineage") if not any(unit.lineage.startswith(line) for line in about)
    ]
    return titled_units(free)


def titled_units(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Units by key, as a choice."""
    return [(unit.key, shown(unit.name, unit.name_en)) for unit in units]


def category_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Categories in their groups."""
    known = versions.shipped_categories()
    return [
        (
            shown(title.zh, title.en),
            [(one.key, shown(one.title.zh, one.title.en)) for one in known.categories if one.group == group],
        )
        for group, title in known.groups
    ]


def clerk_post(by: Actor) -> HeldPost:
    """The post by which somebody takes cases in. :raises NotFound: there is none."""
    found = by.carrying(rights.all_rights()["grievances.take_in"])
    if not found:
        raise NotFound("no-clerk", _("None of your posts takes cases in."))
    return found[0]
