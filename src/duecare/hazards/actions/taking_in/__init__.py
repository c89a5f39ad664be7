"""Taking in a ledger that was kept on paper: every line that can stand, or nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from duecare.hazards.actions.taking_in.ground import ground_of
from duecare.hazards.actions.taking_in.sorting import Sorted, marked, sort_out
from duecare.hazards.actions.taking_in.writing import Receipt, write_lines
from duecare.hazards.paper.lines import read
from duecare.hazards.paper.results import TakenIn
from duecare.hazards.paper.sheets import reader_of
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

RIGHT = "hazards.import"


def take_in(*, data: bytes, name: str, unit: Unit, by: Actor, at: datetime, dry_run: bool) -> TakenIn:
    """Put the lines of a paper ledger on the ledger: all of them in one transaction, or none.

    A line that was taken in before adds nothing; one that stands there with other content is named and left as it is.
    With one problem anywhere nothing is written. A dry run goes the same way without writing.

    :param data: .xlsx or .csv, at most 50 MB and 20,000 rows; ``name`` is what the file is called.
    :param unit: at or below which its units stand.
    :param at: when it was received; days of the file are local to each unit.
    :raises NotAllowed: no post of ``by`` takes ledgers in there.
    :raises BadInput: the file can't be read, is too long or has a hidden sheet; anything less is among the problems.
    """
    post = rights.require(by, RIGHT, unit.lineage)
    result = TakenIn(sha256=hashlib.sha256(data).hexdigest())
    reader, result.ignored = reader_of(data, name, result.problems)
    if reader is None:
        return result
    ground = ground_of(unit, at)
    lines = marked(read(reader, ground.checks), ground, reader)
    with transaction.atomic():
        if not dry_run:
            # One at a time for each organisation, without holding up what points at its root.
            Unit.objects.select_for_update(no_key=True).get(id=unit.root_id)
        sorted_out: Sorted = sort_out(lines, ground, result, at)
        if not dry_run and not result.problems:
            write_lines(sorted_out, ground, Receipt(result.sha256, by, post, at))
            result.applied = True
    return result


__all__ = ["RIGHT", "take_in"]
