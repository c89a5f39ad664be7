"""The ladder of a sighting, as data; offsets are seconds from the due time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

HOUR, DAY = 3600, 24 * 3600
#: Whoever looks hears of it so soon; in danger nobody should have written here, and some do.
TOLD_AFTER = 120


def ladder(hours: int) -> Sequence[Mapping[str, Any]]:
    """For so many hours. It climbs from the unit that looks, never down to the one it is about."""
    readers = ["post:coordinator@debtor", "post:leader@debtor"]
    return (
        {"offset": TOLD_AFTER - hours * HOUR, "act": "remind", "to": readers},
        {"offset": 0, "act": "escalate", "to": ["post:leader@creditor", *readers]},
        {"offset": DAY, "act": "escalate", "to": ["post:leader@root"]},
    )
