"""What a body owed and did, for everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.grievances import queries
from duecare.grievances.queries import figures
from duecare.orgs.requests import Request
from duecare.web.openly import openly


@openly
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    """The published quarters, and ratings in whole groups of ten."""
    root = queries.root_of(key)
    context = {"root": root, "periods": figures.periods(root), "rated": figures.rated(root)}
    return render(request, "grievances/figures.html", context)
