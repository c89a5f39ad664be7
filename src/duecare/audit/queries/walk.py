"""One root's record from its first leaf to its last."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duecare.audit import tree
from duecare.audit.models import Detail, Entry, Tree
from duecare.audit.queries.order import Order
from duecare.audit.queries.verdict import Verdict, shown
from duecare.audit.rules import Head, canonical, commit, leaf_hash
from duecare.audit.rules.merkle import HASH_BYTES, Frontier
from duecare.audit.rules.tiles import WIDTH
from duecare.audit.shapes import leaf_of

#: Entries read at once.
CHUNK = 2000


class Walk:
    """Compares entries with their leaves, leaves with the tree, and the tree with every head on the way.

    It begins at leaf ``first``; what lies before is taken as the stored tree remembers it.

    Where an entry differs from the leaf that the tree remembers, the walk goes on with the remembered one: then the
    heads still tell whether anything else differs.

    :param heads: in order of size, each with its kind (``head`` or ``outside-head``).
    :raises LookupError: the stored tree lacks what it should remember of the leaves before ``first``.
    """

    def __init__(
        self, root: uuid.UUID, verdict: Verdict, heads: Sequence[tuple[Head, str]], first: int
    ) -> None:
        self.root, self.verdict = root, verdict
        self._heads = list(heads)
        self._first = first
        self._stored = tree.stored(root, first)
        self._frontier = Frontier.grown(self._stored.node, first)
        self._order = Order(root, verdict)
        self._tile: tuple[int, bytes] = (-1, b"")
        self._agreed = 0
        self._blind = False

    def run(self, grown: int) -> None:
        """Walk.

        :param grown: the size the tree claims to have; read before, so it can only be less than what is there.
        """
        self._compare_heads()
        for entry in in_order(Entry.objects.filter(root=self.root, leaf__gte=self._first)):
            leaf = entry.leaf or 0
            if leaf < self._frontier.size:
                self.verdict.found("inserted", self.root, _("a second entry with the same leaf"), entry)
                continue
            self._fill_gap(leaf)
            self._compare_heads()
            self._check(entry)
            self.verdict.entries += 1
        self._compare_heads()
        self._end(max([grown, *(head.size for head, _kind in self._heads)]))

    def _check(self, entry: Entry) -> None:
        known = self._remembered(entry.leaf or 0)
        computed = leaf_hash(leaf_of(entry))
        if computed != bytes(entry.leaf_hash or b"") or (known and computed != known):
            self.verdict.found("altered", self.root, _("the entry was altered after it was sequenced"), entry)
            self._order.last = entry
        else:
            self._order.see(entry)
        self._check_details(entry)
        self._frontier.append(known or computed)

    def _check_details(self, entry: Entry) -> None:
        try:
            detail = entry.detail
        except Detail.DoesNotExist:
            self.verdict.erased += 1
            return
        if commit(bytes(detail.salt), canonical(detail.body)) != bytes(entry.commitment):
            self.verdict.found(
                "details", self.root, _("the details are not those that were committed to"), entry
            )

    def _fill_gap(self, leaf: int) -> None:
        first = self._frontier.size
        if leaf == first:
            return
        after = self._order.last
        message = (
            _("removed; the entry before it is of %(at)s") % {"at": shown(after.at)}
            if after
            else _("removed from the beginning")
        )
        self.verdict.found("removed", self.root, message, leaf=first, until=leaf - 1)
        self._pass(leaf)

    def _pass(self, end: int) -> None:
        """Go over missing entries by the leaves that the tree remembers."""
        while self._frontier.size < end:
            self._compare_heads()
            known = self._remembered(self._frontier.size)
            self._blind = self._blind or not known
            self._frontier.append(known or bytes(HASH_BYTES))

    def _compare_heads(self) -> None:
        while self._heads and self._heads[0][0].size <= self._frontier.size:
            head, kind = self._heads.pop(0)
            self._order.signed(head)
            if self._blind:
                continue  # what is missing was said; nothing can be compared any more
            if self._root_at(head.size) == head.root_hash:
                self._agreed = head.size
                continue
            message = _(
                "the tree differs from the head of %(size)d entries of %(at)s: among these leaves something was altered"
            )
            where = {"leaf": self._agreed, "until": head.size - 1}
            self.verdict.found(
                kind, self.root, message % {"size": head.size, "at": shown(head.at)}, None, **where
            )

    def _root_at(self, size: int) -> bytes:
        """The tree's hash at a size that was just passed, or that lies before the walk's beginning."""
        if size >= self._first:
            return self._frontier.root()
        try:
            return tree.root_hash(self._stored, size)
        except LookupError:
            return b""

    def _end(self, covered: int) -> None:
        """What should still have come, and whether the stored tree ends where the entries do."""
        size = self._frontier.size
        if covered > size:
            after = self._order.last
            message = _("removed from the end; the last entry that is left is of %(at)s")
            at = {"at": shown(after.at) if after else "—"}
            self.verdict.found("removed", self.root, message % at, leaf=size, until=covered - 1)
            self._pass(covered)
            self._compare_heads()
            return
        grown = Tree.objects.filter(root=self.root).values_list("size", flat=True).first() or 0
        try:
            fits = (
                grown >= size and tree.root_hash(tree.stored(self.root, size), size) == self._frontier.root()
            )
        except LookupError:
            fits = False
        if not fits:
            self.verdict.found("tree", self.root, _("the stored tree does not fit its entries"))

    def _remembered(self, leaf: int) -> bytes:
        """The leaf's hash as the tree has it; empty when it has none."""
        number, offset = divmod(leaf, WIDTH)
        if self._tile[0] != number:
            self._tile = (number, bytes(tree.stored(self.root, 0).tile(0, number)))
        return self._tile[1][offset * HASH_BYTES : (offset + 1) * HASH_BYTES]


def in_order(entries: QuerySet[Entry]) -> Iterator[Entry]:
    """Sequenced entries by leaf, with their details, a chunk at a time."""
    last = -1
    while True:
        chunk = list(entries.filter(leaf__gt=last).select_related("detail").order_by("leaf")[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].leaf or 0
