"""Photographs that go along with a hazard: drawn anew, so that nothing of how they came goes with them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from duecare.attachments import queries, store
from duecare.attachments.actions import Developed, develop
from duecare.orgs.rules import Actor
from duecare.sightings.matter import MATTER


def draw_anew(*, sighting_id: uuid.UUID, chosen: Collection[uuid.UUID], by: Actor) -> list[Developed]:
    """The chosen ones of a sighting's photographs as new ones, without author or time. No row is written.

    :param chosen: ids; what isn't there, or isn't this sighting's, is left out.
    :raises BadInput: the server is busy with other photographs.
    """
    hung = queries.of(matter_kind=MATTER, matter_ids=[sighting_id], by=by).get(sighting_id, [])
    drawn = []
    for photograph in hung:
        if photograph.id in chosen and photograph.forgotten_at is None:
            with store.path_of(photograph.file).open("rb") as file:
                drawn.append(develop(file=file))
    return drawn
