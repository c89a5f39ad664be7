"""What verifying the record found."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.audit.models import Entry
from duecare.core.errors import Text

#: More are counted, not listed: a record that was rewritten would fill the memory.
LISTED = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    :param kind: altered, details, removed, inserted, back-dated, head, outside-head, tree.
    :param message: what is the matter, in the language active when it was found.
    :param leaf: the place in the tree; with ``until`` a range, both included.
    """

    kind: str
    root: uuid.UUID
    message: str
    leaf: int | None = None
    until: int | None = None
    entry: uuid.UUID | None = None
    verb: str = ""
    at: datetime | None = None

    def __str__(self) -> str:
        where = []
        if self.entry:
            where.append(_("entry %(id)s") % {"id": self.entry})
        if self.leaf is not None and self.until is not None and self.until != self.leaf:
            where.append(_("leaves %(first)d to %(last)d") % {"first": self.leaf, "last": self.until})
        elif self.leaf is not None:
            where.append(_("leaf %(leaf)d") % {"leaf": self.leaf})
        if self.verb:
            where.append(self.verb)
        if self.at:
            where.append(shown(self.at))
        if not where:
            return self.message
        return _("%(where)s: %(message)s") % {"where": " · ".join(where), "message": self.message}


@dataclass(slots=True)
class Verdict:
    """The result of a verification.

    :param heads: stored heads that were compared.
    :param outside: heads from outside that were compared.
    :param erased: entries whose details were erased, which is in order.
    :param skipped: older entries that were not recomputed, because only the newest were asked for.
    :param waiting: entries without a leaf yet.
    :param remarks: what is in order but worth knowing.
    """

    roots: int = 0
    entries: int = 0
    erased: int = 0
    skipped: int = 0
    waiting: int = 0
    heads: int = 0
    outside: int = 0
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unlisted: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return not self.findings

    def found(
        self, kind: str, root: uuid.UUID, message: Text, entry: Entry | None = None, **where: int
    ) -> None:
        """Add a finding; about an entry, it names it."""
        if len(self.findings) >= LISTED:
            self.unlisted += 1
            return
        about = (
            {}
            if entry is None
            else {"leaf": entry.leaf, "entry": entry.id, "verb": entry.verb, "at": entry.at}
        )
        self.findings.append(Finding(kind, root, str(message), **{**about, **where}))  # type: ignore[arg-type]

    def lines(self) -> list[str]:
        """The verdict in sentences: findings first."""
        lines = [f"✗ {finding}" for finding in self.findings]
        if self.unlisted:
            lines.append(_("✗ … and %(count)d more") % {"count": self.unlisted})
        lines += [f"! {remark}" for remark in self.remarks]
        counts = {"entries": self.entries, "roots": self.roots, "heads": self.heads}
        lines.append(
            _("%(entries)d entries of %(roots)d record(s) walked, %(heads)d signed head(s) compared.")
            % counts
        )
        if self.skipped:
            lines.append(
                _("The %(count)d entries before them were not recomputed.") % {"count": self.skipped}
            )
        if self.erased:
            lines.append(_("The details of %(count)d were erased, as they may be.") % {"count": self.erased})
        if self.waiting:
            lines.append(_("%(count)d have no place in the tree yet.") % {"count": self.waiting})
        lines.append(self._conclusion())
        return lines

    def _conclusion(self) -> str:
        if not self.ok:
            count = len(self.findings) + self.unlisted
            return ngettext(
                "NOT as it was written: %(count)d finding.",
                "NOT as it was written: %(count)d findings.",
                count,
            ) % {"count": count}
        if self.skipped:
            return _("The newest entries are sound. To verify all, run: duecare audit verify")
        if self.outside:
            return _("As it was written, up to the head kept outside; what came after it is self-consistent.")
        return _("Self-consistent only: compare with a head that was kept outside (--against) to be sure.")

    def __str__(self) -> str:
        return "\n".join(self.lines())


def shown(at: datetime) -> str:
    """A time as findings show it: the deployment's zone, to the second."""
    zone: tzinfo = ZoneInfo(settings.TIME_ZONE)
    return at.astimezone(zone).isoformat(" ", "seconds")
