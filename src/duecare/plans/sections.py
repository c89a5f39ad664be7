"""The sections of the plan file, in its order: every module that a plan can ask something of."""

from __future__ import annotations

from duecare.duty.plan import SECTION as DUTY
from duecare.grievances.plan import SECTION as CASES
from duecare.hazards.plan import SECTION as HAZARDS
from duecare.inspections.plan import SECTION as INSPECTIONS
from duecare.obligations.sections import Section
from duecare.receptions.plan import SECTION as RECEPTIONS
from duecare.reports.plan import SECTION as REPORTS
from duecare.tasks.plan import SECTIONS as TASKS

SECTIONS: tuple[Section, ...] = (*TASKS, REPORTS, INSPECTIONS, HAZARDS, DUTY, CASES, RECEPTIONS)
