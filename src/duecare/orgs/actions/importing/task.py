"""What one import is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Import:
    """One pass over a file; without ``writing`` it only compares."""

    root_code: str
    by: Actor
    at: datetime
    close_missing: bool
    writing: bool
