"""What a plan's section binds a hazard to: pure, no clock, no database.

A hazard carries its terms (JSON) as they were when it was opened, ``{}`` where no plan said anything:
``{"plans": [programme, …], "general": level, "major": level}``, a level being ``{"days", "verified_by", "within",
"programme", "basis", "ladders"}``: days from found to put right; who verifies; seconds from found to the commitments
(major only); the clause; ladder ids by step. Domain §3: general within 7 days, major within 30 and verified above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from duecare.hazards import rules

Terms = Mapping[str, Any]

LEVEL_ABOVE, OTHER_PERSON = "level-above", "other-person"
#: The steps whose ladders a plan can name.
STEPS = ("commit", "accept", "rectify", "verify", "extension")
#: New commitments after a question: climbed without telling the level above what it has just asked.
ANSWER = "answer"


def bind(provisions: Sequence[Terms]) -> dict[str, Any]:
    """The terms of a hazard that these plans cover: of each figure the stricter.

    :param provisions: the terms of each plan, the first of equals first: ``{"programme", "basis", "ladders", level…}``.
    """
    bound: dict[str, Any] = {}
    for level in (rules.GENERAL, rules.MAJOR):
        asking = [one for one in provisions if one.get(level)]
        if asking:
            bound[level] = _strictest(asking, level)
    return {"plans": [one["programme"] for one in provisions], **bound} if bound else {}


def _strictest(asking: Sequence[Terms], level: str) -> dict[str, Any]:
    first = min(asking, key=lambda one: int(one[level]["days"]))
    above = any(one[level]["verified_by"] == LEVEL_ABOVE for one in asking)
    said = {
        "days": first[level]["days"],
        "verified_by": LEVEL_ABOVE if above else OTHER_PERSON,
        "programme": first["programme"],
        "basis": first["basis"],
        "ladders": dict(first["ladders"]),
    }
    if level == rules.MAJOR:
        soonest = min(asking, key=lambda one: int(one[level]["within"]))
        said["within"] = soonest[level]["within"]
        said["ladders"] |= {name: soonest["ladders"].get(name) for name in ("commit", ANSWER)}
    return {**said, "ladders": {name: ladder for name, ladder in said["ladders"].items() if ladder}}


def days(terms: Terms, level: str) -> int | None:
    """How many days a hazard of that level may stand; None where no plan says."""
    return int(terms[level]["days"]) if level in terms else None


def to_commit(terms: Terms) -> timedelta:
    """How long the five commitments of a major hazard may take."""
    major = terms.get(rules.MAJOR)
    return timedelta(seconds=major["within"]) if major else rules.TO_COMMIT


def verified_above(terms: Terms, level: str) -> bool:
    """Whether the level above verifies hazards of that level; without a plan it does major ones."""
    if level in terms:
        return bool(terms[level]["verified_by"] == LEVEL_ABOVE)
    return level == rules.MAJOR


def ladder(terms: Terms, level: str, step: str) -> str | None:
    """The id of the plan's ladder for a step; None where the usual one is climbed."""
    found: str | None = terms.get(level, {}).get("ladders", {}).get(step)
    return found


def source(terms: Terms, level: str) -> tuple[str, str]:
    """Key of the programme and clause that a hazard of that level is bound by; empty without a plan."""
    said = terms.get(level, {})
    return said.get("programme", ""), said.get("basis", "")
