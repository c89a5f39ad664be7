"""What the charter asks of every procedure (domain.md §4, rules 3 and 4): rights, not words to trip over."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duecare.core.calendar import Counting
from duecare.documents.problems import Path, Problem
from duecare.grievances.rules import (
    DECIDES_REVIEW,
    OWNERS_OWN,
    WITHDRAWAL_DAYS,
    Act,
    ActKind,
    Procedure,
    Role,
    Sort,
)

_HIGHER = frozenset({Role.ABOVE, Role.REREVIEW})


def rights_problems(procedure: Procedure) -> Iterator[Problem]:
    """Everything by which a procedure would take from a case's owner what is theirs."""
    for i, act in enumerate(procedure.acts):
        yield from _whose(act, ("acts", i))
    yield from _higher(procedure)
    yield from _retaliation(procedure)
    yield from _withdrawal(procedure)
    yield from _recusal(procedure)
    yield from _mediation(procedure)


def _whose(act: Act, path: Path) -> Iterator[Problem]:
    if act.kind in OWNERS_OWN and act.by != (Role.OWNER,):
        message = _("Only the owner of a case does this (“%(kind)s”).") % {"kind": act.kind.value}
        yield Problem((*path, "by"), message, _("Write it like: by: [owner]."), "3")
    if Role.CONCERNED in act.by and act.kind is not ActKind.ANSWERS_INQUIRY:
        message = _("The unit concerned answers an inquiry, and does nothing else in a case about it.")
        yield Problem((*path, "by"), message, rule="3")
    if Role.JOINT in act.by and act.to:
        message = _("A unit that handles a case jointly moves it to no other stage; the one that leads does.")
        yield Problem((*path, "by"), message)
    if act.kind in DECIDES_REVIEW and not _HIGHER.issuperset(act.by):
        message = _("A review is decided above, never by who handled the case.")
        yield Problem((*path, "by"), message, _("Write it like: by: [above]."), "4")


def _higher(procedure: Procedure) -> Iterator[Problem]:
    acts = _of(procedure, ActKind.GOES_HIGHER)
    missing = _stages_without(procedure, [act for _path, act in acts])
    if missing:
        message = _("In every stage the owner can go higher; it is missing in: %(stages)s.")
        hint = _("Add an act with “kind: goes-higher” and “at: everywhere”.")
        yield Problem(("acts",), message % {"stages": ", ".join(missing)}, hint, "4")
    for path, act in acts:
        if act.to or act.within or procedure.stopping(act.key):
            message = _("Going higher changes no stage, ends no time limit and waits for none.")
            yield Problem(path, message, rule="4")
        yield from _starts_above(procedure, act, path)


def _retaliation(procedure: Procedure) -> Iterator[Problem]:
    acts = _of(procedure, ActKind.REPORTS_RETALIATION)
    missing = _stages_without(procedure, [act for _path, act in acts])
    if missing:
        message = _("In every stage retaliation can be reported; it is missing in: %(stages)s.")
        hint = _("Add an act with “kind: reports-retaliation” and “at: everywhere”.")
        yield Problem(("acts",), message % {"stages": ", ".join(missing)}, hint, "4")
    for path, act in acts:
        if act.to or act.within:
            yield Problem(
                path, _("Reporting retaliation changes no stage and waits for no time limit."), rule="4"
            )
        yield from _starts_above(procedure, act, path)


def _starts_above(procedure: Procedure, act: Act, path: Path) -> Iterator[Problem]:
    started = procedure.starting(act.key)
    if not started or any(limit.sort is not Sort.DUTY or limit.of not in _HIGHER for limit in started):
        message = _("“%(key)s” starts a duty of the level above, and of nobody else.")
        yield Problem(path, message % {"key": act.key}, rule="4")


def _withdrawal(procedure: Procedure) -> Iterator[Problem]:
    acts = _of(procedure, ActKind.WITHDRAWS)
    if not acts:
        hint = _("Add an act with “kind: withdraws”.")
        yield Problem(("acts",), _("The owner can withdraw a case; no act does it."), hint, "3")
    for path, act in acts:
        waits = procedure.starting(act.key)
        long_enough = waits and all(
            limit.sort is Sort.EFFECT
            and (limit.days or 0) >= WITHDRAWAL_DAYS
            and limit.counting in (Counting.CALENDAR, Counting.WORKING)
            and _is_taken_back(procedure, limit.key)
            for limit in waits
        )
        if act.to or act.within or not long_enough:
            message = _(
                "A withdrawal takes effect after %(days)s days or more, and can be taken back until then."
            )
            hint = _("Let it start a limit with “sort: effect”, which an act with “kind: takes-back” ends.")
            yield Problem(path, message % {"days": WITHDRAWAL_DAYS}, hint, "3")


def _is_taken_back(procedure: Procedure, limit: str) -> bool:
    return any(
        act.kind is ActKind.TAKES_BACK
        and act.within == limit
        and len(act.at) == len(procedure.stages)
        and act.key in procedure.limit(limit).stops
        for act in procedure.acts
    )


def _recusal(procedure: Procedure) -> Iterator[Problem]:
    for kind in (ActKind.ASKS_RECUSAL, ActKind.RECUSES):
        missing = _stages_without(procedure, [act for _path, act in _of(procedure, kind)])
        if missing:
            message = _(
                "In every stage a recusal can be declared and asked for; “%(kind)s” is missing in: %(stages)s."
            )
            yield Problem(("acts",), message % {"kind": kind.value, "stages": ", ".join(missing)}, rule="4")


def _mediation(procedure: Procedure) -> Iterator[Problem]:
    """It begins only within a limit that the owner's own consent opened."""
    before = _without_mediation(procedure)
    for path, act in _of(procedure, ActKind.MEDIATES):
        begins = act.to and act.to not in before and not before.isdisjoint(act.at)
        opened = procedure.limit(act.within).starts if act.within else ()
        if begins and not (opened and all(procedure.act(k).kind is ActKind.CONSENTS for k in opened)):
            message = _("Mediation begins only after the owner has agreed to it, on the page of the receipt.")
            hint = _("Let “within” name a limit that begins with an act of “kind: consents”.")
            yield Problem(path, message, hint, "3")


def _without_mediation(procedure: Procedure) -> set[str]:
    """The stages that a case comes to without it."""
    acts = [act for act in procedure.acts if act.to and act.kind is not ActKind.MEDIATES]
    found: set[str] = set()
    while more := {
        act.to
        for act in acts
        if act.to not in found and (act.kind is ActKind.BEGINS or not found.isdisjoint(act.at))
    }:
        found |= more
    return found


def _of(procedure: Procedure, kind: ActKind) -> list[tuple[Path, Act]]:
    return [(("acts", i), act) for i, act in enumerate(procedure.acts) if act.kind is kind]


def _stages_without(procedure: Procedure, acts: list[Act]) -> list[str]:
    covered = {stage for act in acts for stage in act.at}
    return [stage.key for stage in procedure.stages if stage.key not in covered]
