"""The contact sheet: whom to call where, on paper for when the computers are down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotAllowed
from duecare.desk.queries.contacts import Contact, of_units
from duecare.desk.queries.manning import Manned, manned
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end

#: Lines of one sheet; a sheet of more is printed unit by unit.
MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A unit and its people."""

    unit: Unit
    people: Sequence[Contact]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's contact sheet.

    :param manned: who is on duty now and who comes next, of each unit that mans posts.
    :param cut: there are more units than it takes.
    """

    unit: Unit
    manned: Sequence[Manned]
    lines: Sequence[Line]
    cut: bool


def sheet(by: Actor, unit: Unit, at: datetime) -> Sheet:
    """Every standing unit at and below ``unit`` with who holds its posts and who is on duty now.

    A fixed number of statements.

    :raises NotAllowed: the reader may not see telephone numbers there.
    """
    if not rights.may(by, "orgs.contacts", unit.lineage):
        raise NotAllowed("no-right", _("None of your posts may print telephone numbers of this unit."))
    found = list(
        Unit.objects.filter(
            lineage__gte=unit.lineage, lineage__lte=subtree_end(unit.lineage), closed_at=None
        ).order_by("lineage")[: MOST + 1]
    )
    units = found[:MOST]
    people = of_units(by, [u.id for u in units], at)
    lines = [Line(u, people.get(u.id, [])) for u in units]
    return Sheet(unit, manned(by, units, at), lines, len(found) > MOST)
