"""Putting a plan in force, or changing one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path as File
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.obligations import shapes
from duecare.obligations.models import CalendarData
from duecare.obligations.sections import Change, PlanContext
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost
from duecare.plans.checking import Checked
from duecare.plans.comparing import compare, in_both_languages
from duecare.plans.models import PlanVersion, Programme
from duecare.plans.queries.files import check_bytes, read_bytes
from duecare.plans.sections import SECTIONS


def apply_file(file: File, *, by: Actor, at: datetime) -> list[Change]:
    """Apply the plan in a file; see :func:`apply`."""
    return apply(data=read_bytes(file), file=str(file), folder=file.parent, by=by, at=at)


def apply(*, data: bytes, file: str, folder: File | None, by: Actor, at: datetime) -> list[Change]:
    """Put a plan in force, or change the one in force; all of it or nothing.

    Idempotent: a plan that asks for what is asked for already changes nothing and makes no version. What has opened
    stays as it is, and the changes say so.

    :param folder: where the path of the plan's calendar begins; None where no file may be read.
    :raises PlanRefused: the plan has errors.
    :raises Conflict: its programme has ended, or is another organisation's.
    """
    checked = check_bytes(data, file=file, folder=folder)
    context = checked.context(version=1)
    post = rights.require(by, "plans.apply", context.root.lineage)
    with transaction.atomic():
        programme = Programme.objects.select_for_update().filter(key=context.programme).first()
        refuse_impossible(programme, checked, context)
        changes = compare(programme, checked, context, at)
        if programme and not changes:
            return []
        spoken = in_both_languages(programme, checked, context, at)
        number = programme.versions.count() + 1 if programme else 1
        context = checked.context(version=number)
        programme = _write_programme(programme, checked, context, at)
        version = _keep_version(programme, number, checked, spoken, by, post, at)
        _write_calendar(checked, context, at)
        for section in SECTIONS:
            section.apply(checked.body.get(section.key, []), context, by, at)
        _record(programme, version, by, post, at)
    return changes


def refuse_impossible(programme: Programme | None, checked: Checked, context: PlanContext) -> None:
    """A plan that can't be applied although nothing is wrong with its file.

    :raises Conflict: there is no organisation yet, or the programme has ended or is another's.
    """
    if not (checked.tree and checked.tree.known):
        raise Conflict(
            "no-organisation",
            _("There is no organisation yet that a plan could be applied to."),
            hint=_("Make it first: duecare init, then duecare units import."),
        )
    if programme is None:
        return
    if programme.root_id != context.root.id:
        raise Conflict(
            "plan-of-another",
            _("“%(key)s” is the programme of another organisation."),
            hint=_("Give this plan another key."),
            key=programme.key,
        )
    if programme.ended_at:
        raise Conflict(
            "programme-ended",
            _("The programme “%(key)s” has ended; it can't be changed."),
            hint=_("A new programme needs a new key."),
            key=programme.key,
        )


def _write_programme(
    programme: Programme | None, checked: Checked, context: PlanContext, at: datetime
) -> Programme:
    programme = programme or Programme(key=context.programme, root=context.root, created_at=at)
    programme.title, programme.title_en = shapes.titles(checked.body["title"])
    programme.office, programme.zone = context.office, context.zone
    programme.first, programme.last, programme.closes_on = context.first, context.last, context.closes_on
    programme.save()
    return programme


def _keep_version(
    programme: Programme,
    number: int,
    checked: Checked,
    changes: list[dict[str, Any]],
    by: Actor,
    post: HeldPost | None,
    at: datetime,
) -> PlanVersion:
    return PlanVersion.objects.create(
        programme=programme,
        number=number,
        source=checked.text,
        sha256=hashlib.sha256(checked.text.encode()).hexdigest(),
        body=checked.body,
        calendar=checked.calendar_body,
        changes=changes,
        applied_at=at,
        by_user=by.user_id,
        by_post=post.post_id if post else None,
    )


def _write_calendar(checked: Checked, context: PlanContext, at: datetime) -> None:
    body: Mapping[str, Any] = checked.calendar_body or {"shipped": checked.body.get("calendar", "cn")}
    CalendarData.objects.update_or_create(root=context.root, defaults={"body": dict(body), "applied_at": at})


def _record(
    programme: Programme, version: PlanVersion, by: Actor, post: HeldPost | None, at: datetime
) -> None:
    record(
        root=programme.root_id,
        verb="plans.applied",
        object_kind="programme",
        object_id=programme.id,
        at=at,
        actor=by.user_id,
        post=post.post_id if post else None,
        details={
            "key": programme.key,
            "version": version.number,
            "sha256": version.sha256,
            "changes": version.changes,
        },
    )
