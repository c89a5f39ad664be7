"""Freezing a ladder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.obligations.models import Ladder
from duecare.obligations.rules import Rung, canonical, rungs_of
from duecare.web import rows


@dataclass(frozen=True, slots=True)
class Frozen:
    """A ladder as it is kept: its row's id, which is its content's hash, and what it means."""

    id: str
    text: str
    rungs: tuple[Rung, ...]


def frozen(steps: Iterable[Mapping[str, Any]]) -> Frozen:
    """A ladder as it will be kept. No statement.

    :param steps: as for :func:`freeze_ladder`.
    :raises BadInput: an act, a place or an audience that can't be read.
    """
    try:
        rungs = rungs_of(steps)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(
            "ladder-unreadable", _("The ladder can't be read: %(what)s."), what=str(wrong)
        ) from wrong
    text = canonical(rungs)
    return Frozen(hashlib.sha256(text.encode()).hexdigest(), text, rungs)


def keep_ladder(ladder: Frozen) -> None:
    """Let its row be there, in the caller's transaction. One statement, whose answer nobody needs."""
    rows.insert(Ladder(id=ladder.id, steps=json.loads(ladder.text)), unless_there=True)


def freeze_ladder(steps: Iterable[Mapping[str, Any]]) -> str:
    """Keep a ladder as it is now and return its id; equal ladders are one row.

    :param steps: ``{"offset": seconds from due, "act": "remind"|"tell"|"escalate", "to": ["post:reporter@debtor"]}``.
    :raises BadInput: an act, a place or an audience that can't be read.
    """
    ladder = frozen(steps)
    keep_ladder(ladder)
    return ladder.id
