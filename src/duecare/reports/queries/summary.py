"""A day of one series as text for a chat group."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.core.calendar import zone_named
from duecare.obligations.models import Obligation
from duecare.obligations.shapes import spoken_day
from duecare.orgs.models import Unit
from duecare.reports.queries.cells import titled
from duecare.reports.queries.days import DayPage, below
from duecare.reports.queries.rollup import CutoffTable, FigureSum

_MOST_NAMES = 40


def summary_text(page: DayPage) -> str:
    """Who has reported, who not, who late, and every sum with how many units it is made of.

    In the language that is active. One statement more for each cut-off: the names of who is missing.
    """
    return "\n\n".join(_cutoff(page, table) for table in page.tables)


def _cutoff(page: DayPage, table: CutoffTable) -> str:
    due = table.round.due_at.astimezone(zone_named(page.series.zone))
    total = table.total
    lines = [
        _("[%(unit)s] %(title)s, %(day)s %(time)s")
        % {
            "unit": _named(page.under),
            "title": titled(page.series),
            "day": spoken_day(page.day),
            "time": f"{due:%H:%M}",
        },
        _(
            "Reported %(reported)d of %(expected)d (late %(late)d, nothing to report %(nil)d), "
            "not reported %(missing)d."
        )
        % {
            "reported": total.reported,
            "expected": total.expected,
            "late": total.late,
            "nil": total.nil,
            "missing": total.open,
        },
    ]
    names = _missing(table.round.strand, page.day, page.under) if total.open else []
    if names:
        shown = names[:_MOST_NAMES]
        more = total.open - len(shown)
        text = _("Not reported: %(names)s") % {"names": _(", ").join(_named(unit) for unit in shown)}
        if more > 0:
            text += ngettext(" and %(count)d more", " and %(count)d more", more) % {"count": more}
        lines.append(text)
    lines += [_figure(one) for one in table.totals if one is not None]
    if page.as_of is not None:
        lines.append(
            _("As of %(time)s.") % {"time": f"{page.as_of.astimezone(zone_named(page.series.zone)):%H:%M}"}
        )
    return "\n".join(lines)


def _figure(one: FigureSum) -> str:
    return _("%(title)s: %(sum)s (from %(given)d of %(expected)d units)") % {
        "title": titled(one.field),
        "sum": one.text,
        "given": one.given,
        "expected": one.expected,
    }


def _missing(strand: str, day: date, under: Unit) -> list[Unit]:
    rows = (
        Obligation.objects.open()
        .filter(below(under), strand=strand, slot=day)
        .select_related("debtor")
        .order_by("lineage")[:_MOST_NAMES]
    )
    return [row.debtor for row in rows]


def _named(unit: Unit) -> str:
    class Named:
        title, title_en = unit.name, unit.name_en

    return titled(Named)
