"""Clearing away what nothing refers to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from duecare.attachments import store, veiled
from duecare.attachments.models import Attachment

#: A file may lie this long before the row that refers to it is written.
ORPHANS_KEPT = timedelta(hours=24)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What was found.

    :param orphans: files that nothing refers to, deleted; ``unfinished``: what was being received when a process died,
        deleted.
    """

    orphans: int
    unfinished: int


def sweep(at: datetime) -> Swept:
    """Delete files older than a day that no attachment refers to: a process was killed between file and row, or between
    row and file when it was forgotten. Harmless while others send, and to run twice at once.

    :param at: compared with the files' times, which the machine's clock wrote.
    """
    before = at - ORPHANS_KEPT
    orphans = 0
    names = store.names(before)
    while names:
        few = [names.pop() for _n in range(min(_AT_ONCE, len(names)))]
        kept = set(Attachment.objects.filter(file__in=few).values_list("file", flat=True))
        for name in set(few) - kept:
            store.remove(name)
            orphans += 1
    veiled.sweep()
    return Swept(orphans, store.clear(before))
