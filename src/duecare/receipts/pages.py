"""The registry of what a receipt opens: each module hands down what its matters show and what can be done there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or will by a time.

    :param icon: name of an icon in the sprite; ``tone`` good, warn, bad, calm or quiet.
    """

    title: str
    at: datetime
    more: str = ""
    icon: str = "point-filled"
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Filed:
    """A photograph or a paper that the page offers; ``whose`` says in a word from whom it came."""

    id: uuid.UUID
    at: datetime
    photograph: bool
    whose: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """One of them, opened: a JPEG or a PDF."""

    photograph: bool
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody who has the code sees, in the language active now.

    :param zone: of the times, as IANA name; ``state`` how things stand, in a sentence, with ``tone`` and ``icon``.
    :param facts: labels with texts or times; ``written`` what they wrote themselves, oldest first, with times.
    :param may: names of the acts that are open now, in order.
    """

    title: str
    zone: str
    state: str
    tone: str
    icon: str
    facts: Sequence[tuple[str, str | datetime]]
    events: Sequence[Event]
    written: Sequence[tuple[datetime, str]] = ()
    pictures: int = 0
    may: Sequence[str] = ()
    notes: Sequence[str] = field(default=())
    files: Sequence[Filed] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the code's holder can do; texts are lazy.

    :param call: (matter, valid form, when it came in).
    :param said: what the page says when it was done.
    """

    form: type[forms.Form]
    title: Any
    lead: Any
    button: Any
    icon: str
    call: Callable[[uuid.UUID, Any, datetime], object]
    said: Any
    open: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A kind of matter.

    :param shows: (matter, now) -> what is shown; a fixed number of statements.
    :param file: (matter, file, now, small) -> a file that :class:`Shown` names, or its thumbnail.
    """

    shows: Callable[[uuid.UUID, datetime], Shown]
    acts: Mapping[str, Act]
    file: Callable[[uuid.UUID, uuid.UUID, datetime, bool], File] | None = None


_opened: dict[str, Opened] = {}


def register(
    kind: str,
    *,
    shows: Callable[[uuid.UUID, datetime], Shown],
    acts: Mapping[str, Act] | None = None,
    file: Callable[[uuid.UUID, uuid.UUID, datetime, bool], File] | None = None,
) -> None:
    """Declare a kind of matter, ``sightings.sighting``; see :class:`Opened`."""
    _opened[kind] = Opened(shows, dict(acts or {}), file)


def of(kind: str) -> Opened:
    """What a receipt of that kind opens. :raises KeyError: when no module has declared it."""
    return _opened[kind]
