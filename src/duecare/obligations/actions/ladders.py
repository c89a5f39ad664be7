"""Freezing a ladder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.obligations.models import Ladder
from duecare.obligations.rules import canonical, rungs_of


def freeze_ladder(steps: Iterable[Mapping[str, Any]]) -> str:
    """Keep a ladder as it is now and return its id; equal ladders are one row.

    :param steps: ``{"offset": seconds from due, "act": "remind"|"tell"|"escalate", "to": ["post:reporter@debtor"]}``.
    :raises BadInput: an act, a place or an audience that can't be read.
    """
    try:
        text = canonical(rungs_of(steps))
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(
            "ladder-unreadable", _("The ladder can't be read: %(what)s."), what=str(wrong)
        ) from wrong
    name = hashlib.sha256(text.encode()).hexdigest()
    Ladder.objects.bulk_create([Ladder(id=name, steps=json.loads(text))], ignore_conflicts=True)
    return name
