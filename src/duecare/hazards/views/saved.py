"""A reader's own views of the ledger: saving, renaming, throwing away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duecare.core.errors import DomainError
from duecare.hazards import actions, queries
from duecare.hazards.forms import ViewForm
from duecare.hazards.queries import Filters
from duecare.orgs.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def all_of_mine(request: Request) -> HttpResponse:
    """The list to rename and delete in; a POST saves one more."""
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        query = Filters.of(QueryDict(form.cleaned_data["query"])).query()
        try:
            actions.save_view(name=form.cleaned_data["name"], query=query, by=request.actor)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The view is saved."))
            return redirect(f"{reverse('hazards:ledger')}?{query}")
    context = {"form": form if request.method == "POST" else None, "views": queries.views(request.actor)}
    return render(request, "hazards/views.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def name(request: Request, view_id: uuid.UUID) -> HttpResponse:
    """Call it otherwise."""
    try:
        actions.rename_view(view_id=view_id, name=request.POST.get("name", ""), by=request.actor)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The view has its new name."))
    return redirect("hazards:views")


@require_POST
@login_required
def deletion(request: Request, view_id: uuid.UUID) -> HttpResponse:
    """Throw it away."""
    actions.delete_view(view_id=view_id, by=request.actor)
    messages.success(request, _("The view is deleted."))
    return redirect("hazards:views")
