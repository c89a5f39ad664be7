"""An inquiry, to the unit that is asked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from duecare.core.errors import DomainError
from duecare.grievances import actions, queries
from duecare.grievances.forms import WordsForm
from duecare.orgs.requests import Request


@require_safe
@login_required
def by_duty(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Where the duty to answer leads."""
    return redirect("grievances:inquiry", queries.asked_by_obligation(request.actor, obligation_id))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def inquiry(request: Request, inquiry_id: uuid.UUID) -> HttpResponse:
    """Read the question, and answer it once."""
    page = queries.asked(request.actor, inquiry_id, request.received_at)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_inquiry(
                inquiry_id=inquiry_id,
                answer=form.cleaned_data["text"],
                by=request.actor,
                at=request.received_at,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your answer is on its way."))
            return redirect("grievances:inquiry", inquiry_id)
    return render(
        request, "grievances/inquiry.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )
