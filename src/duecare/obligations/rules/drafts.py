"""An obligation as a module asks for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody will owe, before the kernel has a row for it.

    :param origin: unique and stable, made of keys and the local date, never of a clock time; at most 200 characters.
    :param lineage: of the debtor, as it is now.
    :param post: the kind of post in the debtor unit that answers for it.
    :param strand: ``<programme>/<section item>/<cut-off key>``; with ``slot`` what tallies are kept by.
    :param slot: the local date it is about.
    :param opens_at: aware, like every time here; no later than ``due_at``.
    :param closes_at: only for kinds that lapse; no earlier than ``due_at``.
    :param due_assumed: whether the due time rests on a calendar that nobody has confirmed.
    """

    kind: str
    origin: str
    root_id: uuid.UUID
    debtor_id: uuid.UUID
    lineage: str
    creditor_id: uuid.UUID
    title: str
    strand: str
    slot: date
    opens_at: datetime
    due_at: datetime
    ladder_id: str
    post: str = ""
    title_en: str = ""
    basis: str = ""
    programme: str = ""
    subject: str = ""
    due_assumed: bool = False
    closes_at: datetime | None = None
    number: str = ""
