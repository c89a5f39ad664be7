"""The unit tree and a unit's page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duecare.core.errors import DomainError
from duecare.orgs import actions, exporting, queries, rights
from duecare.orgs.forms import NewUnitForm, PostForm, UnitForm, WhyForm
from duecare.orgs.models import Unit
from duecare.orgs.queries import people as people_queries
from duecare.orgs.queries import units as unit_queries
from duecare.orgs.rules import Actor
from duecare.orgs.views.access import received
from duecare.web.templatetags.duecare import titled

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The highest units within reach, or what a search found; lower levels are fetched when opened."""
    by = actor(request)
    text = request.GET.get("q", "").strip()[:80]
    found = queries.search(by, text) if text else None
    tops = [] if text else queries.tops(by)
    manages = set(rights.lineages(by, "orgs.manage"))
    context = {
        "q": text,
        "found": found,
        "tops": tops,
        "level": queries.children(tops[0]) if len(tops) == 1 else None,
        "may_import": any(top.parent_id is None and top.lineage in manages for top in tops),
    }
    return render(request, "orgs/units.html", context)


@login_required
@require_safe
def children(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """One page of the units right below, as rows of the tree."""
    unit = queries.unit_for(actor(request), unit_id)
    if not rights.may(actor(request), "orgs.view", unit.lineage):
        raise Http404
    level = queries.children(unit, _number(request.GET.get("from", "")))
    template = "orgs/_level.html" if request.headers.get("HX-Request") else "orgs/level.html"
    return render(request, template, {"unit": unit, "level": level})


@login_required
@require_safe
def unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """A unit: posts and who holds them, people, units below, telephone."""
    by = actor(request)
    found = queries.unit_for(by, unit_id)
    inside = rights.may(by, "orgs.view", found.lineage)
    context = {
        "unit": found,
        "path": unit_queries.path_to(found, by),
        "posts": unit_queries.posts_of(found, received(request)),
        "people": people_queries.people_of(found) if inside else [],
        "level": queries.children(found) if inside else None,
        "inside": inside,
        "may_manage": rights.may(by, "orgs.manage", found.lineage),
        "may_call": rights.may(by, "orgs.contacts", found.lineage),
    }
    return render(request, "orgs/unit.html", context)


@login_required
@require_safe
def export(request: HttpRequest, unit_id: uuid.UUID, form: str) -> HttpResponseBase:
    """The unit and all below it as .csv or .xlsx."""
    by = actor(request)
    found = queries.unit_for(by, unit_id)
    rows = unit_queries.rows_for_export(by, found)
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            exporting.as_csv(rows), content_type="text/csv; charset=utf-8"
        )
    elif form == "xlsx":
        response = HttpResponse(exporting.as_xlsx(rows), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="units.{form}"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponseBase:
    """Rename a unit, change telephone or zone."""
    by, found = _managed(request, unit_id)
    initial = {"name": found.name, "name_en": found.name_en, "phone": found.phone, "zone": found.zone}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"zone": form.cleaned_data["zone"] or found.zone}
        if done(form, lambda: actions.change_unit(unit=found, by=by, at=received(request), **given)):
            return redirect("unit", found.id)
    return _form(request, form, _("Change %(unit)s") % {"unit": titled(found)}, found)


@login_required
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponseBase:
    """Add a unit below."""
    by, found = _managed(request, unit_id)
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: actions.add_unit(parent=found, by=by, at=received(request), **given)):
            return redirect("unit", found.id)
    return _form(request, form, _("Add a unit below %(unit)s") % {"unit": titled(found)}, found)


@login_required
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponseBase:
    """Close a unit, with a reason."""
    by, found = _managed(request, unit_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: actions.close_unit(unit=found, by=by, at=received(request), **given)):
            messages.success(request, _("%(unit)s is closed; it stays on record.") % {"unit": titled(found)})
            return redirect("units")
    return _form(request, form, _("Close %(unit)s") % {"unit": titled(found)}, found)


@login_required
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponseBase:
    """Add a post."""
    by, found = _managed(request, unit_id)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: actions.add_post(unit=found, by=by, at=received(request), **given)):
            return redirect("unit", found.id)
    return _form(request, form, _("Add a post to %(unit)s") % {"unit": titled(found)}, found)


def actor(request: HttpRequest) -> Actor:
    """Who acts."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    return by


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do it; a rule that says no becomes the form's error."""
    try:
        act()
    except DomainError as error:
        form.add_error(None, f"{error.message} {error.hint or ''}".strip())
        return False
    return True


def _managed(request: HttpRequest, unit_id: uuid.UUID) -> tuple[Actor, Unit]:
    by = actor(request)
    found = queries.unit_for(by, unit_id)
    rights.require(by, "orgs.manage", found.lineage)
    return by, found


def _form(request: HttpRequest, form: Form, title: str, unit: Unit) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "orgs/form.html", {"form": form, "heading": title, "unit": unit}, status=status)


def _number(text: str) -> int:
    return min(int(text), 10_000_000) if text.isdecimal() and len(text) < 9 else 0
