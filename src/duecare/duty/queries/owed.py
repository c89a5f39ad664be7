"""Where something that duty owes is done."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.kinds import ALL, HANDOVER, PRESENCE, ROSTER, WATCH
from duecare.duty.models import Assignment
from duecare.obligations import queries as kernel
from duecare.obligations.models import Obligation
from duecare.orgs.rules import Actor

_KINDS = [kind.key for kind in ALL]


def address(by: Actor, obligation_id: uuid.UUID) -> str:
    """The address of the page on which it is done.

    A request's ``subject`` is the address's name and the id: ``duty:swap <uuid>``.

    :raises NotFound: there is none that ``by`` may know of.
    """
    row = Obligation.objects.select_related("debtor", "creditor", "root").filter(id=obligation_id).first()
    if row is None or row.kind not in _KINDS or not (kernel.may_see(by, row) or _stands_there(by, row)):
        raise NotFound("duty.nothing-owed", _("There is no such duty."))
    if row.kind in {WATCH.key, HANDOVER.key, PRESENCE.key}:
        return reverse("duty:watch", args=[row.subject])
    if row.kind == ROSTER.key:
        return reverse("duty:roster", args=[row.subject])
    name, _space, key = row.subject.partition(" ")
    return reverse(name, args=[key])


def _stands_there(by: Actor, row: Obligation) -> bool:
    """Whether they stand watches at the unit that owes it, without a post in it."""
    return by.user_id is not None and Assignment.objects.filter(user=by.user_id, site=row.debtor_id).exists()
