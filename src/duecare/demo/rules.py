"""How the demo's units behave: pure, and the same in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


def dice(*words: object) -> float:
    """A number in [0, 1) that depends on the words alone."""
    digest = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


@dataclass(frozen=True, slots=True)
class Manner:
    """How a unit files and stands watch.

    :param early: most minutes before the cut-off.
    :param late_share: share of reports filed after the cut-off.
    :param silent: days on which nothing comes by itself.
    :param late_watches: share of watches taken up after the time for it.
    :param unmanned: days on which nobody takes up a watch.
    """

    early: int = 150
    late_share: float = 0.02
    silent: frozenset[date] = frozenset()
    late_watches: float = 0.0
    unmanned: frozenset[date] = frozenset()


def _days(first: date, count: int) -> frozenset[date]:
    return frozenset(first + timedelta(days=n) for n in range(count))


#: Units that differ from the punctual rest.
MANNERS = {
    "QY-X7": Manner(
        60, 0.1, _days(date(2027, 1, 7), 2) | _days(date(2027, 1, 21), 1) | _days(date(2027, 3, 3), 2)
    ),
    "QY-X4": Manner(40, 0.35, late_watches=0.35),
    "QY-Z2": Manner(20, 0.12),
    "QY-X9": Manner(90, 0.2, _days(date(2027, 2, 6), 1), unmanned=_days(date(2027, 1, 19), 1)),
    "QY-Z1": Manner(240, 0.0),
}


def filing_offset(code: str, day: date, strand: str) -> timedelta | None:
    """When the unit files, from the cut-off; None when it stays silent that day."""
    manner = MANNERS.get(code, Manner())
    if day in manner.silent:
        return None
    if dice("late", code, day, strand) < manner.late_share:
        return timedelta(minutes=8 + int(85 * dice("how late", code, day, strand)))
    return -timedelta(minutes=3 + int(manner.early * dice("early", code, day, strand)))


def walk_before(code: str, origin: str) -> timedelta | None:
    """How long before it is due a unit makes an inspection: by day, in the last five days; None when it doesn't."""
    if dice("forgotten", origin) < MANNERS.get(code, Manner()).late_share:
        return None
    return timedelta(days=2 + int(4 * dice("walk", origin)), hours=8 + 6 * dice("walk by day", origin))


#: The hazard that every visitor finds: on the first check of the heating the gas alarm of a boiler room is dead.
FIRST_MAJOR = ("QY-X3", "boiler-room", date(2027, 1, 11))


def fails(code: str, origin: str, item: str, major: bool, day: date) -> bool:
    """Whether an item of an inspection is not as it should be; what would be major is seldom so."""
    school, key, until = FIRST_MAJOR
    first = (code, item) == (school, key) and day < until
    return first or dice("fails", origin, item) < (0.002 if major else 0.04)


def settled_at_once(origin: str, item: str) -> bool:
    """Whether what was found is put right before the inspector goes on."""
    return dice("at once", origin, item) < 0.35


def rectified_after(code: str, hazard: str) -> float | None:
    """When a unit puts a hazard right, as a share of the time it has; over 1 is late; None: it never does by itself."""
    luck = dice("put right", hazard)
    if luck < MANNERS.get(code, Manner()).late_share:
        return None if luck < 0.03 else 1.1 + 0.4 * dice("how late", hazard)
    return 0.15 + 0.75 * luck


def answers(fields: Sequence[Mapping[str, Any]], code: str, day: date) -> dict[str, Any]:
    """A plausible answer to each field of a form: a head count, few hazards, not more put right than found."""
    values: dict[str, Any] = {}
    found = 0
    for field in fields:
        luck = dice(field["key"], code, day)
        if field["type"] == "number":
            if "campus" in field["key"]:
                number = 30 + int(60 * dice("size", code)) + int(9 * luck)
            elif "fixed" in field["key"]:
                number = found if luck < 0.7 else found // 2
            else:
                number = found = 0 if luck < 0.45 else 1 + int(3 * luck)
            values[field["key"]] = str(min(number, int(field.get("max", number))))
        elif field["type"] == "yesno":
            values[field["key"]] = "yes" if luck < 0.9 else "no"
        elif field["type"] == "choice":
            values[field["key"]] = field["options"][0 if luck < 0.8 else -1]["key"]
        elif luck > 0.85:
            values[field["key"]] = "已安排专人处理，明日反馈。"
    return values


#: What is written on watches: on their work, never on people.
LINES = {
    "day": (
        "锅炉房、配电间检查正常。",
        "气象台发布低温预报，已提醒检查水管。",
        "接电话咨询开学时间，已答复。",
        "校门口积雪已清扫。",
        "灭火器压力正常，安全出口畅通。",
    ),
    "night": ("门窗、照明检查正常。", "锅炉水温、水压正常。", "风大，已加固宣传栏。"),
}
MATTERS = (
    "二号楼水管渗水，已关阀门，待维修。",
    "西门路灯不亮，已报修，待回复。",
    "门卫室应急灯待更换电池。",
)
NOTE = "锅炉、水电正常，钥匙齐全；未了事项见清单。"
OFFICE = "QY-AQ"
FIRST_WATCH = (OFFICE, date(2027, 1, 18), "day")


def stays_away(code: str, day: date) -> bool:
    """Whether nobody takes up the unit's watches of that day."""
    return day in MANNERS.get(code, Manner()).unmanned


def check_in_offset(code: str, day: date, shift: str, post: str, place: int) -> timedelta | None:
    """When the holder of one place takes up a watch, from its start; None when nobody comes."""
    if stays_away(code, day):
        return None
    words = (code, day, shift, post, place)
    if dice("late watch", *words) < MANNERS.get(code, Manner()).late_watches:
        return timedelta(minutes=22 + int(30 * dice("how late", *words)))
    return -timedelta(minutes=2 + int(12 * dice("early", *words)))


def log_lines(code: str, day: date, shift: str) -> list[tuple[timedelta, str]]:
    """What a watch writes in its log, from its start: the office two lines, a school one on most days."""
    count = 2 if code == OFFICE else int(dice("lines", code, day, shift) < 0.7)
    lines = LINES.get(shift, LINES["day"])
    first = int(len(lines) * dice("line", code, day, shift))
    return [
        (
            timedelta(minutes=130 + 240 * n + int(90 * dice("when", n, code, day, shift))),
            lines[(first + n) % len(lines)],
        )
        for n in range(count)
    ]


def matter(code: str, day: date, shift: str) -> tuple[timedelta, str] | None:
    """What a watch leaves open for the next one, from its start, if anything."""
    of = (code, day, shift)
    if of != FIRST_WATCH and dice("matter", *of) >= (0.25 if code == OFFICE else 0.04):
        return None
    text = MATTERS[int(len(MATTERS) * dice("which matter", *of))]
    return timedelta(minutes=400 + int(200 * dice("matter at", *of))), text


def handover_offsets(code: str, day: date, shift: str) -> tuple[timedelta, timedelta]:
    """How long before its end the note of a watch is written, and how long after it the next watch signs."""
    return (
        timedelta(minutes=12 + int(30 * dice("note", code, day, shift))),
        timedelta(minutes=3 + int(20 * dice("sign", code, day, shift))),
    )
