"""The ladders of cases, as data; offsets are seconds from the due time.

Nobody is told who does not hold the case (docs/decisions/a-case-s-duty-climbs-to-the-head-who-holds-it.md). ``head`` is
an audience of this module's own: who heads the unit, or the unit that an office is an organ of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DAY = 24 * 3600
STAGE: Sequence[Mapping[str, Any]] = (
    {"offset": -5 * DAY, "act": "remind", "to": ["post:case_officer@debtor"]},
    {"offset": -DAY, "act": "remind", "to": ["post:case_officer@debtor", "head@debtor"]},
    {"offset": 0, "act": "tell", "to": ["post:case_officer@debtor", "head@debtor"]},
    {"offset": 3 * DAY, "act": "escalate", "to": ["head@debtor"]},
)
INQUIRY: Sequence[Mapping[str, Any]] = (
    {"offset": -DAY, "act": "remind", "to": ["post:leader@debtor"]},
    {"offset": 0, "act": "tell", "to": ["post:leader@debtor", "post:case_officer@creditor"]},
)
