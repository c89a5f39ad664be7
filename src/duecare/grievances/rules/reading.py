"""From the content of a procedure's file, which has been checked, to the procedure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from duecare.core.calendar import Counting
from duecare.grievances.rules.procedure import (
    Act,
    ActKind,
    Extension,
    Ground,
    Limit,
    Need,
    Procedure,
    Representatives,
    Role,
    Sort,
    Stage,
    Words,
)

GIVEN = "given"
#: How a file says that something holds in every stage.
EVERYWHERE = "everywhere"


def version_id(body: Mapping[str, Any]) -> str:
    """The id of a file's content: SHA-256, in hex, so that equal content is one version however it is written."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def procedure_from(value: Mapping[str, Any]) -> Procedure:
    """The procedure that a file's content means; the content fits the schema and holds together."""
    stages = tuple(Stage(s["key"], words(s["title"]), s.get("ended", False)) for s in value["stages"])
    return Procedure(
        key=value["procedure"],
        title=words(value["title"]),
        note=words(value["note"]),
        rolls_over_holidays=value["rolls_over_holidays"],
        stages=stages,
        acts=tuple(_act(act, stages) for act in value["acts"]),
        limits=tuple(_limit(limit) for limit in value["limits"]),
        grounds=tuple(
            Ground(g["key"], words(g["title"]), words(g["article"])) for g in value.get("grounds", ())
        ),
        courses=tuple(tuple(course) for course in value["courses"]),
        representatives=_representatives(value.get("representatives")),
        version_id=version_id(value),
    )


def _representatives(value: Mapping[str, Any] | None) -> Representatives | None:
    return Representatives(value["most"], words(value["article"])) if value else None


def stages_of(act: Mapping[str, Any], stages: tuple[str, ...]) -> tuple[str, ...]:
    """The stages in which an act of a file is open."""
    at = act.get("at", ())
    return stages if at == EVERYWHERE else tuple(at)


def _act(value: Mapping[str, Any], stages: tuple[Stage, ...]) -> Act:
    return Act(
        key=value["key"],
        title=words(value["title"]),
        kind=ActKind(value.get("kind", ActKind.OTHER)),
        by=tuple(Role(role) for role in value["by"]),
        at=stages_of(value, tuple(stage.key for stage in stages)),
        to=value.get("to", ""),
        needs=tuple(Need(need) for need in value.get("needs", ())),
        within=value.get("within", ""),
        limit=value.get("limit", ""),
        ground=value.get("ground", ""),
    )


def _limit(value: Mapping[str, Any]) -> Limit:
    more = value.get("extension")
    return Limit(
        key=value["key"],
        title=words(value["title"]),
        sort=Sort(value["sort"]),
        of=Role(value["of"]),
        days=None if value["days"] == GIVEN else value["days"],
        counting=Counting(value["counting"]),
        starts=tuple(value["from"]),
        stops=tuple(value["until"]),
        article=words(value["article"]),
        extension=Extension(more["most_days"], more["times"], words(more["article"])) if more else None,
        pauses=tuple(value.get("pauses", ())),
        does=value.get("does", ""),
    )


def words(value: Mapping[str, str]) -> Words:
    """A text of a file."""
    return Words(value["zh"], value["en"])
