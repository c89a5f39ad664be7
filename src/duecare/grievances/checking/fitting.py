"""Whether the parts of a procedure fit each other: every act has what its kind needs, every stage a way in and out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duecare.documents.problems import NameProblem, Path, Problem
from duecare.grievances.checking.files import Value
from duecare.grievances.rules import Act, ActKind, Limit, Need, Procedure, Role, Sort

_NEEDED = {
    ActKind.EXTENDS: "limit",
    ActKind.PAUSES: "ground",
    ActKind.RESUMES: "ground",
    ActKind.TAKES_BACK: "within",
    ActKind.BEGINS: "to",
}


def fitting_problems(procedure: Procedure, value: Value) -> Iterator[Problem]:
    """Everything that does not fit, in a procedure whose names are all there."""
    for i, act in enumerate(procedure.acts):
        yield from _act_problems(procedure, act, value["acts"][i], ("acts", i))
    for i, limit in enumerate(procedure.limits):
        yield from _limit_problems(procedure, limit, ("limits", i))
    yield from _course_problems(procedure)
    yield from _way_problems(procedure)


def _act_problems(procedure: Procedure, act: Act, written: Value, path: Path) -> Iterator[Problem]:
    needed = _NEEDED.get(act.kind)
    if needed and needed not in written:
        message = _("An act of the kind “%(kind)s” needs “%(name)s”.")
        yield Problem(path, message % {"kind": act.kind.value, "name": needed})
    for name in ("limit", "ground"):
        if name in written and needed != name:
            message = _("“%(name)s” belongs to an act of another kind.")
            yield NameProblem((*path, name), message % {"name": name})
    yield from _opening_problems(procedure, act, path)


def _opening_problems(procedure: Procedure, act: Act, path: Path) -> Iterator[Problem]:
    if act.kind is ActKind.BEGINS and act.at:
        yield NameProblem((*path, "at"), _("What begins a case is open before any stage; leave “at” out."))
    if act.kind is not ActKind.BEGINS and not act.at:
        yield Problem(path, _("“at” is missing here: the stages in which it is open."))
    if act.kind is ActKind.EXTENDS and act.limit:
        if procedure.limit(act.limit).extension is None:
            message = _("The limit “%(key)s” has no “extension”, so nothing can extend it.")
            yield Problem((*path, "limit"), message % {"key": act.limit})
        if Need.DAYS not in act.needs:
            yield Problem(path, _("An extension says how many days: “needs” has to hold “days”."))
    if Role.TIME in act.by:
        named = any(limit.does == act.key for limit in procedure.limits)
        if len(act.by) > 1 or not named:
            message = _("What time does is done by nobody else, and a limit names it in “does”.")
            yield Problem((*path, "by"), message)


def _limit_problems(procedure: Procedure, limit: Limit, path: Path) -> Iterator[Problem]:
    yield from _effect_problems(procedure, limit, path)
    if limit.sort is Sort.DUTY and limit.of in (Role.OWNER, Role.TIME):
        yield Problem((*path, "of"), _("A duty is owed by a public body, never by the owner of a case."))
    if limit.days is None:
        for act in map(procedure.act, limit.starts):
            if Need.DAYS not in act.needs:
                message = _("The days are given by the act “%(key)s”, whose “needs” has to hold “days”.")
                yield Problem((*path, "days"), message % {"key": act.key})
    for ground in limit.pauses:
        kinds = {act.kind for act in procedure.acts if act.ground == ground}
        if not {ActKind.PAUSES, ActKind.RESUMES} <= kinds:
            message = _("On the ground “%(key)s” no act stops the clock and lets it go on again.")
            yield Problem((*path, "pauses"), message % {"key": ground})
    if set(limit.stops) <= set(limit.starts):
        yield Problem((*path, "until"), _("Nothing ends this limit."))
    if limit.sort is Sort.DUTY and (stuck := _stages_without_an_end(procedure, limit)):
        message = _("In these stages nothing that a public body does ends this duty: %(stages)s.")
        hint = _("Let an act end it there, or let the act that leads there end it.")
        yield Problem((*path, "until"), message % {"stages": ", ".join(stuck)}, hint)


def _stages_without_an_end(procedure: Procedure, limit: Limit) -> list[str]:
    """The stages in which a duty can be running and could never be done."""
    more = {stage for act in map(procedure.act, limit.starts) for stage in ((act.to,) if act.to else act.at)}
    running: set[str] = set()
    while more:
        running |= more
        onward = [act for act in procedure.acts if act.to and act.key not in limit.stops]
        more = {act.to for act in onward if running.intersection(act.at)} - running
    ends = [act for act in map(procedure.act, limit.stops) if not {Role.OWNER, Role.TIME}.issuperset(act.by)]
    done = {stage for act in ends for stage in act.at}
    return [stage.key for stage in procedure.stages if stage.key in running - done]


def _effect_problems(procedure: Procedure, limit: Limit, path: Path) -> Iterator[Problem]:
    effect = limit.sort is Sort.EFFECT
    if effect and not limit.does:
        yield Problem(path, _("An effect says what it does: “does” is missing here."))
    if limit.does and (not effect or procedure.act(limit.does).by != (Role.TIME,)):
        message = _("“does” belongs to an effect, and names an act with “by: [time]”.")
        yield Problem((*path, "does"), message)
    if effect and (limit.pauses or limit.extension or limit.days is None):
        yield Problem(path, _("A wait for an effect has fixed days, and is neither extended nor paused."))


def _course_problems(procedure: Procedure) -> Iterator[Problem]:
    for i, course in enumerate(procedure.courses):
        for j, limit in enumerate(map(procedure.limit, course)):
            if limit.sort is not Sort.DUTY or limit.days is None:
                message = _("The overall clock runs over duties with fixed days; “%(key)s” is none.")
                yield Problem(("courses", i, j), message % {"key": limit.key})


def _way_problems(procedure: Procedure) -> Iterator[Problem]:
    if not any(act.kind is ActKind.BEGINS for act in procedure.acts):
        yield Problem(("acts",), _("No act begins a case."), _("Give one “kind: begins”."))
        return
    reached: set[str] = set()
    more = {act.to for act in procedure.acts if act.kind is ActKind.BEGINS}
    while more:
        reached |= more
        more = {act.to for act in procedure.acts if act.to and reached.intersection(act.at)} - reached
    for i, stage in enumerate(procedure.stages):
        if stage.key not in reached:
            yield Problem(("stages", i), _("No act leads to the stage “%(key)s”.") % {"key": stage.key})
        leaves = any(stage.key in act.at and act.to not in ("", stage.key) for act in procedure.acts)
        if not stage.ended and not leaves:
            message = _("No act leads out of the stage “%(key)s”.") % {"key": stage.key}
            yield Problem(("stages", i), message, _("Write “ended: true” if the case rests there."))
