"""Everything that reads the record."""

from duecare.audit.queries.heads import heads_to_send, latest_head, latest_heads, read_heads
from duecare.audit.queries.page import Page, Row, entries, entry, waiting
from duecare.audit.queries.proofs import Inclusion, consistency, inclusion, proves
from duecare.audit.queries.verdict import Finding, Verdict
from duecare.audit.queries.verify import verify

__all__ = [
    "Finding",
    "Inclusion",
    "Page",
    "Row",
    "Verdict",
    "consistency",
    "entries",
    "entry",
    "heads_to_send",
    "inclusion",
    "latest_head",
    "latest_heads",
    "proves",
    "read_heads",
    "verify",
    "waiting",
]
