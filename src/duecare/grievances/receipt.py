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
from duecare.grievances.actions.words import in_parts
from duecare.grievances.forms import AnswerForm, RateForm, RecusalForm, SureForm, WordsForm
from duecare.grievances.matters import CASE
from duecare.grievances.models import Case, Hold, Look, Paper, Step
from duecare.grievances.queries.above import above
from duecare.grievances.queries.joint import case_lead, joint_units, post_title
from duecare.grievances.queries.papers import sheet_for_owner
from duecare.grievances.reading import RATING, as_owner, reasons_of, words_of
from duecare.grievances.rules import Act as Doable
from duecare.grievances.rules import ActKind, Path, Role, Sort, clocks, may
from duecare.grievances.rules import Words as Title
from duecare.grievances.standing import path_of, stands_still
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations.shapes import shown, spoken_day
from duecare.orgs.models import Post
from duecare.receipts.pages import Act, Event, File, Filed, Shown
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
    facts, outside = _facts(case, path, steps)
    notes[:0] = outside
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
        _("Your case %(number)s") % {"number": case.number}, case.root.zone, state, tone, icon, facts,
        _events(path, steps, words, looks, reasons), written, 0, [act.key for act in may(path, Role.OWNER)], notes,
        _files(steps),
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


def _facts(case: Case, path: Path, steps: list[Step]) -> tuple[list[tuple[str, str | datetime]], list[str]]:
    """Who has it, and every limit that runs; and what to do where the body above has it, of which nothing is here."""
    roles = (HoldRole.HOLDER, HoldRole.ABOVE, HoldRole.REREVIEW)
    holds = {
        hold.role: hold
        for hold in Hold.objects.filter(case=case, role__in=roles, until=None).select_related("unit")
    }
    facts: list[tuple[str, str | datetime]] = []
    if (holder := holds.get(HoldRole.HOLDER)) is not None and holder.unit is not None:
        facts.append((_("Handled by"), titled(holder.unit)))
    if post := case_lead(steps):
        facts.append((_("Case lead"), post_title(post)))
    if joint := joint_units(case):
        facts.append((_("Handled jointly with"), ", ".join(titled(unit) for unit in joint)))
    gone = {role for role, hold in holds.items() if hold.unit is None}
    outside: list[str] = []
    if gone:
        more, outside = _outside(case, all_of_it=HoldRole.HOLDER in gone)
        facts += more
    facts += _limits(path, gone)
    return facts, outside


def _outside(case: Case, *, all_of_it: bool) -> tuple[list[tuple[str, str | datetime]], list[str]]:
    """Where to go, and why nobody here decides."""
    body = above(case.root_id)
    label = _("Handled by") if all_of_it else _("Decided by")
    if body is None:
        whose = _("the body above this organisation; the plan does not name it, the 12345 line can tell you")
        facts: list[tuple[str, str | datetime]] = [(label, whose)]
    else:
        where = " · ".join(one for one in (body.address, body.telephone, body.hours) if one)
        facts = [(label, body.title), (_("How to go there"), where)]
    why = (
        _("It is about the whole organisation, so nobody here can read it or decide on it.")
        if all_of_it
        else _("Nobody here stands above those who decided before.")
    )
    go = _(
        "Print this page and take it to the body above, or send it there: its time limits count from that day."
    )
    return facts, [why, go]


#: Whose limits nobody here keeps, where the body above has that part.
_THEIRS = {
    HoldRole.HOLDER: {Role.HOLDER, Role.LEADER, Role.ABOVE, Role.REREVIEW},
    HoldRole.ABOVE: {Role.ABOVE, Role.REREVIEW},
    HoldRole.REREVIEW: {Role.REREVIEW},
}


def _limits(path: Path, gone: set[str]) -> list[tuple[str, str | datetime]]:
    facts: list[tuple[str, str | datetime]] = []
    theirs = {role for one in gone for role in _THEIRS[HoldRole(one)]}
    found = clocks(path)
    for clock in found.running:
        if clock.of in theirs or (clock.sort is Sort.RIGHT and clock.of is not Role.OWNER):
            continue  # kept elsewhere, or somebody else's right
        label = f"{said(clock.title)} ({said(clock.articles[0])})"
        facts.append((label, stands_still(path, clock) or _("by %(day)s") % {"day": spoken_day(clock.on)}))
        if clock.added:
            more = ngettext("extended by %(n)s day", "extended by %(n)s days", clock.added) % {
                "n": clock.added
            }
            facts.append((said(clock.title), more))
        if clock.assumed:
            facts.append((said(clock.title), _("counted with holidays that are not confirmed yet")))
    if found.overall is not None and found.overall.ended is None and HoldRole.HOLDER not in gone:
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
    if RATING in words.get(step.id, {}):
        stars = int(words[step.id][RATING])
        lines.append(ngettext("%(n)s of five stars", "%(n)s of five stars", stars) % {"n": stars})
    if not _is_owner(step):
        lines += [
            _("%(heading)s: %(text)s") % {"heading": heading, "text": text} if heading else text
            for heading, text in in_parts(words.get(step.id, {}))
        ]
    return Event(said(act.title), step.at, "\n".join(lines), icon, tone)


def _do(act: str, case_id: uuid.UUID, form: Any, at: datetime) -> object:
    given = form.cleaned_data
    text, rating = given.get("text", ""), given.get("rating")
    words, papers = {"text": text} if text else {}, given.get("papers", ())
    return actions.act_as_owner(
        case_id=case_id, act=act, given=Given(words=words, rating=rating, papers=papers, aims_at=given.get("whom", "")),
        at=at,
        client_id=given["batch"],
    )  # fmt: skip


def file(case_id: uuid.UUID, file_id: uuid.UUID, at: datetime, small: bool) -> File:
    """A photograph or a paper, opened for the owner. :raises NotFound, Locked: as the query says."""
    sheet = sheet_for_owner(case_id=case_id, paper_id=file_id, at=at, small=small)
    return File(sheet.photograph, sheet.name, sheet.content)


def _files(steps: list[Step]) -> list[Filed]:
    papers = Paper.objects.filter(step__in=steps).defer("value", "small").select_related("step")
    return [
        Filed(one.id, one.step.at, one.is_photograph, _from(one.step), one.pages or 0)
        for one in papers.order_by("step__number", "number")
    ]


def _from(step: Step) -> str:
    return _("sent by you") if _is_owner(step) else _("sent to you")


_FORMS: dict[ActKind, type[Any]] = {
    ActKind.RATES: RateForm, ActKind.WITHDRAWS: SureForm, ActKind.TAKES_BACK: SureForm, ActKind.CONFIRMS: SureForm,
    ActKind.CONSENTS: SureForm,
    ActKind.ASKS_REVIEW: AnswerForm, ActKind.GOES_HIGHER: AnswerForm, ActKind.REOPENS: WordsForm,
    ActKind.REPORTS_RETALIATION: WordsForm, ActKind.ASKS_RECUSAL: RecusalForm, ActKind.OTHER: WordsForm,
}  # fmt: skip
_LEADS: dict[ActKind, Any] = {
    ActKind.WITHDRAWS: gettext_lazy("It takes effect after seven days, and until then you can take it back."),
    ActKind.GOES_HIGHER: gettext_lazy(
        "This is your right at any time. It changes nothing for the worse, and nobody counts it."
    ),
    ActKind.REPORTS_RETALIATION: gettext_lazy(
        "It goes past the unit concerned, to the level above, with a short time of its own."
    ),
    ActKind.CONSENTS: gettext_lazy(
        "Whether you agree is yours alone to say. If you do not, it is handled as before, and nothing is lost by it."
    ),
    ActKind.ASKS_REVIEW: gettext_lazy("Somebody above decides, who has not taken part before."),
    ActKind.RATES: gettext_lazy(
        "Whoever handled it sees ratings only in groups of ten. The first that you give is the one that counts there."
    ),
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
