"""Where the units of a plan are looked up: in the database, or nowhere when there is none yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from duecare.core.errors import BadInput, Conflict
from duecare.core.ids import uuid7
from duecare.obligations import selection
from duecare.orgs.models import Unit


class Tree(Protocol):
    """The units under a plan's root."""

    known: bool

    @property
    def root(self) -> Unit:
        """The root unit."""

    def select(self, selector: Mapping[str, Any]) -> list[Unit]:
        """The units meant. :raises BadInput: none is, or a code is unknown."""


class DatabaseTree:
    """The units as they stand."""

    known = True

    def __init__(self, root: Unit) -> None:
        self.root = root

    def select(self, selector: Mapping[str, Any]) -> list[Unit]:
        """The standing units meant."""
        return selection.select(self.root.id, selector)


class NoTree:
    """No organisation yet: every code is taken for one that will be there."""

    known = False

    def __init__(self, code: str) -> None:
        self.root = _stub(code, "district")

    def select(self, selector: Mapping[str, Any]) -> list[Unit]:
        """One unit for each code, or one that stands for all that are meant."""
        return [_stub(code, "site") for code in selector.get("codes", ())] or [_stub("-", "site")]


def tree_of(code: str) -> Tree:
    """The tree under the root unit of that code.

    :raises BadInput: there are organisations and none has such a root.
    :raises Conflict: several have.
    """
    roots = list(Unit.objects.filter(parent=None, code=code, closed_at=None)[:2])
    if len(roots) > 1:
        raise Conflict("root-ambiguous", _("Several organisations have a root unit with that code."))
    if roots:
        return DatabaseTree(roots[0])
    others = list(Unit.objects.filter(parent=None, closed_at=None).values_list("code", flat=True)[:500])
    if not others:
        return NoTree(code)
    refused = selection.unknown_unit(code, others)
    near = (
        refused.hint
        if refused.hint and "“" in refused.hint
        else _("The root units are: %s.") % ", ".join(others[:5])
    )
    raise BadInput(
        "root-unknown", refused.message.replace("%", "%%"), hint=near.replace("%", "%%"), unit=code
    )


def _stub(code: str, kind: str) -> Unit:
    identity = uuid7()
    return Unit(id=identity, root_id=identity, code=code, name=code, kind=kind, key="00000", lineage="00000")
