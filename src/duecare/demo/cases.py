"""What people bring in the demo's winter, and how it is handled: each story once, at its own moments."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from duecare.demo.moments import Act
from duecare.demo.posts import holders, someone
from duecare.demo.stories import ROOT, STORIES, Story
from duecare.grievances import actions
from duecare.grievances.actions import Brought, Given
from duecare.grievances.models import Case, Inquiry
from duecare.grievances.rules import Identity
from duecare.orgs import actions as orgs
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from duecare.vault import actions as vault

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = "QY-AQ"
_NAMES = uuid.UUID("5b0d6c0e-0f5c-4c53-9c9c-3a1d9f4b7a10")
APPEAL = "对本答复不服的，可以自收到之日起三十日内在查询页面申请复查。"


def take_up(at: datetime) -> None:
    """Make keys for what is sealed, and the district's post for cases."""
    vault.prepare(at=at)
    office = Unit.objects.get(code=OFFICE)
    post = orgs.add_post(
        unit=office, kind="case_officer", title="诉求承办人", title_en="Case officer", by=SYSTEM, at=at
    )
    user = orgs.add_person(username="aq-sq", name=post.title, home=office, by=SYSTEM, at=at)
    orgs.appoint(user=user, post=post, by=SYSTEM, at=at)


def bringing(since: datetime, at: datetime) -> Iterator[Act]:
    """What falls between two moments of every story. Nothing where nobody holds the post for cases."""
    near = [one for one in STORIES if one.at <= at]
    if not near or not holders(OFFICE, "case_officer"):
        return
    for story in near:
        for later, step in ((timedelta(0), _bring), *_COURSES[story.course]):
            if since < story.at + later <= at:
                yield story.at + later, partial(step, story)


def _bring(story: Story, at: datetime) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=(story.unit, ROOT))}
    in_person = story.way == "person"
    brought = Brought(
        way=story.way, category=story.category, text=story.text, received=units[ROOT], concerned=[units[story.unit]],
        identity=Identity(telephone=story.telephone), place_unit=None if in_person else units[story.unit],
    )  # fmt: skip
    if in_person:
        clerk = someone(OFFICE, "coordinator")
        actions.register_case(brought=brought, at=at, client_id=_id(story), by=clerk, post=clerk.posts[0])
    else:
        actions.register_case(brought=brought, at=at, client_id=_id(story))


def _id(story: Story, step: str = "register") -> uuid.UUID:
    return uuid.uuid5(_NAMES, f"{story.key}/{step}")


def _case(story: Story) -> Case:
    return Case.objects.get(steps__client_id=_id(story))


def _officer(act: str, *needs: str) -> Callable[[Story, datetime], None]:
    def step(story: Story, at: datetime) -> None:
        given = Given(words={need: _words(story, need) for need in needs}, consent=True)
        actions.act_on_case(
            case_id=_case(story).id, act=act, given=given, by=someone(OFFICE, "case_officer"), at=at,
            client_id=_id(story, f"{act}/{at.isoformat()}"),
        )  # fmt: skip

    return step


def _words(story: Story, need: str) -> str:
    said = {
        "notice": "您反映的事项已收到，正在办理。",
        "facts": story.facts,
        "reasons": "依据现场核实情况和有关规定。",
        "decision": story.decision,
        "how-to-appeal": APPEAL,
        "to-whom": "市交通运输局，电话 12328。",
        "text": "请问问题是否真正解决？",
    }
    return said[need]


def _owner(act: str, text: str = "", rating: int | None = None) -> Callable[[Story, datetime], None]:
    def step(story: Story, at: datetime) -> None:
        given = Given(words={"text": text} if text else {}, rating=rating)
        actions.act_as_owner(
            case_id=_case(story).id, act=act, given=given, at=at, client_id=_id(story, f"owner/{act}")
        )

    return step


def _name(story: Story, at: datetime) -> None:
    actions.name_case(case_id=_case(story).id, line=story.line, by=someone(OFFICE, "case_officer"), at=at)


def _inquire(story: Story, at: datetime) -> None:
    actions.inquire(
        case_id=_case(story).id, unit=Unit.objects.get(code=story.unit), question=story.question,
        by=someone(OFFICE, "case_officer"), at=at, client_id=_id(story, "inquire"),
    )  # fmt: skip


def _answer(story: Story, at: datetime) -> None:
    inquiry = Inquiry.objects.get(case=_case(story))
    actions.answer_inquiry(
        inquiry_id=inquiry.id, answer=story.answer, by=someone(story.unit, "leader"), at=at
    )


Steps = tuple[tuple[timedelta, Callable[[Story, datetime], None]], ...]
_REPLY = ("facts", "reasons", "decision", "how-to-appeal")
_LOOKED_INTO: Steps = (
    (3 * HOUR, _name),
    (3 * HOUR + HOUR / 4, _officer("accept", "notice")),
    (4 * HOUR, _inquire),
    (DAY + 2 * HOUR, _answer),
    (2 * DAY + 3 * HOUR, _officer("reply", *_REPLY)),
)
_COURSES: dict[str, Steps] = {
    "handled": (
        *_LOOKED_INTO,
        (3 * DAY, _owner("rate", rating=4)),
        (5 * DAY, _officer("close")),
        (7 * DAY, _officer("follow-up", "text")),
        (8 * DAY, _owner("put-right")),
    ),
    "reopened": (
        *_LOOKED_INTO,
        (4 * DAY, _officer("close")),
        (6 * DAY, _owner("reopen", "周末晚上九点还是没有热水。")),
        (9 * DAY, _officer("reply", *_REPLY)),
        (12 * DAY, _officer("close")),
        (13 * DAY, _owner("put-right")),
    ),
    "elsewhere": (
        (5 * HOUR, _name),
        (DAY, _officer("decline-elsewhere", "notice", "reasons", "to-whom")),
    ),
    "settled": (
        (HOUR / 4, _name),
        (HOUR / 2, _officer("settle", "decision")),
        (3 * DAY, _officer("follow-up", "text")),
        (3 * DAY + 4 * HOUR, _owner("put-right")),
    ),
    "withdrawn": ((2 * HOUR, _name), (20 * HOUR, _owner("withdraw"))),
    "above": (),
}
