"""The Merkle tree hash of RFC 6962 §2.1, its inclusion and consistency proofs.

A tree of *n* leaves splits at the largest power of two below *n*, so every left part is a complete, aligned
subtree that later leaves never change. Proofs are therefore made from complete subtrees alone, which `Nodes`
looks up: ``nodes(height, index)`` is the hash over leaves ``index << height`` up to ``(index + 1) << height``.
Verification follows RFC 9162 §2.1.3.2 and §2.1.4.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

Nodes: TypeAlias = Callable[[int, int], bytes]

#: The hash of a tree without leaves.
EMPTY = hashlib.sha256(b"").digest()
HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 of a leaf; the first byte keeps a leaf from passing as an inner node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete(hashes: Sequence[bytes]) -> bytes:
    """The hash over a power-of-two number of neighbours."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


class Frontier:
    """A growing tree that keeps only the hashes of its complete subtrees: one for each set bit of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    @classmethod
    def grown(cls, nodes: Nodes, size: int) -> Frontier:
        """That of a tree which has ``size`` leaves already."""
        frontier, first = cls(), 0
        for height in reversed(range(size.bit_length())):
            if size >> height & 1:
                frontier._peaks.append(nodes(height, first >> height))
                first += 1 << height
        frontier.size = size
        return frontier

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash on the right."""
        size, peak = self.size, leaf
        while size & 1:
            peak = node_hash(self._peaks.pop(), peak)
            size >>= 1
        self._peaks.append(peak)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add several."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The tree's hash now."""
        if not self._peaks:
            return EMPTY
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def split(size: int) -> int:
    """The largest power of two below ``size``, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def over(nodes: Nodes, first: int, end: int) -> bytes:
    """The hash over leaves ``first`` up to, not including, ``end``; an aligned part of a tree."""
    size = end - first
    if size == 0:
        return EMPTY
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return nodes(height, first >> height)
    middle = first + split(size)
    return node_hash(over(nodes, first, middle), over(nodes, middle, end))


def inclusion(nodes: Nodes, leaf: int, size: int) -> list[bytes]:
    """The audit path of a leaf (from 0) in the tree of ``size`` leaves, from the leaf upward.

    :raises ValueError: when the tree has no such leaf.
    """
    if not 0 <= leaf < size:
        raise ValueError(f"a tree of {size} has no leaf {leaf}")
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + split(end - first)
        if leaf < middle:
            path.append(over(nodes, middle, end))
            end = middle
        else:
            path.append(over(nodes, first, middle))
            first = middle
    return path[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that the tree with that root holds the leaf's hash at ``index``."""
    if not 0 <= index < size:
        return False
    place, last, result = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            result = node_hash(step, result)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            result = node_hash(result, step)
        place, last = place >> 1, last >> 1
    return last == 0 and result == root


def consistency(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """The proof that the tree of ``new`` leaves begins with the tree of ``old``.

    :raises ValueError: unless ``0 < old <= new``.
    """
    if not 0 < old <= new:
        raise ValueError(f"no tree of {new} grew out of one of {old}")
    proof: list[bytes] = []
    first, end, whole = 0, new, True
    while old != end:
        middle = first + split(end - first)
        if old <= middle:
            proof.append(over(nodes, middle, end))
            end = middle
        else:
            proof.append(over(nodes, first, middle))
            first, whole = middle, False
    if not whole:
        proof.append(over(nodes, first, end))
    return proof[::-1]


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree only added to the old one."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new:
        return False
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            was, now = node_hash(step, was), node_hash(step, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = node_hash(now, step)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root
