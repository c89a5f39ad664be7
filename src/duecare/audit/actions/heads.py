"""Signing heads, and noting that they are outside."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from duecare.audit import tree
from duecare.audit.models import Tree, TreeHead
from duecare.audit.rules import Head
from duecare.audit.signing import sign

#: A tree that grew is signed this often; it narrows down where an altered record differs.
GROWN = timedelta(hours=1)
#: Every tree is signed this often, grown or not: a day without a head is a sign by itself.
ALWAYS = timedelta(hours=24)


def sign_heads(at: datetime, *, now: bool = False) -> int:
    """Sign the head of each root whose last one is an hour old (and the tree has grown) or a day old.

    To be called in every round of the clock, after the sequencer; it decides by itself what is due.

    :param now: sign whatever has grown, however young its last head is.
    :returns: how many were signed.
    """
    at = at.replace(microsecond=0)
    return sum(
        _sign(grown.root, grown.size, at, now) for grown in Tree.objects.filter(size__gt=0).order_by("root")
    )


def _sign(root: uuid.UUID, size: int, at: datetime, now: bool) -> bool:
    if not _due(root, size, at, now):
        return False
    with transaction.atomic():
        size = Tree.objects.select_for_update().get(root=root).size
        if not _due(root, size, at, now):
            return False
        head = sign(Head(root, size, at, tree.root_hash(tree.stored(root, size), size), ""))
        row = TreeHead(
            root=root, size=size, at=at, root_hash=head.root_hash, key=head.key, signature=head.signature
        )
        return bool(TreeHead.objects.bulk_create([row], ignore_conflicts=True))


def _due(root: uuid.UUID, size: int, at: datetime, now: bool) -> bool:
    last = TreeHead.objects.filter(root=root).order_by("-size", "-at").first()
    if last is None or at - last.at >= ALWAYS:
        return True
    return size > last.size and (now or at - last.at >= GROWN)


def mark_sent(heads: Collection[uuid.UUID], at: datetime) -> int:
    """Note that these stored heads were delivered outside."""
    return TreeHead.objects.filter(id__in=heads, sent_at=None).update(sent_at=at)
