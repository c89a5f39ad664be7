"""Posters with a code, for gates and halls: printed by whoever stands at the top, never by the unit itself."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.core.errors import NotAllowed, NotFound
from duecare.grievances import queries
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request


@require_safe
@login_required
def listed(request: Request) -> HttpResponse:
    """Where the plans in force have codes, a line for each unit."""
    bodies = []
    for root in _roots(request):
        places: dict[Unit, list[str]] = {}
        for point in queries.points(root):
            places.setdefault(point.unit, []).append(point.point)
        bodies.append({"root": root, "places": places})
    return render(request, "grievances/posters.html", {"bodies": bodies})


@require_safe
@login_required
def sheets(request: Request, key: str, unit_key: str) -> HttpResponse:
    """The sheets of a unit to print, one for each place.

    :raises NotFound: no code hangs there.
    """
    root = next((one for one in _roots(request) if one.key == key), None)
    found = [one for one in queries.points(root) if one.unit.key == unit_key] if root else []
    if root is None or not found:
        raise NotFound("no-poster", _("The plans in force have no code there."))
    begin = str(settings.DUECARE["DUECARE_URL"]).rstrip("/")
    address = f"{begin}{reverse('grievances:bring', args=[root.key])}?at={unit_key}"
    context = {
        "root": root, "unit": found[0].unit, "points": [one.point for one in found], "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=8, border=2),
    }  # fmt: skip
    return render(request, "grievances/poster.html", context)


def _roots(request: Request) -> list[Unit]:
    """:raises NotAllowed: the reader does not stand at the top of any body."""
    roots = queries.poster_roots(request.actor)
    if not roots:
        message = _("Codes are printed by the level above, never by the unit that somebody may write about.")
        raise NotAllowed("posters-from-above", message)
    return roots
