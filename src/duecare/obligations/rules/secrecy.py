"""What outsiders may see of confidential kinds: sums, and none under five (charter, rule 4)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST = 5
Key = TypeVar("Key", bound=Hashable)


def suppressed(cells: Mapping[Key, Mapping[str, int]]) -> dict[Key, dict[str, int | None]]:
    """The sums of some cells with every cell blanked that would show a count under five.

    A cell is blanked whole, since its measures add up to each other. When a single cell is blanked, the smallest of
    the others is blanked with it, since a total above them would reveal the one.

    :param cells: measures by cell (a unit, a slot); a missing measure is 0 and shows nothing.
    """
    small = {key for key, sums in cells.items() if any(0 < abs(n) < FEWEST for n in sums.values())}
    rest = [key for key, sums in cells.items() if key not in small and any(sums.values())]
    if len(small) == 1 and rest:
        small.add(min(rest, key=lambda key: max(cells[key].values())))
    return {
        key: {name: None if key in small else n for name, n in sums.items()} for key, sums in cells.items()
    }
