"""Pure decisions about cases: the path, its clocks, who takes a case, what may be shown, what a text gives away."""

from duecare.grievances.rules.categories import Categories, Category, Urgency, categories_from
from duecare.grievances.rules.clocks import Clock, Clocks, Consequence, Overall, after, clocks
from duecare.grievances.rules.facts import REFUSALS, Event, Facts, ImpossibleFacts, Refused
from duecare.grievances.rules.opening import may, why_not
from duecare.grievances.rules.path import take, walk
from duecare.grievances.rules.procedure import (
    DECIDERS,
    DECIDES_REVIEW,
    OWNERS_OWN,
    WITHDRAWAL_DAYS,
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
from duecare.grievances.rules.reading import EVERYWHERE, GIVEN, procedure_from, stages_of, version_id
from duecare.grievances.rules.running import Path, Run, Stop

__all__ = [
    "DECIDERS",
    "DECIDES_REVIEW",
    "EVERYWHERE",
    "GIVEN",
    "OWNERS_OWN",
    "REFUSALS",
    "WITHDRAWAL_DAYS",
    "Act",
    "ActKind",
    "Categories",
    "Category",
    "Clock",
    "Clocks",
    "Consequence",
    "Event",
    "Extension",
    "Facts",
    "Ground",
    "ImpossibleFacts",
    "Limit",
    "Need",
    "Overall",
    "Path",
    "Procedure",
    "Refused",
    "Representatives",
    "Role",
    "Run",
    "Sort",
    "Stage",
    "Stop",
    "Urgency",
    "Words",
    "after",
    "categories_from",
    "clocks",
    "may",
    "procedure_from",
    "stages_of",
    "take",
    "version_id",
    "walk",
    "why_not",
]
