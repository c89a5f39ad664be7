"""Counts under five are not shown, nor whatever would reveal them (domain.md §4, rule 4).

A table with its sums is a set of equations: a count left out alone in its row is the row's sum less the others. The
counts left out form a graph, rows and columns its nodes, each count an edge; a count can be computed from what is
shown exactly if no cycle through it and other counts left out can be shifted by one without the shown changing
(D. Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17 (1988) 552–571). Since a zero
is shown, nothing left out is under one, and a shift may not take it there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: The smallest count that is shown; a zero is shown too, nobody being in it.
FEWEST = 5

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown; None stands for what may not.

    :param rows: the sum of each row; all None when they are not wanted.
    :param columns: likewise.
    """

    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    total: int | None


def is_small(count: int) -> bool:
    """Whether a count may not be shown."""
    return 0 < count < FEWEST


def suppress(counts: Sequence[Sequence[int]], *, row_sums: bool = True, column_sums: bool = True) -> Shown:
    """A table without its small counts, and without what they could be computed from.

    :param counts: rows of equal length, none negative. A list is a table of one row, without column sums.
    :raises ValueError: rows differ in length, or a count is negative.
    """
    if len({len(row) for row in counts}) > 1 or any(n < 0 for row in counts for n in row):
        raise ValueError("a table has rows of equal length and no count under zero")
    table = _Table(counts, row_sums, column_sums)
    while found := next(table.revealed(), None):
        partners = table.partners(found)
        if partners is None:
            table.hidden |= table.values.keys()
            break
        table.hidden |= partners
    return table.shown()


class _Table:
    """A table with its sums as one more row and one more column; `hidden` grows until nothing hidden is revealed."""

    def __init__(self, counts: Sequence[Sequence[int]], row_sums: bool, column_sums: bool) -> None:
        self.height, self.width = len(counts), len(counts[0]) if counts else 0
        self.values: dict[Cell, int] = {(i, j): n for i, row in enumerate(counts) for j, n in enumerate(row)}
        for i, row in enumerate(counts):
            self.values[i, self.width] = sum(row)
        for j in range(self.width):
            self.values[self.height, j] = sum(row[j] for row in counts)
        self.values[self.height, self.width] = sum(map(sum, counts))
        self.unwanted = {cell for cell in self.values if self._is_unwanted(cell, row_sums, column_sums)}
        self.hidden = self.unwanted | {cell for cell, n in self.values.items() if is_small(n)}

    def _is_unwanted(self, cell: Cell, row_sums: bool, column_sums: bool) -> bool:
        last_row, last_column = cell[0] == self.height, cell[1] == self.width
        return last_row is not last_column and not (column_sums if last_row else row_sums)

    def shown(self) -> Shown:
        """What remains."""

        def at(i: int, j: int) -> int | None:
            return None if (i, j) in self.hidden else self.values[i, j]

        rows, columns = range(self.height), range(self.width)
        return Shown(
            tuple(tuple(at(i, j) for j in columns) for i in rows),
            tuple(at(i, self.width) for i in rows),
            tuple(at(self.height, j) for j in columns),
            at(self.height, self.width),
        )

    def revealed(self) -> Iterator[Cell]:
        """What is hidden and could be computed from what is shown."""
        for cell in sorted(self.hidden - self.unwanted):
            if not any(self._can_move(cell, by) and self._returns(cell, by) for by in (1, -1)):
                yield cell

    def _can_move(self, cell: Cell, by: int) -> bool:
        """Whether a count may, for all that is known, be one more (1) or one less (-1) in its equations.

        A sum stands on the other side of the equation, so it moves the other way.
        """
        if (cell[0] == self.height) is not (cell[1] == self.width):
            by = -by
        least = 0 if cell in self.unwanted else 1
        return self.values[cell] + by >= least

    def _returns(self, cell: Cell, by: int) -> bool:
        """Whether other hidden counts can make up for a move of this one: from its column back to its row."""
        seen, queue = {(1, cell[1])}, deque([(1, cell[1])])
        while queue:
            side, node = queue.popleft()
            for other in self.hidden:
                if other == cell or other[side] != node or not self._can_move(other, -by if side else by):
                    continue
                reached = (1 - side, other[1 - side])
                if reached == (0, cell[0]):
                    return True
                if reached not in seen:
                    seen.add(reached)
                    queue.append(reached)
        return False

    def partners(self, cell: Cell) -> set[Cell] | None:
        """The cheapest three counts that hide a fourth, at the corners of a rectangle with it; None when none do."""
        best: tuple[tuple[int, int], set[Cell]] | None = None
        for i in range(self.height + 1):
            for j in range(self.width + 1):
                corners = {(i, cell[1]), (cell[0], j), (i, j)}
                if i == cell[0] or j == cell[1] or not self._hides(cell, (i, j)):
                    continue
                more = corners - self.hidden
                sums = sum(1 for a, b in more if a == self.height or b == self.width)
                cost = (sums, sum(self.values[one] for one in more))
                if best is None or cost < best[0]:
                    best = (cost, corners)
        return best[1] if best else None

    def _hides(self, cell: Cell, across: Cell) -> bool:
        """Whether the rectangle of two corners across from each other can be shifted by one, and holds no zero."""
        beside = ((across[0], cell[1]), (cell[0], across[1]))
        if any(self.values[one] == 0 and one not in self.unwanted for one in (across, *beside)):
            return False
        return any(
            self._can_move(cell, by)
            and self._can_move(across, by)
            and all(self._can_move(one, -by) for one in beside)
            for by in (1, -1)
        )
