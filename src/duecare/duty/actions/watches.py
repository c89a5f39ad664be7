"""A watch, held, and who stands it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import NotAllowed, NotFound
from duecare.duty.models import Assignment, Watch
from duecare.duty.queries import watching
from duecare.duty.rules import owing
from duecare.obligations.models import Obligation
from duecare.orgs.rules import Actor


def hold_watch(watch_id: uuid.UUID, by: Actor) -> Watch:
    """The watch with its arrangement and site, its row locked until the transaction ends.

    :raises NotFound: there is none that ``by`` may know of.
    """
    held = Watch.objects.select_for_update(of=("self",)).select_related("arrangement", "site")
    watch = held.filter(id=watch_id).first()
    if watch is None or not watching.may_see(by, watch):
        raise no_such_watch()
    return watch


def no_such_watch() -> NotFound:
    """The same answer for what does not exist and for what is another's."""
    return NotFound("duty.no-watch", _("There is no such watch."))


def stood_by(watch: Watch, by: Actor) -> Assignment | None:
    """What the actor stands of a watch, as of now."""
    if by.user_id is None:
        return None
    return watching.standing(watch).filter(user_id=by.user_id).first()


def own_place(watch: Watch, by: Actor) -> Assignment:
    """The same. :raises NotAllowed: the watch is not theirs, or no longer; it says whose it is."""
    mine = stood_by(watch, by)
    if mine is None:
        names = [a.user.name for a in watching.standing(watch).select_related("user")]
        raise NotAllowed(
            "duty.not-your-watch",
            _("You are not on this watch. It is stood by: %(who)s."),
            hint=_("If that is wrong, whoever keeps the roster can change it."),
            who=", ".join(names) or _("nobody"),
        )
    return mine


def owed(watch: Watch, *what: str) -> Obligation | None:
    """An obligation of the watch that is open or to come, locked; None where there is none."""
    arrangement = watch.arrangement
    name = owing.origin(
        arrangement.programme, arrangement.key, watch.site.key, watch.day, watch.shift, "-".join(what)
    )
    return Obligation.objects.select_for_update().filter(origin=name, closed_at=None).first()


def write_down(
    watch: Watch,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    about: tuple[str, object] | None = None,
    **details: Any,
) -> None:
    """One entry in the record, about the watch or something of it."""
    kind, object_id = about or ("watch", watch.id)
    given: Mapping[str, Any] = {"watch": str(watch.id), **details}
    record(
        root=watch.arrangement.root_id,
        verb=verb,
        object_kind=kind,
        object_id=object_id,
        at=at,
        actor=by.user_id,
        post=None,
        details=given,
    )
