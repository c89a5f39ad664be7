"""Acting on a case: one way for every act of its procedure, for those who hold it and for its owner."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.grievances.actions.following import follow
from duecare.grievances.actions.given import Given
from duecare.grievances.actions.joining import give_part, lead
from duecare.grievances.actions.listing import keep_listed
from duecare.grievances.actions.owing import settle
from duecare.grievances.actions.papers import seal_papers
from duecare.grievances.actions.rating import keep_rating
from duecare.grievances.actions.registering import NOBODY, OBJECT
from duecare.grievances.actions.words import NEEDED, TEXT, WRITTEN, require_silent, seal_words, tidy
from duecare.grievances.holding import Standing, decides_recusal, head_stands_aside, standings_of
from duecare.grievances.models import Case, Step
from duecare.grievances.reading import RATING
from duecare.grievances.rules import (
    REFUSALS,
    Act,
    ActKind,
    Need,
    Path,
    Refused,
    Role,
    Sort,
    after,
    has_blank,
    take,
    why_not,
)
from duecare.grievances.standing import event_of, path_of
from duecare.orgs.rules import Actor


@transaction.atomic
def act_on_case(
    *, case_id: uuid.UUID, act: str, given: Given, by: Actor, at: datetime, client_id: uuid.UUID
) -> Step:
    """Do an act as somebody who holds the case.

    :raises NotFound: ``by`` does not hold it: a case is there for nobody else.
    :raises NotAllowed: ``by`` holds it in another role.
    :raises Conflict: the procedure does not allow it now; the message says why.
    :raises BadInput: something that the act needs is missing, or gives the owner away; ``where`` is the need.
    """
    case, mine = held(case_id, by)
    before = _sent_before(case, act, client_id, by)
    if before is not None:
        return before
    path = path_of(case, at)
    wanted = _act(path, act)
    fit = [one for one in mine if one.role in wanted.by]
    if decides_recusal(path.procedure, wanted, given.excuses) and head_stands_aside(case):
        fit = [one for one in fit if one.role is not Role.LEADER]
    standing = next(iter(fit), None)
    if standing is None:
        raise NotAllowed("case-role", REFUSALS[Refused.ROLE])
    words = _required(wanted, given)
    require_silent(case, words, at)
    step = do(case, path, wanted, given, words, by, at, client_id, standing)
    if wanted.kind is ActKind.CONTRIBUTES:
        _gather(case, standing, step, by, at)
    return step


def _gather(case: Case, standing: Standing, step: Step, by: Actor, at: datetime) -> None:
    """A unit's part is in; the limit ends with the last of them."""
    path = path_of(case, at)
    act = next((one for one in path.procedure.acts if one.kind is ActKind.GATHERS), None)
    if give_part(case, path, standing.unit_id, by, at) and act is not None:
        do(case, path, act, Given(), {}, by, at, uuid.uuid5(step.id, "gathered"), standing)
    else:
        keep_listed(case)


@transaction.atomic
def act_as_owner(*, case_id: uuid.UUID, act: str, given: Given, at: datetime, client_id: uuid.UUID) -> Step:
    """Do an act as the case's owner, who has shown its code. Nothing is kept of who they are.

    :raises Conflict: the procedure does not allow it now. :raises BadInput: it lacks words, or a rating from 1 to 5.
    """
    case = lock(case_id)
    before = _sent_before(case, act, client_id, NOBODY)
    if before is not None:
        return before
    path = path_of(case, at)
    wanted = _act(path, act)
    if wanted.kind is ActKind.RATES and given.rating not in range(1, 6):
        raise BadInput("case-rating", _("Choose from one to five."), where="rating")
    words = _required(wanted, given, owner=True)
    if wanted.kind is not ActKind.RATES:
        return do(case, path, wanted, given, words, NOBODY, at, client_id, None)
    stars = given.rating or 0
    step = do(case, path, wanted, given, {**words, RATING: str(stars)}, NOBODY, at, client_id, None)
    keep_rating(case, step, stars, at)
    return step


def lock(case_id: uuid.UUID) -> Case:
    """The case, held so that acts come one after the other. :raises NotFound: there is none, or it is forgotten."""
    found = Case.objects.select_for_update(of=("self",)).select_related("root", "procedure", "place_unit")
    case = found.filter(id=case_id, forgotten_at=None).first()
    if case is None:
        raise NotFound("case-unknown", _("There is no such case, or you do not hold it."))
    return case


def held(case_id: uuid.UUID, by: Actor) -> tuple[Case, list[Standing]]:
    """The case, locked, and in which roles ``by`` holds it. :raises NotFound: in none; it is there for nobody else."""
    case = lock(case_id)
    mine = standings_of(by, case)
    if not mine:
        raise NotFound("case-unknown", _("There is no such case, or you do not hold it."))
    return case, mine


def _sent_before(case: Case, act: str, client_id: uuid.UUID, by: Actor) -> Step | None:
    step = Step.objects.filter(case=case, client_id=client_id).first()
    if step is not None and (step.act != act or step.by_user != by.user_id):
        raise Conflict(
            "case-other-act", _("Something else was sent under this number before; that one stays.")
        )
    return step


def _act(path: Path, key: str) -> Act:
    try:
        return path.procedure.act(key)
    except KeyError:
        raise NotFound("case-act-unknown", _("The procedure has no such step.")) from None


def _required(act: Act, given: Given, *, owner: bool = False) -> dict[str, str]:
    """The words of an act, tidied. :raises BadInput: one that it needs is missing, or a blank is left in it."""
    words = {name: tidy(text, name) for name, text in given.words.items()}
    blank = "" if owner else next((name for name, text in words.items() if has_blank(text)), "")
    if blank:
        raise BadInput("case-blank-left", _("Fill in what stands as ____, or take it out."), where=blank)
    for need in act.needs:
        if need in WRITTEN and not words.get(need.value):
            raise BadInput(f"case-needs-{need.value}", NEEDED[need], where=need.value)
        if need is Need.OWNERS_CONSENT and not given.consent and not owner:
            raise BadInput("case-needs-consent", NEEDED[need], where=need.value)
    if act.key == "write" and not words.get(TEXT):
        raise BadInput("case-words-missing", _("Write what it is about."), where=TEXT)
    return words


def do(
    case: Case,
    path: Path,
    act: Act,
    given: Given,
    words: Mapping[str, str],
    by: Actor,
    at: datetime,
    client_id: uuid.UUID,
    standing: Standing | None,
) -> Step:
    """Do an act on a case that the caller has locked and asked the right for. :raises Conflict: it is not open."""
    role = standing.role if standing else Role.OWNER
    aims = given.aims_at if act.kind is ActKind.ASKS_RECUSAL else ""
    named = lead(case, given.lead) if act.kind is ActKind.NAMES_LEAD else None
    step = Step(
        case=case, act=act.key, at=at, role=role, level=standing.level if standing else 0, days=given.days,
        excuses=given.excuses, aims_at=aims, lead_post=named, by_user=by.user_id,
        by_post=standing.post.post_id if standing else None, client_id=client_id,
    )  # fmt: skip
    event = event_of(step)
    refused = why_not(path, event)
    if refused is not None:
        raise Conflict(f"case-{refused.value}", REFUSALS[refused])
    consequence, then = after(path, event), take(path, event)
    step.number = (Step.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    step.save(force_insert=True)
    seal_words(case, step, words)
    seal_papers(case, step, given.papers)
    keep_stage(case, then)
    settle(case, then, consequence, by=by, at=at)
    follow(case, then, act, step, given, standing, at)
    keep_listed(case)
    record(
        root=case.root_id, verb=f"grievances.{act.kind.value}", object_kind=OBJECT, object_id=case.id, at=at,
        actor=by.user_id, post=step.by_post, details={"act": act.key, "days": given.days},
    )  # fmt: skip
    return step


def keep_stage(case: Case, path: Path) -> None:
    """Write where the case stands, and when time acts on it next."""
    case.stage, case.ended = path.stage, path.procedure.stage(path.stage).ended
    waits = [path.due(run).at for run in path.running if run.limit.sort is Sort.EFFECT]
    case.time_acts_at = min(waits, default=None)
    case.save(update_fields=["stage", "ended", "time_acts_at"])
