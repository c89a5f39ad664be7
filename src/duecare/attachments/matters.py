"""The registry of matters: what things are attached to. Modules hand theirs down in ``AppConfig.ready()``."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from duecare.orgs.rules import Actor

#: (who asks, matters) -> those among them that they may see, and with each everything attached to it. Ids of matters
#: that are not there are left out. Asked once for a list, and once for each request for a picture.
Visible = Callable[[Actor, Collection[uuid.UUID]], Collection[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of thing that photographs and papers are attached to.

    :param kind: module and noun, ``hazards.hazard``; at most 40 characters.
    :param kept: how long after arrival an attachment is forgotten by itself, unless the module sets a time with
        :func:`duecare.attachments.actions.keep_until`.
    """

    kind: str
    visible: Visible
    kept: timedelta


_matters: dict[str, Matter] = {}


def register(kind: str, *, visible: Visible, kept: timedelta) -> None:
    """Declare a kind of matter, see :class:`Matter`."""
    _matters[kind] = Matter(kind, visible, kept)


def of(kind: str) -> Matter:
    """The matter of that kind. :raises KeyError: when no module has declared it."""
    return _matters[kind]


def visible(by: Actor, kind: str, matter_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the matters that ``by`` may see; what no module answers for nobody may see."""
    matter = _matters.get(kind)
    return set(matter.visible(by, matter_ids)) & set(matter_ids) if matter else set()
