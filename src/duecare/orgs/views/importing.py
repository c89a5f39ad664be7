"""Importing units and people: upload, look, apply."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duecare.core.errors import DomainError, NotAllowed
from duecare.orgs import queries, rights
from duecare.orgs.actions import drafts
from duecare.orgs.forms import ImportForm
from duecare.orgs.importing.columns import PEOPLE, UNITS
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.orgs.views.access import received
from duecare.orgs.views.units import actor

#: Problems on one page; the rest are counted.
SHOWN = 300


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take a file, show what is wrong with it or what it would change, and apply it when told to."""
    by = actor(request)
    root = _root(by)
    if request.method == "POST" and "draft" in request.POST:
        return _apply(request, by)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "root": root, "tables": (UNITS, PEOPLE)}
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            too_much = file.size > drafts.MOST_UPLOADED
            data = file.read(drafts.MOST_UPLOADED + 1) if too_much else file.read()
            draft, result = drafts.keep_draft(
                data=data, name=file.name, root=root, by=by, at=received(request)
            )
        except DomainError as error:
            form.add_error("file", f"{error.message} {error.hint or ''}".strip())
            status = 422
        else:
            context |= {
                "draft": draft,
                "result": result,
                "problems": result.problems.listed[:SHOWN],
                "name": file.name,
            }
            status = 200 if result.ok else 422
    return render(request, "orgs/import.html", context, status=status)


def _apply(request: HttpRequest, by: Actor) -> HttpResponse:
    try:
        draft_id = uuid.UUID(request.POST["draft"])
    except ValueError:
        return redirect("units_import")
    result = drafts.apply_draft(draft_id=draft_id, by=by, at=received(request))
    if not result.applied:
        messages.error(
            request, _("Meanwhile something has changed and the file no longer fits. Upload it again.")
        )
        return redirect("units_import")
    said = _("Imported: %(units)s units and %(people)s people added, %(changed)s changed.")
    changed = result.units.changed + result.people.changed
    messages.success(
        request, said % {"units": result.units.added, "people": result.people.added, "changed": changed}
    )
    return redirect("units")


def _root(by: Actor) -> Unit:
    lines = rights.lineages(by, "orgs.manage")
    root = next((unit for unit in queries.tops(by) if unit.parent_id is None and unit.lineage in lines), None)
    if root is None:
        raise NotAllowed("no-right", _("None of your posts may do this for that unit."))
    return root
