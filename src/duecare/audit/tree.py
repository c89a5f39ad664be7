"""The stored tree of a root: tiles as rows."""

from __future__ import annotations

import uuid

from duecare.audit.models import Tile
from duecare.audit.rules.merkle import over
from duecare.audit.rules.tiles import Tiles


def stored(root: uuid.UUID, size: int) -> Tiles:
    """The tree of ``size`` leaves, its tiles read when needed: one query each."""

    def fetch(level: int, number: int) -> bytes:
        row = (
            Tile.objects.filter(root=root, level=level, number=number)
            .values_list("hashes", flat=True)
            .first()
        )
        return b"" if row is None else bytes(row)

    return Tiles(size, fetch)


def save(root: uuid.UUID, tiles: Tiles) -> None:
    """Write the tiles that grew: one statement."""
    Tile.objects.bulk_create(
        [
            Tile(root=root, level=level, number=number, hashes=bytes(tiles.tile(level, number)))
            for level, number in sorted(tiles.touched)
        ],
        update_conflicts=True,
        unique_fields=["root", "level", "number"],
        update_fields=["hashes"],
    )


def root_hash(tiles: Tiles, size: int) -> bytes:
    """The hash of the tree as it was with ``size`` leaves.

    :raises LookupError: when tiles are missing.
    """
    return over(tiles.node, 0, size)
