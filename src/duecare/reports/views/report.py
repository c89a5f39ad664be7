"""One report: look, file, correct, ask, answer, review."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duecare.core import clock
from duecare.core.errors import BadInput
from duecare.orgs.requests import Request
from duecare.reports import actions, queries
from duecare.reports.forms import ReportForm, WordsForm, paper_time, sending, typed_values, worded
from duecare.reports.queries import ReportPage


@require_safe
@login_required
@never_cache
def show(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """The page of a report."""
    page = queries.report_page(obligation_id, request.actor)
    return _page(request, page, _empty_form(page))


@login_required
def submission(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """File or correct; a reload of the address shows the report."""
    if request.method != "POST":
        return redirect("reports:report", obligation_id)
    try:
        kept = actions.file_report(
            obligation_id=obligation_id,
            values=typed_values(request.POST),
            written_at=paper_time(request.POST.get("written_at", ""), request.POST.get("zone", "UTC")),
            by=request.actor,
            at=request.received_at,
            clock=clock.now,
            **sending(request.POST),
        )
    except actions.AlreadyFiled as refused:
        return _again(request, obligation_id, refused, 409)
    except BadInput as refused:
        return _again(request, obligation_id, refused, 400)
    said = (
        _("Your correction has been received.") if kept.version > 1 else _("Your report has been received.")
    )
    messages.success(request, said)
    return redirect("reports:report", obligation_id)


@require_POST
@login_required
def ask(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Send it back with a question."""
    return _words(
        request,
        obligation_id,
        lambda: actions.ask_question(
            obligation_id=obligation_id,
            text=request.POST.get("text", ""),
            by=request.actor,
            at=request.received_at,
        ),
        _("The question has been sent."),
        "ask",
    )


@require_POST
@login_required
def answer(request: Request, owed_id: uuid.UUID) -> HttpResponse:
    """Answer a question in words."""
    return _words(
        request,
        queries.question_home(owed_id, request.actor),
        lambda: actions.answer_question(
            obligation_id=owed_id,
            text=request.POST.get("text", ""),
            by=request.actor,
            at=request.received_at,
        ),
        _("Your answer has been received."),
        "answer",
    )


@require_POST
@login_required
def review(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Say that one has looked."""
    actions.review_report(obligation_id=obligation_id, by=request.actor, at=request.received_at)
    return redirect("reports:report", obligation_id)


@require_safe
@login_required
def question(request: Request, owed_id: uuid.UUID) -> HttpResponse:
    """The report that an answer is owed about."""
    home = queries.question_home(owed_id, request.actor)
    response = redirect("reports:report", home)
    response["Location"] += "#question"
    return response


def _words(
    request: Request, home: uuid.UUID, act: Callable[[], object], said: str, which: str
) -> HttpResponse:
    """Do it and say so; or show the page again with what was written."""
    try:
        act()
    except BadInput as refused:
        page = queries.report_page(home, request.actor)
        form = WordsForm(request.POST, auto_id=f"{which}-%s")
        form.errors.clear()
        form.add_error("text", refused.message)
        return _page(request, page, _empty_form(page), status=400, **{which: form})
    messages.success(request, said)
    return redirect("reports:report", home)


def _again(request: Request, obligation_id: uuid.UUID, refused: Exception, status: int) -> HttpResponse:
    """The page again, with what was typed, and what was wrong with it at its place."""
    page = queries.report_page(obligation_id, request.actor)
    nil = typed_values(request.POST) is None
    form = _empty_form(page) if nil else ReportForm(page.form, request.POST)
    more = {"typed": not nil, "typed_nil": nil, "paper": request.POST.get("written_at", "")}
    if isinstance(refused, actions.BadValues):
        form.refuse(refused.faults)
        if "" in refused.faults:
            more["trouble"] = worded(refused.faults[""])
    elif isinstance(refused, actions.AlreadyFiled):
        more["conflict"] = True
    elif isinstance(refused, BadInput):
        more["trouble"] = refused.message
        more["paper_wrong"] = refused.where == "written_at"
    return _page(request, page, form, status=status, **more)


def _empty_form(page: ReportPage) -> ReportForm:
    kept = page.newest.submission if page.newest and not page.newest.submission.nil else None
    return ReportForm(page.form, kept=kept)


def _page(
    request: Request, page: ReportPage, form: ReportForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "ask": WordsForm(auto_id="ask-%s"),
        "answer": WordsForm(auto_id="answer-%s"),
        "sending": uuid.uuid4(),
        "nil_sending": uuid.uuid4(),
        **more,
    }
    return render(request, "reports/report.html", context, status=status)
