"""What comes with an act on a case."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from duecare.attachments.actions import Drawn
from duecare.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with an act.

    :param words: by need (``reasons``, ``decision`` …) or ``text``; sealed, and shown to the owner.
    :param days: for an extension, or until when parties have agreed.
    :param consent: the owner has agreed, where the act asks for that.
    :param unit: whom an act is about: where the case goes, or which unit concerned is asked.
    :param excuses: whom a recusal excuses, when somebody else decides it.
    :param aims_at: of a recusal that the owner asks for, at which post.
    :param rating: from 1 to 5, the owner's alone.
    :param joint: units that handle the case with the one that has it.
    :param lead: the post that answers for the result.
    :param papers: photographs and papers, in memory; they are sealed like the words, and the owner sees them.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    days: int = 0
    consent: bool = False
    unit: Unit | None = None
    excuses: uuid.UUID | None = None
    aims_at: str = ""
    rating: int | None = None
    joint: Collection[Unit] = ()
    lead: uuid.UUID | None = None
    papers: Collection[Drawn] = field(default=(), repr=False)
