"""One case as those who hold it see it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.core.errors import NotFound, Text
from duecare.grievances.actions.words import in_parts
from duecare.grievances.holding import Standing, decides_recusal, head_stands_aside, standings_of
from duecare.grievances.models import Case, Hold, Inquiry, Look, Owed, Paper, Step
from duecare.grievances.queries.desk import category_title
from duecare.grievances.reading import Words, as_holder, words_of
from duecare.grievances.rules import Act, ActKind, Clock, Clocks, Path, Role, clocks, may
from duecare.grievances.standing import path_of, stands_still
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations.shapes import shown
from duecare.orgs.models import Appointment, Post, Unit, User
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import PostKind
from duecare.vault import actions as vault
from duecare.vault.rules.openings import Opening, Purpose
from duecare.vault.rules.refusals import Locked
from duecare.web.templatetags.duecare import titled

#: Acts with a way of their own on the page.
_APART = (ActKind.INQUIRES, ActKind.ANSWERS_INQUIRY, ActKind.BEGINS, ActKind.GATHERS)


@dataclass(frozen=True, slots=True)
class Told:
    """A step: what it is called, by which post, its words, what came with it (not opened here)."""

    step: Step
    title: str
    post: Post | None
    words: Words
    papers: Sequence[Paper] = ()

    @property
    def parts(self) -> list[tuple[Text, str]]:
        """Its words under their headings."""
        return in_parts(self.words)

    @property
    def is_letter(self) -> bool:
        """Whether a post says something to the owner by it; what a clerk wrote down is the owner's own."""
        of_a_post = self.post is not None and self.step.role != Role.CLERK
        return of_a_post and self.step.seen_by_owner and bool(self.words)


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, opened.

    :param locked: why the words are not there; empty when they are.
    :param may: what the reader may do now, in the procedure's order.
    :param standings: in which roles the reader holds it.
    :param asked: inquiries with question and answer, opened.
    :param aside: its owner asks that the unit's head stand aside; asked for heads and the level above only.
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
    standings: Sequence[Standing]
    inquires: Act | None
    aside: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """In which roles the reader holds it."""
        return frozenset(one.role for one in self.standings)

    @property
    def only_joint(self) -> bool:
        """The reader's unit gives its part and no more: who brought it and the subject line are the lead's."""
        return self.roles == {Role.JOINT}

    @property
    def running(self) -> list[tuple[Clock, str]]:
        """The clocks, each with since when it stands still and for what; empty words when it counts."""
        return [(clock, stands_still(self.path, clock)) for clock in self.clocks.running]


def case_page(by: Actor, case_id: uuid.UUID, at: datetime) -> CasePage:
    """A case that ``by`` holds. The record gets an entry for each person and day that reads one.

    :raises NotFound: there is none that ``by`` holds.
    """
    case = Case.objects.select_related("root", "procedure").filter(id=case_id, forgotten_at=None).first()
    mine = standings_of(by, case) if case else []
    if case is None or not mine:
        raise NotFound("case-unknown", gettext_lazy("There is no such case, or you do not hold it."))
    path, standing = path_of(case, at), mine[0]
    steps = list(Step.objects.filter(case=case).order_by("number"))
    posts = Post.objects.select_related("unit").in_bulk({step.by_post for step in steps if step.by_post})
    words: dict[uuid.UUID, Words] = {}
    locked = ""
    inquiries = Inquiry.objects.filter(case=case).select_related("unit").order_by("asked_at")
    asked = [(one, "", "") for one in inquiries]
    try:
        reason = _("handling the case")
        words = words_of(case, steps, as_holder(case, by, standing.post.post_id, reason, at), at)
        asked = [(one, *opened(one, by, standing.post.post_id, at)) for one in inquiries]
    except Locked as error:
        locked = error.message
    roles = frozenset(one.role for one in mine)
    aside = bool(roles & {Role.LEADER, Role.ABOVE}) and head_stands_aside(case)
    acts, papers = _open(path, by, mine, aside), _papers(steps)
    told = [
        Told(
            one,
            _title(path, one),
            posts.get(one.by_post) if one.by_post else None,
            words.get(one.id, {}),
            papers.get(one.id, ()),
        )
        for one in steps
    ]
    stage = path.procedure.stage(path.stage).title
    return CasePage(
        case, path, clocks(path), shown(stage.zh, stage.en), category_title(case.category), told, locked,
        [act for act in acts if act.kind not in _APART], [one.unit for one in case.concerned.select_related("unit")],
        asked, list(case.looks.order_by("at")), mine,
        next((act for act in acts if act.kind is ActKind.INQUIRES), None), aside,
    )  # fmt: skip


def _papers(steps: Sequence[Step]) -> dict[uuid.UUID, list[Paper]]:
    found: dict[uuid.UUID, list[Paper]] = defaultdict(list)
    for one in Paper.objects.filter(step__in=steps).defer("value", "small").order_by("number"):
        found[one.step_id].append(one)
    return found


def excusable(page: CasePage) -> list[tuple[str, str]]:
    """Whom a head can excuse: members of staff who did something in the case, by post; nobody else is on a list.

    Where the owner aims at the head, who is on it is the head, too. Empty for whoever is no head. Three statements.
    """
    if Role.ABOVE not in page.roles and (page.aside or Role.LEADER not in page.roles):
        return []
    did = {told.step.by_user: told.post for told in page.told if told.step.by_user and told.post}
    if page.aside:
        did |= _heads(page.case)
    names = dict(User.objects.filter(id__in=did).values_list("id", "name"))
    return [
        (str(user), f"{titled(post.unit)} · {titled(post)} · {names.get(user, '')}")
        for user, post in did.items()
        if str(user) not in page.path.excused and post is not None
    ]


def _heads(case: Case) -> dict[uuid.UUID, Post]:
    """Who heads the unit that handles a case, by the post. Two statements."""
    holder = Hold.objects.filter(case=case, role=HoldRole.HOLDER, until=None).select_related("unit").first()
    unit = holder.unit if holder else None
    above = unit.parent_id if unit is not None and unit.kind == "office" else None
    posts = Post.objects.filter(
        kind=PostKind.LEADER, unit__in=[one for one in (unit and unit.id, above) if one]
    )
    held = Appointment.objects.filter(post__in=posts, ends_at=None).select_related("post__unit")
    return {one.user_id: one.post for one in held}


def _title(path: Path, step: Step) -> str:
    title = path.procedure.act(step.act).title
    return shown(title.zh, title.en)


def _open(path: Path, by: Actor, mine: Sequence[Standing], aside: bool) -> list[Act]:
    """What is open to somebody in any of their roles, each act once."""
    found: dict[str, Act] = {}
    for one in mine:
        for act in may(path, one.role, actor=str(by.user_id), level=one.level):
            if not (aside and one.role is Role.LEADER and decides_recusal(path.procedure, act, None)):
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
    if owed is None or not standings_of(by, owed.case):
        raise NotFound("case-unknown", gettext_lazy("There is no such case, or you do not hold it."))
    return owed.case_id


def is_held(by: Actor, case_id: uuid.UUID) -> bool:
    """Whether ``by`` holds the case now; nothing of it is opened. Three statements."""
    case = Case.objects.filter(id=case_id, forgotten_at=None).first()
    return case is not None and bool(standings_of(by, case))
