"""Ending a programme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from duecare.audit.actions import record
from duecare.core.calendar import zone_named
from duecare.core.errors import Conflict, NotFound
from duecare.obligations.models import Obligation
from duecare.obligations.shapes import shown, spoken
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.plans.models import Programme
from duecare.plans.sections import SECTIONS


@transaction.atomic
def close(*, programme: str, by: Actor, at: datetime, why: str = "") -> list[str]:
    """End a programme: what is scheduled goes, what is open stays owed and is listed.

    :param why: the reason for ending it although its closing summary is still open.
    :returns: what happened and what is still open, in people's words.
    :raises NotFound: there is no such programme, or none that ``by`` may close.
    :raises Conflict: it has ended, or its summary is open and no reason is given.
    """
    row = Programme.objects.select_for_update().filter(key=programme).select_related("root").first()
    if row is None or not rights.may(by, "plans.apply", row.root.lineage):
        raise NotFound("programme-unknown", _("There is no such programme."))
    post = rights.require(by, "plans.apply", row.root.lineage)
    if row.ended_at:
        raise Conflict("programme-ended", _("The programme has ended already."))
    waiting = _summary(row)
    if waiting and not why.strip():
        raise Conflict(
            "summary-open",
            _("The closing summary (“%(title)s”) is not in yet."),
            hint=_("End the programme when it is in, or give a reason."),
            title=shown(waiting.title, waiting.title_en),
        )
    before = Obligation.objects.filter(programme=row.key, opened_at=None, closed_at=None).count()
    for section in SECTIONS:
        section.close(row.key, by, at)
    still = Obligation.objects.filter(programme=row.key, closed_at=None, opened_at__isnull=False)
    row.ended_at, row.ended_why = at, why.strip()[:300]
    row.save(update_fields=["ended_at", "ended_why"])
    record(
        root=row.root_id,
        verb="plans.closed",
        object_kind="programme",
        object_id=row.id,
        at=at,
        actor=by.user_id,
        post=post.post_id if post else None,
        details={"key": row.key, "why": row.ended_why, "unscheduled": before, "still_open": still.count()},
    )
    return _said(row, before, still)


def _summary(programme: Programme) -> Obligation | None:
    """The closing summary, while somebody owes it."""
    latest = programme.versions.order_by("-number").first()
    key = (latest.body.get("closing") or {}).get("summary") if latest else None
    if not key:
        return None
    owed = Obligation.objects.filter(programme=programme.key, strand=f"{programme.key}/tasks/{key}")
    waiting = owed.filter(closed_at=None).order_by("due_at").first()
    if waiting or owed.exists():
        return waiting
    task: dict[str, Any] = (
        next((t for t in latest.body.get("tasks", []) if t["key"] == key), {}) if latest else {}
    )
    title = task.get("title", key)
    return Obligation(title=title if isinstance(title, str) else title["zh"])


def _said(programme: Programme, removed: int, still: QuerySet[Obligation]) -> list[str]:
    zone = zone_named(programme.zone)
    lines = [
        _t("The programme “%(title)s” has ended.") % {"title": shown(programme.title, programme.title_en)}
    ]
    if removed:
        message = ngettext(
            "%(n)s duty not yet open is dropped.", "%(n)s duties not yet open are dropped.", removed
        )
        lines.append(message % {"n": removed})
    for row in still.values("title", "title_en").annotate(n=Count("id"), due=Min("due_at")).order_by("due"):
        message = ngettext(
            "Still open and owed: %(n)s of “%(title)s”, due %(due)s.",
            "Still open and owed: %(n)s of “%(title)s”, the first due %(due)s.",
            row["n"],
        )
        title, due = shown(row["title"], row["title_en"]), spoken(row["due"].astimezone(zone))
        lines.append(message % {"n": row["n"], "title": title, "due": due})
    return lines
