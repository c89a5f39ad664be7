"""Answering cases on one matter together."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from duecare.grievances import actions, queries
from duecare.grievances.actions import Given
from duecare.grievances.forms import TogetherForm
from duecare.grievances.queries import Together
from duecare.orgs.requests import Request


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together(request: Request) -> HttpResponse:
    """The cases on a matter that one handles, and one act for all that are chosen.

    A post does some of them and asks to go on with the rest; the words are in the page meanwhile and nowhere else.
    """
    asked = queries.together(request.actor, request.GET, request.GET.get("act", ""))
    if request.method == "POST" and asked.act is not None:
        return _do(request, asked)
    words = None
    if asked.act is not None and asked.rows:
        known = queries.wordings(asked.root.id)
        words = queries.wording_parts(
            known, asked.rows[0].case, asked.act.key, request.GET.get("wording", "")
        )
    return _page(request, asked, _form(asked, initial=words) if asked.act else None)


def _do(request: Request, asked: Together) -> HttpResponse:
    assert asked.act is not None
    form = TogetherForm(request.POST, act=asked.act, cases=_cases(asked, request.POST.getlist("cases")))
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    given = form.cleaned_data
    done = actions.act_together(
        case_ids=[uuid.UUID(one) for one in given["cases"]], act=asked.act.key, given=Given(words=form.words()),
        by=request.actor, at=request.received_at, batch=given["batch"],
    )  # fmt: skip
    numbers = {row.case.id: row.case.number for row in asked.rows}
    context = {
        "asked": asked, "done": len(done.done), "left": [str(one) for one in done.left], "words": form.words(),
        "refused": [(numbers.get(one, ""), one, why) for one, why in done.refused], "batch": given["batch"],
    }  # fmt: skip
    return render(request, "grievances/together_done.html", context)


def _form(asked: Together, initial: dict[str, str] | None = None) -> TogetherForm:
    assert asked.act is not None
    cases = _cases(asked, [])
    chosen = {"cases": [key for key, _name in cases], **(initial or {})}
    return TogetherForm(act=asked.act, cases=cases, initial=chosen)


def _cases(asked: Together, sent: list[str]) -> list[tuple[str, str]]:
    """Cases as a choice; also those that were sent and have moved on since, whose step says why it can't be."""
    rows = [(str(row.case.id), f"{row.case.number} · {row.case.subject or row.stage}") for row in asked.rows]
    known = {key for key, _name in rows}
    return [*rows, *((one, one) for one in sent[: queries.MOST] if one not in known and _is_key(one))]


def _is_key(one: str) -> bool:
    try:
        return str(uuid.UUID(one)) == one
    except ValueError:
        return False


def _page(request: Request, asked: Together, form: TogetherForm | None, status: int = 200) -> HttpResponse:
    worded = []
    if asked.act is not None and asked.rows:
        worded = queries.wording_choices(queries.wordings(asked.root.id), asked.rows[0].case, asked.act.key)
    context = {"asked": asked, "form": form, "worded": worded, "wording": request.GET.get("wording", "")}
    return render(request, "grievances/together.html", context, status=status)
