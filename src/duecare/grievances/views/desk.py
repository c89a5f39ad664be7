"""The officer's desk: the list, one case, and every step that its procedure allows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from duecare.core.errors import BadInput, DomainError, NotFound
from duecare.grievances import actions, queries
from duecare.grievances.actions import Given
from duecare.grievances.forms import ActForm, InquiryForm, PolicyForm, ReasonForm, SubjectForm
from duecare.grievances.queries import CasePage
from duecare.grievances.rules import LONGEST_SUBJECT, Act, ActKind
from duecare.orgs.requests import Request
from duecare.web.sheets import sheet


@require_safe
@login_required
def listed(request: Request) -> HttpResponse:
    """What somebody holds, the most urgent first."""
    shown = request.GET.get("shown", "open")
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and 0 < int(number[:5]) <= 1000 else 1
    shown = shown if shown in queries.SHOWN else "open"
    asked = request.GET.get("q", "")[:LONGEST_SUBJECT]
    found = queries.desk(request.actor, shown, page, request.received_at, asked)
    prints = queries.prints_posters(request.actor)
    return render(request, "grievances/desk.html", {"desk": found, "prints": prints})


@require_safe
@login_required
def rated(request: Request) -> HttpResponse:
    """Ratings, in whole groups of ten."""
    return render(
        request, "grievances/ratings.html", {"rated": queries.ratings(request.actor), "stars": queries.STARS}
    )


@require_safe
@login_required
def one(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """A case, opened; the record says who read it on which day."""
    page = queries.case_page(request.actor, case_id, request.received_at)
    act = next((one for one in page.may if one.key == request.GET.get("for")), None)
    return _page(request, page, _worded(page, act, request.GET.get("wording", "")) if act else None)


def _worded(page: CasePage, act: Act, chosen: str) -> dict[str, Any]:
    """The form of an act with the prepared words that were chosen."""
    words = queries.wording_parts(queries.wordings(page.case.root_id), page.case, act.key, chosen)
    return {act.key: _form(page, act, words)} if words else {}


@require_safe
@login_required
def paper(request: Request, case_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponse:
    """A photograph or a paper of a case that one holds; ``?small`` its thumbnail."""
    found = queries.sheet_for_holder(
        case_id=case_id,
        paper_id=paper_id,
        by=request.actor,
        at=request.received_at,
        small="small" in request.GET,
    )
    return sheet(found.content, photograph=found.photograph, name=found.name)


@require_safe
@login_required
def letter(request: Request, case_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """A step as a letter, to be printed."""
    found = queries.letter(request.actor, case_id, step_id, request.received_at)
    return render(request, "grievances/letter.html", {"letter": found})


@require_safe
@login_required
def owed(request: Request, obligation_id: uuid.UUID) -> HttpResponse:
    """Where a duty leads."""
    return redirect("grievances:case", queries.case_of_obligation(request.actor, obligation_id))


@sensitive_post_parameters()
@require_POST
@login_required
def act(request: Request, case_id: uuid.UUID, key: str) -> HttpResponse:
    """Do a step."""
    page = queries.case_page(request.actor, case_id, request.received_at)
    wanted = next((one for one in page.may if one.key == key), None)
    if wanted is None:
        messages.error(request, _("The case has moved on; please look at it again."))
        return redirect("grievances:case", case_id)
    form = ActForm(request.POST, request.FILES, act=wanted, choices=_whom(page, wanted))
    if not form.is_valid():
        return _page(request, page, {key: form}, 422)
    given = form.cleaned_data
    try:
        actions.act_on_case(
            case_id=case_id, act=key, by=request.actor, at=request.received_at, client_id=given["batch"],
            given=_given(page, form),
        )  # fmt: skip
    except DomainError as error:
        return _refused(request, page, key, form, error)
    messages.success(request, _("Done. It is on record, and the owner sees it."))
    return _back(request, case_id)


def _given(page: CasePage, form: ActForm) -> Given:
    given, root = form.cleaned_data, page.case.root
    joint = [queries.unit_in(root, key) for key in given.get("joint", ())]
    return Given(
        words=form.words(), days=given.get("days") or 0, consent=given.get("consent", False),
        unit=queries.unit_in(root, given.get("unit", "")), papers=given.get("papers", ()),
        excuses=uuid.UUID(given["excuses"]) if given.get("excuses") else None,
        lead=uuid.UUID(given["lead"]) if given.get("lead") else None, joint=[one for one in joint if one],
    )  # fmt: skip


@sensitive_post_parameters()
@require_POST
@login_required
def apart(request: Request, case_id: uuid.UUID, what: str) -> HttpResponse:
    """The subject line, who brought it, an inquiry."""
    page = queries.case_page(request.actor, case_id, request.received_at)
    forms: dict[str, Any] = {
        "subject": SubjectForm(request.POST), "identity": ReasonForm(request.POST),
        "inquiry": InquiryForm(request.POST, units=_concerned(page)),
        "policy": PolicyForm(request.POST, policies=queries.policies(page.case.root_id)),
    }  # fmt: skip
    form = forms.get(what)
    if form is None:
        raise NotFound("case-act-unknown", _("The procedure has no such step."))
    if not form.is_valid():
        return _page(request, page, {what: form}, 422)
    try:
        _apart(request, page, what, form.cleaned_data)
    except DomainError as error:
        return _refused(request, page, what, form, error)
    return redirect("grievances:case", case_id)


def _apart(request: Request, page: CasePage, what: str, given: dict[str, Any]) -> None:
    common: dict[str, Any] = {"case_id": page.case.id, "by": request.actor, "at": request.received_at}
    if what == "subject":
        actions.name_case(line=given["subject"], **common)
    elif what == "policy":
        actions.name_policy(policy=given["policy"], **common)
    elif what == "identity":
        actions.look_at_identity(reason=given["reason"], **common)
    else:
        unit = next(one for one in page.concerned if one.key == given["unit"])
        actions.inquire(unit=unit, question=given["text"], client_id=given["batch"], **common)


def _back(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """The case again; the list when it is no longer held."""
    if queries.is_held(request.actor, case_id):
        return redirect("grievances:case", case_id)
    return redirect("grievances:desk")


def _refused(request: Request, page: CasePage, key: str, form: Any, error: DomainError) -> HttpResponse:
    field = error.where if isinstance(error, BadInput) and error.where in form.fields else None
    form.add_error(field, error.message)
    return _page(request, page, {key: form}, error.status if error.status != 400 else 422)


def _concerned(page: CasePage) -> list[tuple[str, str]]:
    return queries.titled_units(page.concerned)


def _form(page: CasePage, act: Act, words: dict[str, str] | None = None) -> ActForm:
    return ActForm(act=act, choices=_whom(page, act), initial=words, auto_id=f"{act.key}_%s")


def _whom(page: CasePage, act: Act) -> list[tuple[str, str]]:
    """Whom an act can be about."""
    asked: dict[ActKind, Callable[[], list[tuple[str, str]]]] = {
        ActKind.ROUTES: lambda: queries.holder_choices(page.case),
        ActKind.RECUSES: lambda: queries.excusable(page),
        ActKind.JOINS: lambda: queries.joint_choices(page),
        ActKind.NAMES_LEAD: lambda: queries.lead_choices(page.case),
    }
    return asked[act.kind]() if act.kind in asked else []


def _policy_form(page: CasePage, bound: dict[str, Any], known: dict[str, str]) -> Any:
    """None where the plan lists no policies."""
    return bound.get("policy") or (
        PolicyForm(policies=known, initial={"policy": page.case.policy}) if known else None
    )


def _page(
    request: Request, page: CasePage, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    bound = bound or {}
    looked = None
    if not page.locked:
        looked = actions.look_again(case_id=page.case.id, by=request.actor, at=request.received_at)
    known, policies = queries.wordings(page.case.root_id), queries.policies(page.case.root_id)
    offered = [
        (act, bound.get(act.key) or _form(page, act), queries.wording_choices(known, page.case, act.key))
        for act in page.may
    ]
    context = {
        "page": page,
        "worded_for": request.GET.get("for", ""),
        "wording": request.GET.get("wording", ""),
        "offered": offered,
        "opened": looked,
        "joint": queries.joint_units(page.case),
        "lead": queries.case_lead([told.step for told in page.told]),
        "subject": bound.get("subject") or SubjectForm(initial={"subject": page.case.subject}),
        "policy": _policy_form(page, bound, policies),
        "matters": queries.matters_of(page.case, page.concerned, policies),
        "identity": bound.get("identity") or ReasonForm(),
        "inquiry": (bound.get("inquiry") or InquiryForm(units=_concerned(page)))
        if page.inquires and page.concerned
        else None,
    }
    return render(request, "grievances/case.html", context, status=status)
