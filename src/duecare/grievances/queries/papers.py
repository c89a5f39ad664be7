"""A photograph or a paper of a case, opened for its owner or for somebody who holds the case now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.core.errors import NotFound
from duecare.grievances.actions.papers import PAPER, SMALL
from duecare.grievances.holding import standings_of
from duecare.grievances.matters import CASE
from duecare.grievances.models import Case, Paper
from duecare.grievances.reading import as_holder, as_owner
from duecare.orgs.rules import Actor
from duecare.vault import actions as vault
from duecare.vault.rules.openings import Opening


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, opened; ``name`` tells nothing but its number."""

    photograph: bool
    name: str
    content: bytes = field(repr=False)


def sheet_for_holder(
    *, case_id: uuid.UUID, paper_id: uuid.UUID, by: Actor, at: datetime, small: bool = False
) -> Sheet:
    """What somebody who holds the case may see; the record has the day's reading of the case already, or gets it.

    :raises NotFound: ``by`` does not hold the case now, or it has no such file. :raises Locked: the vault is locked.
    """
    case = Case.objects.select_related("root").filter(id=case_id, forgotten_at=None).first()
    mine = standings_of(by, case) if case else []
    if case is None or not mine:
        raise _unknown()
    opening = as_holder(case, by, mine[0].post.post_id, _("handling the case"), at)
    return _opened(case, paper_id, opening, at, small=small)


def sheet_for_owner(*, case_id: uuid.UUID, paper_id: uuid.UUID, at: datetime, small: bool = False) -> Sheet:
    """What the owner, who has shown the code, may see: everything of the steps that the owner sees.

    :raises NotFound: the case has no such file. :raises Locked: the vault is locked.
    """
    case = Case.objects.filter(id=case_id, forgotten_at=None).first()
    if case is None:
        raise _unknown()
    return _opened(case, paper_id, as_owner(CASE, case, at), at, small=small, seen_by_owner=True)


def _opened(
    case: Case, paper_id: uuid.UUID, opening: Opening, at: datetime, *, small: bool, **seen: bool
) -> Sheet:
    steps = {f"step__{name}": value for name, value in seen.items()}
    row = Paper.objects.filter(id=paper_id, step__case=case, **steps).select_related("step").first()
    value = None if row is None else row.small if small else row.value
    if row is None or value is None:
        raise _unknown()
    matter = vault.open_matter(opening=opening, at=at)
    pieces = matter.open_stream(
        source=BytesIO(bytes(value)), field=SMALL if small else PAPER, row=row.id, at=at
    )
    return Sheet(row.is_photograph, f"{row.kind}-{row.step.number}-{row.number}", b"".join(pieces))


def _unknown() -> NotFound:
    return NotFound("case-paper-unknown", gettext_lazy("There is no such photograph or paper."))
