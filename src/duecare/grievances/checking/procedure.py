"""The whole check of a procedure, from bytes to every finding in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.documents.explaining import Explainer
from duecare.documents.findings import FileRefused, Sort
from duecare.documents.problems import Problem
from duecare.grievances.checking.files import Checked, Value, checked
from duecare.grievances.checking.fitting import fitting_problems
from duecare.grievances.checking.names import name_problems
from duecare.grievances.checking.rights import rights_problems
from duecare.grievances.rules import procedure_from
from duecare.grievances.shape import procedure_schema


class ProcedureRefused(FileRefused):
    """The procedure has errors; they are all in `findings`."""

    refusal = "procedure.refused"


PROCEDURE = Sort(
    ProcedureRefused,
    too_big=gettext_lazy("The file has %(size)s MB; a procedure has at most %(most)s MB."),
    too_many=gettext_lazy(
        "Here the procedure passes %(most)s values, those repeated by “*name” counted each time."
    ),
    tagged=gettext_lazy("A procedure has no tags like “%(tag)s”."),
    one_only=gettext_lazy("A file holds one procedure; “---” begins another."),
    begin=gettext_lazy("Begin with “procedure:” and a key."),
)


@cache
def _explainer() -> Explainer:
    return Explainer(procedure_schema())


def check_bytes(data: bytes, *, file: str) -> Checked:
    """Everything wrong with a procedure's content; `file` is its name, as it stands in the findings."""
    return checked(
        data,
        file,
        sort=PROCEDURE,
        explainer=_explainer(),
        hint=_("Take it out of the procedure."),
        further=_problems,
    )


def _problems(value: Value) -> Iterator[Problem]:
    named = list(name_problems(value))
    if named:
        yield from named
        return
    procedure = procedure_from(value)
    yield from fitting_problems(procedure, value)
    yield from rights_problems(procedure)
