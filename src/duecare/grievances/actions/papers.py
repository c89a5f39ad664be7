"""Photographs and papers of a case: sealed as they come, under the case's key."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from duecare.attachments.actions import Drawn
from duecare.core.errors import BadInput
from duecare.grievances.matters import CASE
from duecare.grievances.models import Case, Paper, Step
from duecare.vault import actions as vault
from duecare.vault.models import MatterKey
from duecare.vault.sealing import Sealer
from duecare.web import rows

#: As what a file of a case is sealed; a thumbnail is another.
PAPER, SMALL = "paper", "small"
#: Of one step, and of one case by its owner and by those who handle it together.
MOST_AT_ONCE, MOST = 5, 40


def seal_papers(case: Case, step: Step, papers: Collection[Drawn], key: MatterKey | None = None) -> None:
    """Seal what came with a step, in the caller's transaction, which holds the case.

    :param key: the case's, where it is new and has none yet; then nothing is read.
    :raises BadInput: the case would have more than :data:`MOST`.
    """
    if not papers:
        return
    there = 0 if key else Paper.objects.filter(step__case=case).count()
    if there + len(papers) > MOST:
        raise BadInput(
            "case-papers", _("A case has at most %(most)s photographs and papers."), where="papers", most=MOST
        )
    sealer = Sealer(key or vault.key_of(matter_kind=CASE, matter_id=case.id))
    made = []
    for number, drawn in enumerate(papers, start=1):
        row = Paper(
            step=step,
            number=number,
            kind=drawn.kind,
            width=drawn.width,
            height=drawn.height,
            pages=drawn.pages,
        )
        row.value = _sealed(sealer, PAPER, row.id, drawn.content)
        row.small = _sealed(sealer, SMALL, row.id, drawn.small) if drawn.small else None
        made.append(row)
    rows.insert(*made)


def _sealed(sealer: Sealer, field: str, row: uuid.UUID, content: bytes) -> bytes:
    target = BytesIO()
    sealer.seal_stream(field=field, row=row, source=BytesIO(content), target=target)
    return target.getvalue()
