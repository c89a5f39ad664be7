"""A day of one series as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duecare.core.calendar import zone_named
from duecare.obligations.models import Obligation
from duecare.orgs.rules import Actor
from duecare.reports.actions.held import form_of
from duecare.reports.models import Submission
from duecare.reports.queries import reach
from duecare.reports.queries.cells import cell, in_brackets, titled, unit_of
from duecare.reports.queries.days import DayPage, below
from duecare.reports.rules import Field, unscaled

_CHUNK = 2000


def export_header(page: DayPage) -> list[str]:
    """The heads of the columns."""
    return [
        _("Unit code"),
        _("Unit"),
        _("Due"),
        _("State"),
        _("Received"),
        _("Late"),
        _("Nothing to report"),
        _("Version"),
        *(_head(f) for f in _fields(page)),
    ]


def export_rows(page: DayPage, by: Actor) -> Iterator[list[Any]]:
    """One row for each unit's report below the page's unit: texts, numbers, and None where nothing was given.

    A chunk of units at a time, so that it takes no more memory for more units.
    """
    fields = _fields(page)
    zone = zone_named(page.series.zone)
    dues = (
        Obligation.objects.filter(below(page.under), reach.within(by, "lineage"))
        .filter(strand__in=[r.strand for r in page.rounds], slot=page.day)
        .select_related("debtor")
        .order_by("due_at", "lineage")
    )
    stream = dues.iterator(_CHUNK)
    while chunk := list(islice(stream, _CHUNK)):
        filed = {s.obligation_id: s for s in Submission.objects.filter(obligation__in=chunk, latest=True)}
        for due in chunk:
            yield _row(due, filed.get(due.pk), fields, zone)


def _row(due: Obligation, filed: Submission | None, fields: list[Field], zone: Any) -> list[Any]:
    return [
        due.debtor.code,
        due.debtor.name,
        _local(due.due_at, zone),
        _state(due),
        _local(filed.received_at, zone) if filed else None,
        _yes(due.late),
        _yes(filed.nil) if filed else None,
        filed.version if filed else None,
        *(_value(f, filed) for f in fields),
    ]


def _value(asked: Field, filed: Submission | None) -> Any:
    if filed is None or (asked.type != "text" and asked.key not in filed.values):
        return None
    if asked.type == "number":
        return unscaled(asked, int(filed.values[asked.key]))
    found = cell(asked, filed.values, filed.texts)
    return None if found.missing else found.text


def _fields(page: DayPage) -> list[Field]:
    """The fields of every round, each once; a later round's wording wins."""
    found: dict[str, Field] = {}
    for one in page.rounds:
        found.update({f.key: f for f in form_of(one.form_id).fields})
    return list(found.values())


def _head(asked: Field) -> str:
    return in_brackets(titled(asked), unit_of(asked))


def _local(at: datetime, zone: Any) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _yes(value: bool) -> str:
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


def _state(due: Obligation) -> str:
    return {
        "scheduled": pgettext("report", "Not open yet"),
        "open": pgettext("report", "Not reported"),
        "discharged": pgettext("report", "Reported"),
        "waived": pgettext("report", "Waived"),
        "lapsed": pgettext("report", "Lapsed"),
    }[due.state]
