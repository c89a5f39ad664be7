"""What can be done on a hazard's page: for each act its form, its words and the one action that it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.hazards import actions, forms

#: (form, what every action takes) -> anything.
Call = Callable[[Any, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Act:
    """An act.

    :param title: of its card; ``button`` what the button says; ``first`` whether it stands open.
    """

    form: type[forms.ByDay]
    title: Any
    button: Any
    icon: str
    call: Call
    first: bool = False


def _commit(form: Any, given: dict[str, Any]) -> object:
    said = {name: form.cleaned_data[name] for name in ("measures", "post", "funds", "contingency")}
    return actions.commit(**given, **said, due_at=form.until())


def _put_right(form: Any, given: dict[str, Any]) -> object:
    said = form.cleaned_data
    return actions.put_right(
        **given, text=said["text"], photographs=said["photographs"], client_id=said["batch"]
    )


def _verify(form: Any, given: dict[str, Any]) -> object:
    said = form.cleaned_data
    passed = said["passed"] == "yes"
    return actions.verify(**given, passed=passed, text=said["text"], photographs=said["photographs"])


def _ask(form: Any, given: dict[str, Any]) -> object:
    return actions.ask_for_more_time(**given, until=form.until(), why=form.cleaned_data["why"])


def _decide(form: Any, given: dict[str, Any]) -> object:
    said = form.cleaned_data
    return actions.decide_on_more_time(**given, granted=said["granted"] == "yes", why=said["why"])


ACTS: dict[str, Act] = {
    "decision": Act(forms.DecisionForm, _("More time is asked for"), _("Decide"), "calendar-time", _decide, True),
    "acceptance": Act(
        forms.AcceptForm, _("Accept the commitments?"), _("Accept the commitments"), "shield-check",
        lambda _form, given: actions.accept(**given), True,
    ),
    "question": Act(
        forms.QuestionForm, _("Send the commitments back with a question"), _("Send them back"), "help-circle",
        lambda form, given: actions.send_back(**given, question=form.cleaned_data["question"]),
    ),
    "commitments": Act(
        forms.CommitForm, _("Give the five commitments"), _("Commit to this"), "shield-exclamation", _commit, True
    ),
    "rectification": Act(
        forms.RectifyForm, _("Is it put right?"), _("It is put right"), "tool", _put_right, True
    ),
    "verification": Act(forms.VerifyForm, _("Verify on the spot"), _("Send what you saw"), "eye", _verify, True),
    "request": Act(forms.RequestForm, _("Ask for more time"), _("Ask the level above"), "calendar-time", _ask),
    "raising": Act(
        forms.WhyForm, _("Raise to major"), _("Raise to major"), "arrow-up",
        lambda form, given: actions.raise_level(**given, why=form.cleaned_data["why"]),
    ),
    "lowering": Act(
        forms.WhyForm, _("Lower to general"), _("Lower to general"), "arrow-down",
        lambda form, given: actions.lower_level(**given, why=form.cleaned_data["why"]),
    ),
    "link": Act(
        forms.LinkForm, _("On the ledger twice?"), _("Link as the same hazard"), "link",
        lambda form, given: actions.link_duplicate(**given, **form.cleaned_data),
    ),
}  # fmt: skip
