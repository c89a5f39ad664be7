"""Whether what a procedure's parts call each other is there."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duecare.documents.problems import Problem
from duecare.grievances.checking.files import Value
from duecare.grievances.checking.keys import doubled, unknown, unknown_all
from duecare.grievances.rules import EVERYWHERE


def name_problems(value: Value) -> Iterator[Problem]:
    """Keys given twice, and names of stages, acts, limits and grounds that do not exist."""
    for part in ("stages", "grounds", "limits", "acts"):
        yield from doubled(value.get(part, []), (part,))
    yield from _acts(value)
    yield from _limits(value)
    limits = {limit["key"] for limit in value["limits"]}
    for i, course in enumerate(value["courses"]):
        yield from unknown_all(course, limits, ("courses", i), _("There is no limit “%(key)s”."))


def _acts(value: Value) -> Iterator[Problem]:
    stages = {stage["key"] for stage in value["stages"]}
    limits = {limit["key"] for limit in value["limits"]}
    grounds = {ground["key"] for ground in value.get("grounds", ())}
    for i, act in enumerate(value["acts"]):
        path = ("acts", i)
        if act.get("at", EVERYWHERE) != EVERYWHERE:
            yield from unknown_all(act["at"], stages, (*path, "at"), _("There is no stage “%(key)s”."))
        if "to" in act:
            yield from unknown(act["to"], stages, (*path, "to"), _("There is no stage “%(key)s”."))
        for name in ("within", "limit"):
            if name in act:
                yield from unknown(act[name], limits, (*path, name), _("There is no limit “%(key)s”."))
        if "ground" in act:
            message = _("The ground “%(key)s” is not listed; a clock stands still on listed grounds only.")
            yield from unknown(act["ground"], grounds, (*path, "ground"), message)


def _limits(value: Value) -> Iterator[Problem]:
    acts = {act["key"] for act in value["acts"]}
    grounds = {ground["key"] for ground in value.get("grounds", ())}
    for i, limit in enumerate(value["limits"]):
        path = ("limits", i)
        for name in ("from", "until"):
            yield from unknown_all(limit[name], acts, (*path, name), _("There is no act “%(key)s”."))
        if "does" in limit:
            yield from unknown(limit["does"], acts, (*path, "does"), _("There is no act “%(key)s”."))
        message = _("The ground “%(key)s” is not listed; a clock stands still on listed grounds only.")
        yield from unknown_all(limit.get("pauses", []), grounds, (*path, "pauses"), message)
