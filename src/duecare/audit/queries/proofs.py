"""Proofs that an entry is in the record, and that a record only grew: a handful of rows each, however long it is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from duecare.audit import tree
from duecare.audit.models import Entry, TreeHead
from duecare.audit.rules import Head, leaf_hash, merkle
from duecare.audit.shapes import head_of, leaf_of
from duecare.core.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An entry's place under a signed head; :func:`proves` checks it without the database.

    :param path: RFC 6962 audit path, from the leaf upward.
    """

    head: Head
    leaf: int
    leaf_hash: bytes
    path: Sequence[bytes]


def inclusion(*, root: uuid.UUID, entry: uuid.UUID) -> Inclusion:
    """The proof that the newest signed head which can covers the entry.

    :raises NotFound: when the root has no such entry.
    :raises Conflict: when no head covers it yet; within the hour one will.
    """
    found = Entry.objects.filter(root=root, id=entry).first()
    if found is None:
        raise NotFound("audit.no-entry", _("The record has no such entry."))
    covering = TreeHead.objects.filter(root=root).order_by("-size", "-at").first()
    if found.leaf is None or covering is None or covering.size <= found.leaf:
        raise Conflict(
            "audit.not-covered",
            _("No signed head covers this entry yet."),
            hint=_("Heads are signed every hour; ask again later."),
        )
    head = head_of(covering)
    path = merkle.inclusion(tree.stored(root, head.size).node, found.leaf, head.size)
    return Inclusion(head, found.leaf, leaf_hash(leaf_of(found)), path)


def proves(proof: Inclusion) -> bool:
    """Whether the path leads from the entry to the head's hash. The head's signature is a matter of its own."""
    return merkle.includes(proof.leaf_hash, proof.leaf, proof.head.size, proof.path, proof.head.root_hash)


def consistency(*, root: uuid.UUID, old: int, new: int) -> list[bytes]:
    """The RFC 6962 proof that the tree of ``new`` entries begins with that of ``old``.

    :raises ValueError: unless ``0 < old <= new``.
    :raises LookupError: when the tree is smaller than ``new``, or tiles are missing.
    """
    return merkle.consistency(tree.stored(root, new).node, old, new)
