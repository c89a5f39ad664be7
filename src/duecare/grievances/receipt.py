"""What the receipt of a case shows its owner (every step, clock, post and look), and what the owner can do there."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duecare.grievances import actions, versions
from duecare.grievances.actions import Given
from duecare.grievances.forms import AnswerForm, RateForm, SureForm, WordsForm
from duecare.grievances.matters import CASE
from duecare.grievances.models import Case, Hold, Look, Step
from duecare.grievances.reading import as_owner, reasons_of, words_of
from duecare.grievances.rules import Act as Doable
from duecare.grievances.rules import ActKind, Path, Role, Sort, clocks, may
from duecare.grievances.rules import Words as Title
from duecare.grievances.standing import path_of
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations.shapes import shown, spoken_day
from duecare.orgs.models import Post
from duecare.receipts.pages import Act, Event, Shown
from duecare.vault.rules.refusals import Locked
from duecare.web.templatetags.duecare import titled

_ICONS: dict[ActKind, tuple[str, str]] = {
    ActKind.REPLIES: ("mail", "good"), ActKind.ACCEPTS: ("check", "good"), ActKind.EXTENDS: ("calendar-time", "warn"),
    ActKind.DECLINES: ("arrow-up-right", "warn"), ActKind.WITHDRAWS: ("trash", "quiet"),
}  # fmt: skip


def said(words: Title) -> str:
    """A title in the reader's language."""
    return shown(words.zh, words.en)


def shows(case_id: uuid.UUID, at: datetime) -> Shown:
    """How a case stands, to whoever has its code. A fixed number of statements."""
    case = Case.objects.select_related("root", "procedure").get(id=case_id)
    steps = list(Step.objects.filter(case=case, seen_by_owner=True).order_by("number"))
    looks = list(Look.objects.filter(case=case).order_by("at"))
    path = path_of(case, at)
    notes = [_("It is kept until %(month)s; then its keys are destroyed and nobody can read it any more.") % {
        "month": f"{case.keep_until:%Y-%m}"
    }]  # fmt: skip
    try:
        words = words_of(case, steps, as_owner(CASE, case, at), at)
        reasons = reasons_of(case, looks, at)
    except Locked:
        words, reasons = {}, {}
        notes.insert(
            0, _("The words can't be shown at the moment: the server's vault is locked. Nothing is lost.")
        )
    state, tone, icon = _state(path)
    written = [
        (step.at, words[step.id]["text"])
        for step in steps
        if _is_owner(step) and "text" in words.get(step.id, {})
    ]
    return Shown(
        _("Your case %(number)s") % {"number": case.number}, case.root.zone, state, tone, icon, _facts(case, path),
        _events(path, steps, words, looks, reasons), written, 0, [act.key for act in may(path, Role.OWNER)], notes,
    )  # fmt: skip


def _is_owner(step: Step) -> bool:
    return step.role in (Role.OWNER, Role.CLERK)


def _state(path: Path) -> tuple[str, str, str]:
    stage = said(path.procedure.stage(path.stage).title)
    clock = clocks(path).stage
    if path.procedure.stage(path.stage).ended:
        return stage, "good", "circle-check-filled"
    if clock is not None and clock.missed_at is not None:
        return (
            _("%(stage)s. The time for it has passed, and that is on record.") % {"stage": stage},
            "warn",
            "clock",
        )
    return stage, "calm", "clock"


def _facts(case: Case, path: Path) -> list[tuple[str, str | datetime]]:
    facts: list[tuple[str, str | datetime]] = []
    holder = Hold.objects.filter(case=case, role=HoldRole.HOLDER, until=None).select_related("unit").first()
    if holder is not None:
        whose = titled(holder.unit) if holder.unit else _("the body above that the plan names")
        facts.append((_("Handled by"), whose))
    found = clocks(path)
    for clock in found.running:
        if clock.sort is Sort.RIGHT and clock.of is not Role.OWNER:
            continue  # somebody else's right
        label = f"{said(clock.title)} ({said(clock.articles[0])})"
        facts.append((label, _("by %(day)s") % {"day": spoken_day(clock.on)}))
        if clock.added:
            more = ngettext("extended by %(n)s day", "extended by %(n)s days", clock.added) % {
                "n": clock.added
            }
            facts.append((said(clock.title), more))
        if clock.assumed:
            facts.append((said(clock.title), _("counted with holidays that are not confirmed yet")))
    if found.overall is not None and found.overall.ended is None:
        facts.append((_("All of it by"), spoken_day(found.overall.on)))
    return facts


def _events(
    path: Path,
    steps: list[Step],
    words: dict[uuid.UUID, Any],
    looks: list[Look],
    reasons: dict[uuid.UUID, str],
) -> list[Event]:
    posts = Post.objects.select_related("unit").in_bulk(
        {one for one in [*(s.by_post for s in steps), *(look.by_post for look in looks)] if one}
    )
    events = [_step(path, step, posts.get(step.by_post) if step.by_post else None, words) for step in steps]
    for look in looks:
        who = posts.get(look.by_post)
        more = _("%(who)s, because: %(reason)s") % {
            "who": f"{titled(who.unit)} · {titled(who)}" if who else "", "reason": reasons.get(look.id, "…"),
        }  # fmt: skip
        events.append(Event(_("Somebody opened who you are"), look.at, more, "eye", "warn"))
    return sorted(events, key=lambda one: one.at)


def _step(path: Path, step: Step, post: Post | None, words: dict[uuid.UUID, Any]) -> Event:
    act = path.procedure.act(step.act)
    icon, tone = _ICONS.get(act.kind, ("point-filled", "quiet"))
    lines = [f"{titled(post.unit)} · {titled(post)}"] if post else []
    if not _is_owner(step):
        lines += list(words.get(step.id, {}).values())
    return Event(said(act.title), step.at, "\n".join(lines), icon, tone)


def _do(act: str, case_id: uuid.UUID, form: Any, at: datetime) -> object:
    given = form.cleaned_data
    text, rating = given.get("text", ""), given.get("rating")
    return actions.act_as_owner(
        case_id=case_id, act=act, given=Given(words={"text": text} if text else {}, rating=rating), at=at,
        client_id=given["batch"],
    )  # fmt: skip


_FORMS: dict[ActKind, type[Any]] = {
    ActKind.RATES: RateForm, ActKind.WITHDRAWS: SureForm, ActKind.TAKES_BACK: SureForm, ActKind.CONFIRMS: SureForm,
    ActKind.ASKS_REVIEW: AnswerForm, ActKind.GOES_HIGHER: AnswerForm, ActKind.REOPENS: WordsForm,
    ActKind.REPORTS_RETALIATION: WordsForm, ActKind.ASKS_RECUSAL: WordsForm, ActKind.OTHER: WordsForm,
}  # fmt: skip
_LEADS: dict[ActKind, Any] = {
    ActKind.WITHDRAWS: gettext_lazy("It takes effect after seven days, and until then you can take it back."),
    ActKind.GOES_HIGHER: gettext_lazy(
        "This is your right at any time. It changes nothing for the worse, and nobody counts it."
    ),
    ActKind.REPORTS_RETALIATION: gettext_lazy(
        "It goes past the unit concerned, to the level above, with a short time of its own."
    ),
    ActKind.ASKS_REVIEW: gettext_lazy("Somebody above decides, who has not taken part before."),
    ActKind.RATES: gettext_lazy("Whoever handled it sees ratings only in groups of ten or more."),
}


def acts() -> dict[str, Act]:
    """Everything that owners do in the procedures that come with the program, by key."""
    found: dict[str, Act] = {}
    for procedure in versions.shipped():
        for act in procedure.acts:
            if Role.OWNER in act.by and act.kind is not ActKind.BEGINS:
                found.setdefault(act.key, _act(act))
    return found


def _act(act: Doable) -> Act:
    title = lazystr(_Titled(act.title))
    return Act(
        _FORMS.get(act.kind, AnswerForm), title, _LEADS.get(act.kind, ""), title, "send", partial(_do, act.key),
        gettext_lazy("It has arrived."),
    )  # fmt: skip


class _Titled:
    """A title of a procedure, in the language active when it is shown."""

    def __init__(self, words: Title) -> None:
        self.words = words

    def __str__(self) -> str:
        return said(self.words)
