"""A person's own notices."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.notify.models import Notice, Preference
from duecare.orgs.rules import Actor

PAGE = 30
#: A badge counts no further.
MANY = 99


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, newest first; ``older`` is the id that asks for the next ones, None at the end."""

    rows: list[Notice]
    older: uuid.UUID | None


def unread(user_id: uuid.UUID | None) -> int:
    """How many notices the person has not read, up to 99; one cheap query for the badge."""
    if user_id is None:
        return 0
    return Notice.objects.filter(recipient_id=user_id, read_at=None)[:MANY].count()


def notices(
    *, by: Actor, before: uuid.UUID | None = None, only_unread: bool = False, size: int = PAGE
) -> Page:
    """A page of the actor's notices.

    :param before: ``older`` of the page before; another's or none begins at the newest.
    """
    mine = Notice.objects.filter(recipient_id=by.user_id)
    if before and (last := mine.filter(id=before).values("created_at", "id").first()):
        mine = mine.filter(
            Q(created_at__lt=last["created_at"]) | Q(created_at=last["created_at"], id__lt=last["id"])
        )
    if only_unread:
        mine = mine.filter(read_at=None)
    rows = list(mine.select_related("root").order_by("-created_at", "-id")[: size + 1])
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def notice(*, id: uuid.UUID, by: Actor) -> Notice:  # noqa: A002 - the notice's id
    """One of the actor's own, with the obligations it is about.

    :raises NotFound: when it is not theirs.
    """
    mine = Notice.objects.filter(id=id, recipient_id=by.user_id).select_related("root")
    found = mine.prefetch_related("mentions__obligation__debtor", "deliveries").first()
    if found is None:
        raise NotFound("notify.no-notice", _("There is no such notice."))
    return found


def preference(by: Actor) -> Preference:
    """What the actor prefers; unsaved defaults when they never chose."""
    if by.user_id is None:
        return Preference()
    return Preference.objects.filter(user_id=by.user_id).first() or Preference(user_id=by.user_id)
