"""The site with one more page, as a module would make it: what is attached to a unit, and a form to attach more."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django_cotton.compiler_regex import CottonCompiler

from duecare.attachments import actions, queries
from duecare.attachments.forms import AttachmentsForm
from duecare.config.urls import handler400, handler403, handler404, handler500
from duecare.config.urls import urlpatterns as the_site
from duecare.core.errors import NotFound
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.requests import Request
from duecare.orgs.rules import Actor

__all__ = ["handler400", "handler403", "handler404", "handler500"]

MATTER = "tests.unit"
KEPT = timedelta(days=365)
PAGE = """{% extends "web/page.html" %}{% load duecare attachments %}
{% block title %}{{ unit|titled }}{% endblock %}
{% block content %}
<c-card>{% gallery attachments unit %}</c-card>
<c-card><form method="post" enctype="multipart/form-data">{% csrf_token %}<c-errors :of="form" />
{{ form.batch }}<c-field :of="form.photographs" /><c-field :of="form.caption" />
<button class="btn btn-primary">+</button></form></c-card>
{% endblock %}"""


def visible(by: Actor, unit_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """The units that one of ``by``'s posts reaches."""
    found = Unit.objects.filter(id__in=unit_ids)
    return [unit.id for unit in found if rights.may(by, "orgs.view", unit.lineage)]


@login_required
def of_unit(request: Request, unit_id: uuid.UUID) -> HttpResponseBase:
    """Show and take."""
    by = request.actor
    found = queries.of(matter_kind=MATTER, matter_ids=[unit_id], by=by)
    if unit_id not in found:
        raise NotFound("unit-unknown", "There is no such unit.")
    unit = Unit.objects.get(id=unit_id)
    form = AttachmentsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_all(
            files=form.cleaned_data["photographs"],
            batch=form.cleaned_data["batch"],
            caption=form.cleaned_data["caption"],
            matter_kind=MATTER,
            matter_id=unit_id,
            root=unit.root_id,
            by=by,
            at=request.received_at,
            post=rights.require(by, "orgs.view", unit.lineage),
        )
        return redirect(request.path)
    shown = {"unit": unit, "attachments": found[unit_id], "form": form}
    page = engines["django"].from_string(CottonCompiler().process(PAGE))
    return HttpResponse(page.render(shown, request), status=422 if form.errors else 200)


urlpatterns = [path("tests/<uuid:unit_id>/", of_unit), *the_site]
