"""The record as people read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.audit import queries as audit
from duecare.audit.queries import Page, Row
from duecare.audit.verbs import known
from duecare.core.errors import NotAllowed, NotFound
from duecare.orgs import rights
from duecare.orgs.models import Post, Unit, User
from duecare.orgs.rules import Actor

RIGHT = "audit.view"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the names of who did it and of what it is about."""

    row: Row
    who: str
    post: Post | None
    about: str


@dataclass(frozen=True, slots=True)
class Record:
    """A page of one organisation's record."""

    root: Unit
    roots: Sequence[Unit]
    lines: Sequence[Line]
    older: str | None
    head: Any
    waiting: int


def root_seen(by: Actor, key: str = "") -> tuple[Unit, Sequence[Unit]]:
    """The organisation whose record is shown, and all whose record the reader may see.

    :raises NotAllowed: no post of the reader may see any.
    :raises NotFound: that one is not among them.
    """
    held = [p for p in by.posts if rights.may(by, RIGHT, p.lineage)]
    roots = list(Unit.objects.filter(id__in={p.root_id for p in held}).order_by("key"))
    if not roots:
        raise NotAllowed("no-right", _("None of your posts may read the record."))
    chosen = [root for root in roots if not key or root.key == key]
    if not chosen:
        raise NotFound("record-unknown", _("There is no such record, or it is not yours to read."))
    return chosen[0], roots


def record(by: Actor, *, key: str = "", before: str = "", verb: str = "", about: str = "") -> Record:
    """Some entries, newest first. A fixed number of statements."""
    root, roots = root_seen(by, key)
    page = audit.entries(root=root.id, before=before, verb=verb, object_id=about)
    return Record(root, roots, _lines(page), page.older, audit.latest_head(root.id), audit.waiting([root.id]))


def entry(by: Actor, entry_id: uuid.UUID) -> tuple[Unit, Line]:
    """One entry of a record that the reader may read. :raises NotFound: there is none such."""
    _root, roots = root_seen(by)
    for root in roots:
        row = audit.entry(root=root.id, id=entry_id)
        if row is not None:
            return root, _lines(Page([row], None))[0]
    raise NotFound("entry-unknown", _("There is no such entry, or it is not yours to read."))


def _lines(page: Page) -> list[Line]:
    people = _names(User, (r.actor for r in page.rows))
    posts = {
        p.id: p
        for p in Post.objects.filter(id__in={r.post for r in page.rows if r.post}).select_related("unit")
    }
    return [
        Line(
            r,
            people.get(r.actor, "") if r.actor else "",
            posts.get(r.post) if r.post else None,
            _about(r.details),
        )
        for r in page.rows
    ]


def _names(model: type[User], ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    wanted = {one for one in ids if one}
    return dict(model.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def _about(details: Mapping[str, Any] | None) -> str:
    for name in ("title", "name", "unit", "origin", "programme"):
        if details and isinstance(details.get(name), str):
            return str(details[name])
    return ""


def spoken_details(details: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Details as label and value, times read as times."""
    return [(str(LABELS.get(name, name)), _value(value)) for name, value in details.items()]


def _value(value: Any) -> Any:
    if isinstance(value, str) and len(value) >= 19:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return value
        return at if at.tzinfo else value
    return value


LABELS = {
    "why": _("Reason"),
    "origin": _("Duty"),
    "due_at": _("Due"),
    "old_due_at": _("Due before"),
    "new_due_at": _("Due now"),
    "unit": _("Unit"),
    "title": _("Title"),
    "name": _("Name"),
    "day": _("Day"),
    "move_to": _("Moved to"),
    "kinds": _("Kinds"),
    "count": _("How many"),
    "programme": _("Programme"),
    "version": _("Version"),
    "post": _("Post"),
    "late": _("Late"),
    "opened": _("Opened"),
    "missed": _("Missed"),
    "lapsed": _("Lapsed"),
    "from_at": _("From"),
    "until_at": _("Until"),
    "code": _("Code"),
    "kind": _("Kind"),
    "received_at": _("Received"),
    "nil": _("Nil report"),
    "on_behalf": _("Taken for the unit"),
    "written_at": _("Written on paper"),
    "content": _("Seal of the content"),
    "sha256": _("Seal of the file"),
    "key": _("Programme"),
    "series": _("Report"),
    "changes": _("Changes"),
    "changed": _("Changes"),
    "fields": _("Changes"),
    "joining": _("Units joining"),
    "leaving": _("Units leaving"),
    "kept": _("Left as it was"),
    "inspections": _("Inspections"),
    "cycle": _("Round"),
    "window": _("Window"),
    "drawn": _("Drawn"),
    "draws": _("Draws"),
    "commitment": _("Commitment"),
    "seal": _("Seal of the result"),
    "seed": _("Seed"),
    "dropped": _("Dropped"),
    "unscheduled": _("Dropped"),
    "still_open": _("Still open"),
    "units": _("Units"),
    "people": _("People"),
    "closed": _("Closed"),
    "posts_added": _("Posts added"),
    "appointments_added": _("Appointments added"),
    "appointments_ended": _("Appointments ended"),
    "user": _("Person"),
    "username": _("Sign-in name"),
    "deputy": _("Deputy"),
    "starts_at": _("From"),
    "ends_at": _("Until"),
    "from": _("Before"),
    "to": _("After"),
    "until": _("Until"),
    "headcount": _("How many people"),
    "note": _("Remark"),
    "about": _("About"),
    "ids": _("Duties"),
    "origins": _("Duties"),
    "remind": _("Reminded"),
    "tell": _("Told"),
    "escalate": _("Escalated"),
    "nobody": _("Nobody found"),
    "not_sent": _("Not sent"),
    "discharged": _("Done"),
    "waived": _("Let off"),
}


def verbs() -> list[tuple[str, str]]:
    """Every kind of act, to choose from."""
    return sorted(known().items(), key=lambda pair: pair[1])
