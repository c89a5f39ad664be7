"""Suspending a day: snow closes the schools today."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duecare.core.calendar import local_date
from duecare.core.errors import NotAllowed
from duecare.desk import forms
from duecare.desk.queries import suspensions as query
from duecare.obligations import actions
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.orgs.rules import roots_of


@require_http_methods(["GET", "POST"])
@login_required
def show(request: Request) -> HttpResponse:
    """The form and what was suspended before."""
    by, at = request.actor, request.received_at
    if not rights.lineages(by, query.RIGHT):
        raise NotAllowed("no-right", _("None of your posts may suspend a day."))
    roots = roots_of(by.posts)
    if request.method == "POST":
        form = forms.Suspension(request.POST, root_ids=roots)
        if form.is_valid():
            values = form.cleaned_data
            actions.suspend_day(
                unit=values["unit"],
                day=values["day"],
                kinds=values["kinds"],
                move_to=values["move_to"],
                why=values["why"],
                by=by,
                at=at,
            )
            messages.success(request, _("The day is suspended. Those concerned are told."))
            return HttpResponseRedirect(reverse("desk:suspensions"))
    else:
        unit = Unit.objects.filter(key=request.GET.get("unit", ""), root_id__in=roots).first()
        initial = {"unit": unit.code, "day": local_date(at, unit.zone)} if unit else {}
        form = forms.Suspension(root_ids=roots, initial=initial)
    context = {"form": form, "lines": query.suspensions(by, at)}
    return render(request, "desk/suspensions.html", context, status=400 if form.errors else 200)
