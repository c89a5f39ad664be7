"""Commitments, leaves, the RFC 6962 tree and signed heads: pure."""

from duecare.audit.rules.commitments import SALT_BYTES, canonical, commit
from duecare.audit.rules.heads import BrokenHead, Head, NoHead, in_text
from duecare.audit.rules.leaves import CLOCK_SET_BACK, FORMAT, TOLERANCE, Leaf, leaf_hash, made_at

__all__ = [
    "CLOCK_SET_BACK",
    "FORMAT",
    "SALT_BYTES",
    "TOLERANCE",
    "BrokenHead",
    "Head",
    "Leaf",
    "NoHead",
    "canonical",
    "commit",
    "in_text",
    "leaf_hash",
    "made_at",
]
