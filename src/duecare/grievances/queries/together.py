"""Cases on the same matter: a kind of facility at a unit, or a policy that the plan lists; never who brought them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.grievances.actions.providing import listed_policies
from duecare.grievances.holding import holding_units, recusals
from duecare.grievances.models import Case, Concerned, Hold
from duecare.grievances.queries.desk import category_title
from duecare.grievances.rules import Act, ActKind, Role
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations.shapes import shown, titles
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.web.templatetags.duecare import titled

#: How many cases a page has.
MOST = 500
#: What can be said to many alike: nothing that asks their owners' consent, or moves a limit.
_ALIKE = (ActKind.ACCEPTS, ActKind.DECLINES, ActKind.REPLIES, ActKind.CLOSES)


@dataclass(frozen=True, slots=True)
class Matter:
    """What cases have in common: a category at a unit, or a policy.

    :param names: what its page is asked for with.
    """

    title: str
    names: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The same as it stands in an address."""
        return urlencode(self.names)


@dataclass(frozen=True, slots=True)
class Row:
    """A case of the matter."""

    case: Case
    stage: str


@dataclass(frozen=True, slots=True)
class Together:
    """Open cases on one matter that somebody handles, and what can be said to them alike.

    :param act: the one chosen; None when none is open to any of them.
    :param rows: the cases to which it is open, the oldest first, at most :data:`MOST`.
    """

    matter: Matter
    root: Unit
    acts: Sequence[Act]
    act: Act | None
    rows: Sequence[Row]


def policies(root_id: uuid.UUID) -> dict[str, str]:
    """Policies of the plans in force, by key, in the reader's language. One statement."""
    return {key: shown(*titles(title)) for key, title in listed_policies(root_id).items()}


def matters_of(case: Case, concerned: Sequence[Unit], known: Mapping[str, str]) -> list[Matter]:
    """What a case has in common with others: its category at each unit that it is about, and its policy. No statement.

    :param known: the policies, as :func:`policies` gives them.
    """
    found = [_facility(case.category, unit) for unit in concerned]
    title = known.get(case.policy)
    return [*found, *([_policy(case.policy, title, case.root)] if title else [])]


def together(by: Actor, given: Any, wanted: str) -> Together:
    """The cases on a matter that ``by`` handles. A fixed number of statements.

    :param given: ``category`` and ``unit``, or ``policy`` and ``root``: keys.
    :param wanted: key of an act.
    :raises NotFound: nobody can have such a matter, or ``by`` handles no open case of it.
    """
    matter, root, chosen = _chosen(given)
    units = [unit for unit, _lineage in holding_units(by)]
    held = Hold.objects.filter(unit__in=units, role=HoldRole.HOLDER, until=None)
    found = chosen.filter(id__in=held.values("case"), ended=False, forgotten_at=None)
    found = found.exclude(Exists(recusals(by).filter(case=OuterRef("id"))))
    cases = list(found.select_related("procedure").order_by("received_at", "id")[:MOST])
    if not cases:
        raise NotFound("case-matter", _("You handle no open case on this."))
    procedure = max(cases, key=lambda one: one.received_at).procedure.procedure
    acts = [
        one for one in procedure.acts if one.kind in _ALIKE and Role.HOLDER in one.by and _open(one, cases)
    ]
    act = next((one for one in acts if one.key == wanted), acts[0] if acts else None)
    rows = [Row(one, _stage(one)) for one in cases if act is not None and one.stage in act.at]
    return Together(matter, root, acts, act, rows)


def _open(act: Act, cases: Sequence[Case]) -> bool:
    return any(one.stage in act.at for one in cases)


def _stage(case: Case) -> str:
    title = case.procedure.procedure.stage(case.stage).title
    return shown(title.zh, title.en)


def _chosen(given: Any) -> tuple[Matter, Unit, Any]:
    if given.get("policy"):
        root = Unit.objects.filter(key=given.get("root", "")[:5], parent=None).first()
        title = policies(root.id).get(given["policy"]) if root else None
        if root is not None and title:
            cases = Case.objects.filter(root=root, policy=given["policy"])
            return _policy(given["policy"], title, root), root, cases
    else:
        unit = Unit.objects.select_related("root").filter(key=given.get("unit", "")[:5]).first()
        category = given.get("category", "")[:40]
        if unit is not None:
            about = Concerned.objects.filter(unit=unit).values("case")
            return _facility(category, unit), unit.root, Case.objects.filter(category=category, id__in=about)
    raise NotFound("case-matter", _("You handle no open case on this."))


def _facility(category: str, unit: Unit) -> Matter:
    return Matter(
        f"{category_title(category)} · {titled(unit)}", (("category", category), ("unit", unit.key))
    )


def _policy(key: str, title: str, root: Unit) -> Matter:
    return Matter(title, (("policy", key), ("root", root.key)))
