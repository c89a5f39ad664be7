"""The ladders of cases, as data; offsets are seconds from the due time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DAY = 24 * 3600
STAGE: Sequence[Mapping[str, Any]] = (
    {"offset": -5 * DAY, "act": "remind", "to": ["post:case_officer@debtor"]},
    {"offset": -DAY, "act": "remind", "to": ["post:case_officer@debtor", "post:leader@debtor"]},
    {"offset": 0, "act": "tell", "to": ["post:leader@debtor", "post:leader@creditor"]},
    {"offset": 3 * DAY, "act": "escalate", "to": ["post:leader@root"]},
)
INQUIRY: Sequence[Mapping[str, Any]] = (
    {"offset": -DAY, "act": "remind", "to": ["post:leader@debtor"]},
    {"offset": 0, "act": "tell", "to": ["post:leader@debtor", "post:case_officer@creditor"]},
)
