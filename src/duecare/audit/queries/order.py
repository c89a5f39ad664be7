"""The rule of time: nobody can back-date.

An entry bears two times: ``at``, which the act gave it, and the one inside its identifier, which the machine gave
it. Entries are sequenced within seconds, so both only go forward along the leaves, but for :data:`TOLERANCE`.

- An identifier older than one before it: the row was made up later, or slipped in.
- An ``at`` older than one before it, or than a head that was signed before it: back-dated, unless the machine's time
  vouches for it (then it is what stands before that was dated ahead, as ``tick --at`` does).

A machine's clock that really goes back is put on record by the sequencer, and times are measured anew from there.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from duecare.audit.models import Entry
from duecare.audit.queries.verdict import Verdict, shown
from duecare.audit.rules import CLOCK_SET_BACK, TOLERANCE, Head, made_at


class Order:
    """Sees entries and heads in the order of the tree."""

    def __init__(self, root: uuid.UUID, verdict: Verdict) -> None:
        self.root, self.verdict = root, verdict
        self.last: Entry | None = None
        self._at: datetime | None = None
        self._made: datetime | None = None

    def signed(self, head: Head) -> None:
        """A head stands before what comes next."""
        self._at = max(self._at or head.at, head.at)

    def see(self, entry: Entry) -> None:
        """The next entry."""
        self.last = entry
        try:
            made = made_at(entry.id)
        except ValueError:
            self.verdict.found("inserted", self.root, _("the identifier was not made by this program"), entry)
            return
        if entry.verb == CLOCK_SET_BACK:
            self.verdict.remarks.append(
                _("leaf %(leaf)d: the machine's clock went back to %(at)s")
                % {"leaf": entry.leaf, "at": shown(made)}
            )
            self._at, self._made = entry.at, made
            return
        slipped_in = self._made is not None and made < self._made - TOLERANCE
        vouched = not slipped_in and abs(made - entry.at) <= TOLERANCE
        if slipped_in or (self._at is not None and entry.at < self._at - TOLERANCE and not vouched):
            before = self._made if slipped_in else self._at
            message = _("back-dated: what stands before it is of %(at)s") % {"at": shown(before or entry.at)}
            self.verdict.found("back-dated", self.root, message, entry)
            return
        self._at = max(self._at or entry.at, entry.at)
        self._made = max(self._made or made, made)
