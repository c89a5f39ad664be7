"""The tree in tiles: rows of 256 neighbouring hashes, so that adding and proving touch a handful of rows.

Level 0 holds the hashes of leaves, level *k* those of complete subtrees of height 8 *k*. A tile only ever grows to
the right and is then never written again (the shape is that of C2SP's tlog-tiles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from duecare.audit.rules.merkle import HASH_BYTES, complete

HEIGHT = 8
WIDTH = 1 << HEIGHT

#: (level, number) of a tile.
Place = tuple[int, int]
#: Reads a tile's hashes, one after the other; empty when there is none.
Fetch = Callable[[int, int], bytes]


class Tiles:
    """Tiles read through ``fetch`` when first needed; ``touched`` are those that grew here."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self.touched: set[Place] = set()
        self._fetch = fetch
        self._tiles: dict[Place, bytearray] = {}

    def tile(self, level: int, number: int) -> bytearray:
        """The hashes of a tile."""
        place = (level, number)
        if place not in self._tiles:
            self._tiles[place] = bytearray(self._fetch(level, number))
        return self._tiles[place]

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash, and above every tile it completes, that tile's hash."""
        level, count, value = 0, self.size, leaf
        self.size += 1
        while True:
            number, offset = divmod(count, WIDTH)
            tile = self.tile(level, number)
            del tile[offset * HASH_BYTES :]
            tile += value
            self.touched.add((level, number))
            if offset != WIDTH - 1:
                return
            value, count, level = complete(_hashes(tile)), number, level + 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add several."""
        for leaf in leaves:
            self.append(leaf)

    def node(self, height: int, index: int) -> bytes:
        """The hash of a complete subtree.

        :raises LookupError: when the tiles lack it.
        """
        level, rest = divmod(height, HEIGHT)
        number, offset = divmod(index << rest, WIDTH)
        found = _hashes(self.tile(level, number))[offset : offset + (1 << rest)]
        if len(found) != 1 << rest:
            raise LookupError(f"tile {level}/{number} lacks hash {offset}")
        return complete(found)


def _hashes(tile: bytearray) -> list[bytes]:
    return [bytes(tile[i : i + HASH_BYTES]) for i in range(0, len(tile), HASH_BYTES)]
