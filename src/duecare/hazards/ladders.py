"""The ladders of hazards, as data; offsets are seconds from the due time. A plan can bring others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from duecare.hazards import kinds
from duecare.hazards.rules import TO_COMMIT, TOLD_AFTER, share

DAY = 24 * 3600
_OWN = ["post:leader@debtor", "post:reporter@debtor"]
_ABOVE = ["post:leader@creditor", "post:coordinator@up"]

LADDERS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    kinds.COMMIT.key: (
        {"offset": -4 * 3600, "act": "remind", "to": _OWN},
        {"offset": 0, "act": "escalate", "to": ["post:leader@up"]},
        {"offset": DAY, "act": "escalate", "to": ["post:leader@root"]},
    ),
    kinds.ACCEPT.key: (
        {"offset": share(TO_COMMIT, TOLD_AFTER), "act": "remind", "to": ["post:leader@debtor"]},
        {"offset": 0, "act": "escalate", "to": ["post:leader@root"]},
    ),
    kinds.RECTIFY.key: (
        {"offset": -2 * DAY, "act": "remind", "to": _OWN},
        {"offset": 0, "act": "tell", "to": _ABOVE},
        {"offset": 3 * DAY, "act": "escalate", "to": ["post:leader@root"]},
    ),
    kinds.VERIFY.key: (
        {"offset": -DAY, "act": "remind", "to": ["post:leader@debtor"]},
        {"offset": DAY, "act": "escalate", "to": ["post:leader@up"]},
    ),
    kinds.EXTENSION.key: (
        {"offset": -DAY, "act": "remind", "to": ["post:leader@debtor"]},
        {"offset": DAY, "act": "escalate", "to": ["post:leader@root"]},
    ),
}


def told_first(within: timedelta, steps: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The ladder with a first rung: the level above knows within minutes and waits for nobody's commitments.

    :param within: how long the commitments may take.
    """
    return [{"offset": share(within, TOLD_AFTER), "act": "tell", "to": _ABOVE}, *steps]
