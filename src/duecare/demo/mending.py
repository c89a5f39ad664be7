"""The district's hazards: put right, looked at by somebody else, given more time, promised and accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial

from duecare.demo.moments import SETTLED, ZONE, Act
from duecare.demo.posts import holders, someone
from duecare.demo.rules import dice, rectified_after
from duecare.hazards import actions
from duecare.hazards.models import Hazard
from duecare.obligations.models import Obligation

HOUR = timedelta(hours=1)
#: More time is asked for so long before the deadline, and for so much more.
ASKED, MORE = timedelta(hours=30), timedelta(days=5)
#: Only a deadline this near is put off; once is enough.
NEAR = timedelta(days=8)
RIGHT = (
    "已更换，试用正常。",
    "已清理并加锁，张贴标识。",
    "厂家已到场维修，检测合格。",
)
WHY_MORE = "配件已订购，预计三天后到货。"
NOT_YET = "现场复查仍有松动，请继续整改。"
SEEN = "现场查看，已符合要求。"
REFUSED = "期间有学生到校，请按原期限完成。"


def mending(since: datetime, at: datetime) -> Iterator[Act]:
    """What is done about hazards. One statement."""
    owed = Obligation.objects.open().filter(kind__startswith="hazards.", opens_at__lte=at)
    for o in owed.select_related("debtor", "hazard_owed__hazard"):
        hazard: Hazard = o.hazard_owed.hazard
        step = o.kind.partition(".")[2]
        if step == "rectify":
            yield from _rectifying(o, hazard)
        else:
            yield _by_day(o.opens_at + SETTLED + _wait(hazard, step)), partial(_STEPS[step], o, hazard)


def _wait(hazard: Hazard, step: str) -> timedelta:
    longest = {"commit": 6, "accept": 5, "verify": 40, "extension": 12}[step]
    return HOUR * longest * dice("wait", step, _known_by(hazard))


def _rectifying(o: Obligation, hazard: Hazard) -> Iterator[Act]:
    if hazard.accepted_at is None:
        return
    begun = max(o.opened_at or o.opens_at, hazard.accepted_at)
    has = max(o.due_at - begun, 6 * HOUR)
    if dice("more", _known_by(hazard)) < 0.15 and has > timedelta(days=4):
        if has < NEAR:
            yield o.due_at - ASKED, partial(_ask, hazard, o.debtor.code)
        yield o.due_at - 8 * HOUR, partial(_put_right, o, hazard)
        return
    share = rectified_after(o.debtor.code, _known_by(hazard))
    if share is not None:
        yield _by_day(begun + SETTLED + has * share), partial(_put_right, o, hazard)


def _known_by(hazard: Hazard) -> str:
    """What a hazard is known by in every run."""
    return f"{hazard.lineage} {hazard.found_at.isoformat()} {hazard.text}"


def _by_day(moment: datetime) -> datetime:
    """The same, or the next morning where that is at night: nobody climbs into a boiler room at three."""
    local = moment.astimezone(ZONE)
    if 8 <= local.hour < 19:
        return moment
    morning = datetime.combine(local.date(), time(8, local.minute), ZONE)
    return morning if local.hour < 8 else morning + timedelta(days=1)


def _ask(hazard: Hazard, code: str, at: datetime) -> None:
    by = someone(code, "leader", "reporter")
    actions.ask_for_more_time(hazard_id=hazard.id, until=hazard.due_at + MORE, why=WHY_MORE, by=by, at=at)


def _put_right(o: Obligation, hazard: Hazard, at: datetime) -> None:
    text = RIGHT[int(dice("right", _known_by(hazard)) * len(RIGHT))]
    by = someone(o.debtor.code, "reporter", "coordinator", "leader")
    actions.put_right(hazard_id=hazard.id, text=text, by=by, at=at)


def _commit(o: Obligation, hazard: Hazard, at: datetime) -> None:
    actions.commit(
        hazard_id=hazard.id, measures="停用并挂牌，请有资质的单位维修，检测合格后恢复使用。", post="leader",
        funds="学校公用经费，约 6000 元", due_at=at + timedelta(days=10),
        contingency="停用期间改用电暖器，安排专人值守，备用教室在二楼。", by=someone(o.debtor.code, "leader"), at=at,
    )  # fmt: skip


def _accept(o: Obligation, hazard: Hazard, at: datetime) -> None:
    actions.accept(hazard_id=hazard.id, by=someone(o.debtor.code, "leader", "coordinator"), at=at)


def _verify(o: Obligation, hazard: Hazard, at: datetime) -> None:
    """By somebody else; now and then it is not as it should be."""
    others = holders(o.debtor.code, "inspector", "coordinator", "leader")
    by = next(actor for actor in others if actor.user_id != hazard.put_right_by)
    passed = hazard.reopened > 0 or dice("passed", _known_by(hazard)) > 0.12
    text = SEEN if passed else NOT_YET
    actions.verify(hazard_id=hazard.id, passed=passed, text=text, by=by, at=at)


def _decide(o: Obligation, hazard: Hazard, at: datetime) -> None:
    granted = dice("granted", _known_by(hazard)) < 0.7
    by = someone(o.debtor.code, "leader", "coordinator")
    actions.decide_on_more_time(
        hazard_id=hazard.id, granted=granted, why="" if granted else REFUSED, by=by, at=at
    )


_STEPS: dict[str, Callable[[Obligation, Hazard, datetime], None]] = {
    "commit": _commit,
    "accept": _accept,
    "verify": _verify,
    "extension": _decide,
}
