"""Conditions that wait for each other."""

from __future__ import annotations

from collections.abc import Mapping


def cycles(needs: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The rings of items of which each waits for the next, each ring once, from its first member on.

    :param needs: the item that each conditional item waits for, in the order of the checklist.
    """
    found: list[tuple[str, ...]] = []
    settled: set[str] = set()
    for start in needs:
        way: list[str] = []
        key = start
        while key in needs and key not in settled and key not in way:
            way.append(key)
            key = needs[key]
        if key in way:
            found.append(_from_first(way[way.index(key) :], list(needs)))
        settled.update(way)
    return found


def _from_first(ring: list[str], order: list[str]) -> tuple[str, ...]:
    first = min(range(len(ring)), key=lambda i: order.index(ring[i]))
    return (*ring[first:], *ring[:first])
