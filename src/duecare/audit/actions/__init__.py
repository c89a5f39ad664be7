"""The only writers of the record."""

from duecare.audit.actions.erase import erase
from duecare.audit.actions.heads import mark_sent, sign_heads
from duecare.audit.actions.record import new_salt, record
from duecare.audit.actions.sequence import sequence

__all__ = ["erase", "mark_sent", "new_salt", "record", "sequence", "sign_heads"]
