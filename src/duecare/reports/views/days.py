"""A day of reporting, and what was reported before."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from duecare.core.calendar import local_date
from duecare.orgs.requests import Request
from duecare.reports import queries
from duecare.reports.actions.held import no_such_report
from duecare.reports.queries import reach


@require_safe
@login_required
def days(request: Request) -> HttpResponse:
    """Every series of one day: today when no day is asked for."""
    zone = reach.top(request.actor).zone
    today = local_date(request.received_at, zone)
    text = request.GET.get("day", "")
    page = queries.days_page(request.actor, day_of(text) if text else today)
    return render(request, "reports/days.html", {"page": page, "today": today})


@require_safe
@login_required
def day(request: Request, programme: str, key: str, day: str) -> HttpResponse:
    """One series on one day, for a unit and those right below it."""
    page = asked(request, programme, key, day)
    return render(
        request,
        "reports/day.html",
        {"page": page, "texts": _texts(page), "today": local_date(request.received_at, page.series.zone)},
    )


@require_safe
@login_required
def history(request: Request) -> HttpResponse:
    """What one unit reported before."""
    until = request.GET.get("until", "")
    page = queries.history_page(request.actor, request.GET.get("unit", ""), day_of(until) if until else None)
    return render(request, "reports/history.html", {"page": page})


def asked(request: Request, programme: str, key: str, day: str) -> queries.DayPage:
    """The day that an address asks for. :raises NotFound: there is none such."""
    number = request.GET.get("page", "1")
    return queries.day_page(
        request.actor,
        programme,
        key,
        day_of(day),
        request.GET.get("under", ""),
        int(number) if number.isdecimal() and len(number) < 6 else 1,
    )


def day_of(text: str) -> date:
    """The local day that an address names. :raises NotFound: it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise no_such_report() from None


def _texts(page: queries.DayPage) -> list[dict[str, Any]]:
    """The day's summary in the reader's language and in the other."""
    languages = ["zh-hans", "en"]
    if (translation.get_language() or "").startswith("en"):
        languages.reverse()
    found = []
    for language in languages:
        with translation.override(language):
            found.append({"language": language, "text": queries.summary_text(page)})
    return found
