"""What comes with the program: procedures and categories, each under the id of its content; and wordings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from duecare.grievances.checking import (
    CategoriesRefused,
    ProcedureRefused,
    WordingsRefused,
    check_categories,
    check_procedure,
    check_wordings,
)
from duecare.grievances.rules import (
    ActKind,
    Categories,
    Procedure,
    Wording,
    categories_from,
    procedure_from,
    wordings_from,
)

#: The key of the procedure that a deployment has unless it says otherwise.
DEFAULT = "cn-petition-2022"


def procedure_of(data: bytes, *, file: str) -> Procedure:
    """The procedure of a file's content. :raises ProcedureRefused: it has errors."""
    checked = check_procedure(data, file=file)
    if checked.findings:
        raise ProcedureRefused(checked.findings)
    return procedure_from(checked.body)


def categories_of(data: bytes, *, file: str) -> Categories:
    """The categories of a file's content. :raises CategoriesRefused: they have errors."""
    checked = check_categories(data, file=file)
    if checked.findings:
        raise CategoriesRefused(checked.findings)
    return categories_from(checked.body)


@cache
def shipped() -> tuple[Procedure, ...]:
    """The procedures that come with the program, by key.

    :raises ProcedureRefused: one of them has errors, which a test finds.
    """
    folder = files("duecare.grievances") / "procedures"
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(procedure_of((folder / name).read_bytes(), file=name) for name in named)


@cache
def shipped_categories() -> Categories:
    """The categories that come with the program. :raises CategoriesRefused: they have errors, which a test finds."""
    file = files("duecare.grievances") / "categories" / "default.yaml"
    return categories_of(file.read_bytes(), file=file.name)


def wordings_of(data: bytes, *, file: str) -> tuple[Wording, ...]:
    """The wordings of a file's content. :raises WordingsRefused: they have errors."""
    known = {one.key for one in shipped_categories().categories}
    checked = check_wordings(data, file=file, procedures=shipped(), categories=known)
    if checked.findings:
        raise WordingsRefused(checked.findings)
    return wordings_from(checked.body["list"])


@cache
def shipped_wordings() -> tuple[Wording, ...]:
    """The wordings that come with the program. :raises WordingsRefused: they have errors, which a test finds."""
    file = files("duecare.grievances") / "wordings" / "default.yaml"
    return wordings_of(file.read_bytes(), file=file.name)


def follow_up_days(key: str = DEFAULT) -> int | None:
    """Within how many days the procedure asks whether it was put right; None where it has no follow-up."""
    procedure = shipped_procedure(key)
    name = _follow_up(procedure) if procedure else ""
    return next((one.days for one in procedure.limits if one.key == name), None) if procedure else None


def _follow_up(procedure: Procedure) -> str:
    return next((act.within for act in procedure.acts if act.kind is ActKind.FOLLOWS_UP and act.within), "")


@cache
def adapted(key: str, follow_up: int | None, rolls: bool | None) -> tuple[Procedure, Mapping[str, Any]]:
    """A procedure as a plan adapts it, and its content: a version of its own.

    :param follow_up: days to the follow-up; None for the procedure's.
    :param rolls: whether a last day off moves on; None for what the procedure says.
    """
    body = dict(body_of(key))
    if follow_up is not None:
        name = _follow_up(procedure_from(body))
        body["limits"] = [
            {**limit, "days": follow_up} if limit["key"] == name else limit for limit in body["limits"]
        ]
    if rolls is not None:
        body["rolls_over_holidays"] = rolls
    return procedure_from(body), body


def shipped_procedure(key: str = DEFAULT) -> Procedure | None:
    """The procedure of that key that comes with the program."""
    return next((one for one in shipped() if one.key == key), None)


@cache
def body_of(key: str = DEFAULT) -> Mapping[str, Any]:
    """The content of the procedure of that key that comes with the program. :raises StopIteration: there is none."""
    folder = files("duecare.grievances") / "procedures"
    named = [file for file in folder.iterdir() if file.name.endswith(".yaml")]
    checked = (check_procedure(file.read_bytes(), file=file.name) for file in named)
    return next(one.body for one in checked if one.body["procedure"] == key)
