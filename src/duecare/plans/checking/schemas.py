"""What the schema of the plan file refuses."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from duecare.documents.explaining import Explainer
from duecare.documents.problems import NameProblem, Problem
from duecare.plans.shape import NOT_RUNNING, schema


@cache
def _explainer() -> Explainer:
    return Explainer(schema(), _not_running)


def _not_running(name: str) -> Problem | None:
    if name not in NOT_RUNNING:
        return None
    message = _("“%(name)s” is not running yet: this version does not accept it.") % {"name": name}
    return NameProblem((name,), message, _("Take it out; the plan is applied again when its module runs."))


def schema_problems(value: Any) -> list[Problem]:
    """Everything that does not fit the schema."""
    return _explainer().problems(value)
