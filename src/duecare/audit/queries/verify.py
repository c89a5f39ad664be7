"""Walking the whole record and saying which entry is not as it was written."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _

from duecare.audit import keyfiles, signing
from duecare.audit.models import Entry, Tree, TreeHead
from duecare.audit.queries.heads import read_heads
from duecare.audit.queries.verdict import Verdict, shown
from duecare.audit.queries.walk import Walk
from duecare.audit.rules import Head
from duecare.audit.rules.tiles import WIDTH
from duecare.audit.shapes import head_of


def verify(
    *, root: uuid.UUID | None = None, against: str | None = None, newest: int | None = None
) -> Verdict:
    """Recompute every commitment, leaf and tree, and compare them with the stored heads and with those from outside.

    Memory stays the same however long the record is; it may run while people work.

    :param root: only the record of this root.
    :param newest: recompute about so many entries of each record, and compare heads of an earlier time with the
        stored tree alone; nothing given, all.
    :param against: text with one or more heads that were kept outside.
    :raises duecare.core.errors.BadInput: when ``against`` holds no whole head.
    """
    outside = read_heads(against) if against else []
    verdict = Verdict()
    for one in _roots(root, outside):
        verdict.roots += 1
        _verify_root(one, [h for h in outside if h.root == one], verdict, newest)
    verdict.waiting = Entry.objects.filter(leaf=None, **({"root": root} if root else {})).count()
    return verdict


def _roots(root: uuid.UUID | None, outside: list[Head]) -> list[uuid.UUID]:
    """Every root that anything speaks of: a record that is gone altogether is still asked about."""
    if root:
        return [root]
    found = set(Tree.objects.values_list("root", flat=True))
    found |= set(TreeHead.objects.order_by().values_list("root", flat=True).distinct())
    found |= set(Entry.objects.exclude(leaf=None).order_by().values_list("root", flat=True).distinct())
    return sorted(found | {head.root for head in outside})


def _verify_root(root: uuid.UUID, outside: list[Head], verdict: Verdict, newest: int | None) -> None:
    grown = Tree.objects.filter(root=root).values_list("size", flat=True).first() or 0
    first = 0 if newest is None else max(0, grown - newest) // WIDTH * WIDTH
    verdict.skipped += first
    stored = [
        head_of(row) for row in TreeHead.objects.filter(root=root, size__gte=first).order_by("size", "at")
    ]
    good = list(_genuine(root, stored, verdict, "head"))
    verdict.heads += len(stored)
    verdict.outside += len(outside)
    asked = sorted(
        [(h.size, h.at, h, "outside-head") for h in _genuine(root, outside, verdict, "outside-head")]
        + [(h.size, h.at, h, "head") for h in good],
        key=lambda row: row[:2],
    )
    try:
        walk = Walk(root, verdict, [(head, kind) for _size, _at, head, kind in asked], first)
    except LookupError:
        verdict.found("tree", root, _("the stored tree does not fit its entries"))
    else:
        walk.run(grown)


def _genuine(root: uuid.UUID, heads: list[Head], verdict: Verdict, kind: str) -> Iterator[Head]:
    """Those heads whose hash is worth comparing; the others are findings."""
    for head in heads:
        about = {"size": head.size, "at": shown(head.at), "key": head.key}
        try:
            if not signing.signed_here(head):
                message = _(
                    "the head of %(size)d entries of %(at)s names the key %(key)s, not this deployment's"
                )
                verdict.found(kind, root, message % about)
            elif not signing.genuine(head):
                verdict.found(
                    kind, root, _("the head of %(size)d entries of %(at)s has a false signature") % about
                )
                continue
        except keyfiles.KeyMissing as problem:
            verdict.found(kind, root, str(problem))
        yield head
