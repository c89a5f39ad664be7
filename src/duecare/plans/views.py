"""Pages of programmes: the list, what a plan asks for, its month, its versions."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.orgs.rules import Actor
from duecare.plans.drawing import timeline
from duecare.plans.queries import pages, vacancies
from duecare.web.moments import month as month_name


@require_safe
@login_required
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme of the reader's organisation."""
    rows = pages.programmes(by=_actor(request), at=_at(request))
    return render(request, "plans/programmes.html", {"rows": rows})


@require_safe
@login_required
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """What a plan asks for, drawn along its days."""
    page = pages.page(key=key, by=_actor(request), at=_at(request))
    return render(
        request,
        "plans/programme.html",
        {
            "page": page,
            "timeline": timeline(page),
            "versions": pages.versions(page.programme),
            "vacancies": [] if page.programme.ended_at else vacancies(page.programme, _at(request)),
        },
    )


@require_safe
@login_required
def month(request: HttpRequest, key: str) -> HttpResponse:
    """A month of it; ``?of=2027-03``, by default the one of today, or the nearest."""
    page = pages.page(key=key, by=_actor(request), at=_at(request))
    months = pages.months(page)
    try:
        asked = date.fromisoformat(f"{request.GET.get('of', '')}-01")
    except ValueError:
        asked = page.today.replace(day=1)
    shown = min(months, key=lambda m: abs((m - asked).days))
    place = months.index(shown)
    context = {
        "page": page,
        "name": month_name(shown),
        "weeks": pages.month(page, shown),
        "before": months[place - 1] if place else None,
        "after": months[place + 1] if place + 1 < len(months) else None,
    }
    return render(request, "plans/month.html", context)


@require_safe
@login_required
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The text of a version, and what differs from the one before."""
    page = pages.version_page(key=key, number=number, by=_actor(request))
    return render(request, "plans/version.html", {"page": page})


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _at(request: HttpRequest) -> datetime:
    return request.received_at  # type: ignore[attr-defined,no-any-return]
