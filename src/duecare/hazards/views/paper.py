"""Taking in a paper ledger: the template to fill in, upload, look, take in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from duecare.core.errors import DomainError
from duecare.hazards import actions, queries
from duecare.hazards.actions.taking_in.drafts import MOST_UPLOADED
from duecare.hazards.forms import PaperForm
from duecare.hazards.paper import template as paper_template
from duecare.hazards.paper.columns import LEDGER
from duecare.orgs.requests import Request

#: Problems on one page; the rest are counted.
SHOWN = 300
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: Request) -> HttpResponse:
    """Take a file, show what is wrong with it or what it would add, and take it in when told to."""
    unit = queries.top(request.actor, request.GET.get("unit", ""), "hazards.import")
    if request.method == "POST" and "draft" in request.POST:
        return _take_in(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "unit": unit, "columns": LEDGER.columns}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            # One byte more than is taken shows that it is too much.
            data = file.read(MOST_UPLOADED + 1)
            try:
                draft, result = actions.keep_draft(
                    data=data, name=file.name, unit=unit, by=request.actor, at=request.received_at
                )
            except DomainError as error:
                form.add_error("file", f"{error.message} {error.hint or ''}".strip())
            else:
                status = 200 if result.ok else 422
                problems = result.problems.listed[:SHOWN]
                context |= {"draft": draft, "result": result, "problems": problems, "name": file.name}
    return render(request, "hazards/paper.html", context, status=status)


@require_safe
@login_required
def template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    queries.top(request.actor, "", "hazards.import")
    answer = HttpResponse(paper_template.template(), content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="hazard-ledger.xlsx"'
    return answer


def _take_in(request: Request) -> HttpResponse:
    try:
        draft_id = uuid.UUID(request.POST["draft"])
        result = actions.take_in_draft(
            draft_id=draft_id, sha256=request.POST.get("sha256", ""), by=request.actor, at=request.received_at
        )
    except (ValueError, DomainError) as error:
        message = f"{error.message} {error.hint or ''}" if isinstance(error, DomainError) else ""
        messages.error(request, message.strip() or _("Upload it again."))
        return redirect("hazards:paper")
    if not result.applied:
        messages.error(
            request, _("Meanwhile something has changed and the file no longer fits. Upload it again.")
        )
        return redirect("hazards:paper")
    said = ngettext(
        "%(n)s hazard was taken in from the paper ledger.",
        "%(n)s hazards were taken in from the paper ledger.",
        result.new,
    )
    messages.success(request, said % {"n": result.new})
    return redirect("hazards:ledger")
