"""Ladders: whom to remind, tell and escalate to, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ACTS = frozenset({"remind", "tell", "escalate"})
#: Where an audience is looked for; ``up`` climbs from the debtor's parent until somebody is found.
PLACES = frozenset({"debtor", "creditor", "root", "up", "site"})
_AUDIENCE = re.compile(r"[a-z][a-z0-9_-]*(?::[a-z0-9_-]+)?@([a-z]+)")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder.

    :param offset: whole seconds from the due time; negative before it.
    :param act: remind (who owes it), tell (who is owed it), escalate (who is above).
    :param to: audiences, ``post:leader@creditor``.
    """

    offset: int
    act: str
    to: tuple[str, ...]


#: What is climbed when every rung of a ladder has found nobody: no silence ends with nobody knowing.
LAST_RUNGS = (
    Rung(0, "escalate", ("post:leader@root",)),
    Rung(0, "escalate", ("post:administrator@root",)),
)


def rungs_of(steps: Iterable[Mapping[str, Any]]) -> tuple[Rung, ...]:
    """The rungs of a ladder as a plan brings it, in order of offset.

    :raises ValueError: an act or a place that does not exist, or an audience that can't be read.
    """
    rungs = []
    for step in steps:
        to = tuple(step["to"])
        if step["act"] not in ACTS:
            raise ValueError(f"a ladder can't {step['act']!r}")
        for audience in to:
            match = _AUDIENCE.fullmatch(audience)
            if match is None or match[1] not in PLACES or len(audience) > 80:
                raise ValueError(f"{audience!r} is no audience")
        rungs.append(Rung(int(step["offset"]), step["act"], to))
    return tuple(sorted(rungs, key=lambda rung: rung.offset))


def canonical(rungs: Sequence[Rung]) -> str:
    """The one text of a ladder; equal ladders have equal texts."""
    steps = [{"act": r.act, "offset": r.offset, "to": list(r.to)} for r in rungs]
    return json.dumps(steps, sort_keys=True, separators=(",", ":"))
