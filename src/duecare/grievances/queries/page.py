"""One case as those who hold it see it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.core.errors import NotFound
from duecare.grievances.holding import Standing, standings
from duecare.grievances.models import Case, Hold, Inquiry, Look, Owed, Step
from duecare.grievances.queries.desk import category_title
from duecare.grievances.reading import Words, as_holder, words_of
from duecare.grievances.rules import Act, ActKind, Clocks, Path, clocks, may
from duecare.grievances.standing import path_of
from duecare.obligations.shapes import shown
from duecare.orgs.models import Post, Unit
from duecare.orgs.rules import Actor
from duecare.vault import actions as vault
from duecare.vault.rules.openings import Opening, Purpose
from duecare.vault.rules.refusals import Locked

#: Acts with a way of their own on the page.
_APART = (ActKind.INQUIRES, ActKind.ANSWERS_INQUIRY, ActKind.BEGINS)


@dataclass(frozen=True, slots=True)
class Told:
    """A step: what it is called, by which post, its words."""

    step: Step
    title: str
    post: Post | None
    words: Words


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, opened.

    :param locked: why the words are not there; empty when they are.
    :param may: what the reader may do now, in the procedure's order.
    :param asked: inquiries with question and answer, opened.
    """

    case: Case
    path: Path
    clocks: Clocks
    stage: str
    category: str
    told: Sequence[Told]
    locked: str
    may: Sequence[Act]
    concerned: Sequence[Unit]
    asked: Sequence[tuple[Inquiry, str, str]]
    looks: Sequence[Look]
    standing: Standing
    inquires: Act | None


def case_page(by: Actor, case_id: uuid.UUID, at: datetime) -> CasePage:
    """A case that ``by`` holds. The record gets an entry for each person and day that reads one.

    :raises NotFound: there is none that ``by`` holds.
    """
    case = Case.objects.select_related("root", "procedure").filter(id=case_id, forgotten_at=None).first()
    holds = Hold.objects.filter(case=case_id, until=None).select_related("unit")
    mine = standings(by, case, holds) if case else []
    if case is None or not mine:
        raise NotFound("case-unknown", gettext_lazy("There is no such case, or you do not hold it."))
    path, standing = path_of(case, at), mine[0]
    steps = list(Step.objects.filter(case=case).order_by("number"))
    posts = Post.objects.select_related("unit").in_bulk({step.by_post for step in steps if step.by_post})
    words: dict[uuid.UUID, Words] = {}
    locked, inquiries = (
        "",
        list(Inquiry.objects.filter(case=case).select_related("unit").order_by("asked_at")),
    )
    asked = [(one, "", "") for one in inquiries]
    try:
        reason = _("handling the case")
        words = words_of(case, steps, as_holder(case, by, standing.post.post_id, reason, at), at)
        asked = [(one, *opened(one, by, standing.post.post_id, at)) for one in inquiries]
    except Locked as error:
        locked = error.message
    acts = _open(path, by, mine)
    told = [
        Told(
            step,
            _title(path, step),
            posts.get(step.by_post) if step.by_post else None,
            words.get(step.id, {}),
        )
        for step in steps
    ]
    stage = path.procedure.stage(path.stage).title
    return CasePage(
        case, path, clocks(path), shown(stage.zh, stage.en), category_title(case.category), told, locked,
        [act for act in acts if act.kind not in _APART], [one.unit for one in case.concerned.select_related("unit")],
        asked, list(case.looks.order_by("at")), standing,
        next((act for act in acts if act.kind is ActKind.INQUIRES), None),
    )  # fmt: skip


def _title(path: Path, step: Step) -> str:
    title = path.procedure.act(step.act).title
    return shown(title.zh, title.en)


def _open(path: Path, by: Actor, mine: Sequence[Standing]) -> list[Act]:
    """What is open to somebody in any of their roles, each act once."""
    found: dict[str, Act] = {}
    for one in mine:
        for act in may(path, one.role, actor=str(by.user_id), level=one.level):
            found.setdefault(act.key, act)
    return [act for act in path.procedure.acts if act.key in found]


def opened(inquiry: Inquiry, by: Actor, post: uuid.UUID, at: datetime) -> tuple[str, str]:
    """Question and answer of an inquiry, for who may see it. :raises Locked: the vault is locked."""
    opening = Opening(
        uuid.uuid5(inquiry.id, f"{by.user_id}/{at:%Y-%m-%d}"), "grievances.inquiry", inquiry.id, Purpose.READING,
        at.replace(hour=23, minute=59, second=59), user_id=by.user_id, post_id=post, reason=_("answering an inquiry"),
    )  # fmt: skip
    matter = vault.open_matter(opening=opening, at=at)
    question = str(matter.unseal(sealed=bytes(inquiry.question), field="question", row=inquiry.id, at=at))
    if inquiry.answer is None:
        return question, ""
    return question, str(matter.unseal(sealed=bytes(inquiry.answer), field="answer", row=inquiry.id, at=at))


def case_of_obligation(by: Actor, obligation_id: uuid.UUID) -> uuid.UUID:
    """The case that a duty is about. :raises NotFound: there is none that ``by`` holds."""
    owed = Owed.objects.select_related("case").filter(obligation=obligation_id).first()
    holds = Hold.objects.filter(case=owed.case_id, until=None).select_related("unit") if owed else []
    if owed is None or not standings(by, owed.case, holds):
        raise NotFound("case-unknown", gettext_lazy("There is no such case, or you do not hold it."))
    return owed.case_id


def is_held(by: Actor, case_id: uuid.UUID) -> bool:
    """Whether ``by`` holds the case now; nothing of it is opened. Two statements."""
    case = Case.objects.filter(id=case_id, forgotten_at=None).first()
    holds = Hold.objects.filter(case=case_id, until=None).select_related("unit")
    return case is not None and bool(standings(by, case, holds))
