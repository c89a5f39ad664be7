"""Who gives up a place on a watch that needs fewer people than stand it. Pure."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """One person's place.

    :param place: the watch and post.
    :param weight: minutes, scaled up to a full load where the person's share is a part of it.
    :param made_at: since when.
    """

    id: uuid.UUID
    person: uuid.UUID
    place: Hashable
    weight: float
    made_at: datetime


def surplus(
    held: Sequence[Held], needs: Mapping[Any, int], load: Mapping[uuid.UUID, float]
) -> set[uuid.UUID]:
    """The ids of what is given up: place by place in the order given, by whoever then stands most, the latest first.

    :param needs: how many each place needs.
    :param load: what everybody stands in all, weighed likewise.
    """
    left = defaultdict(float, load)
    places: dict[Hashable, list[Held]] = defaultdict(list)
    for one in held:
        places[one.place].append(one)
    given_up = set()
    for place, those in places.items():
        for _surplus in range(len(those) - needs[place]):
            most = max(those, key=lambda one: (round(left[one.person], 3), one.made_at, one.id))
            those.remove(most)
            left[most.person] -= most.weight
            given_up.add(most.id)
    return given_up
