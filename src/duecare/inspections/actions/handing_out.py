"""Handing out a work packet: what a phone may begin with stays known here, whatever the program ships later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from duecare.inspections import versions
from duecare.inspections.models import ChecklistVersion
from duecare.inspections.queries.packet import packet
from duecare.orgs.rules import Actor


def hand_out(*, by: Actor, at: datetime) -> dict[str, Any]:
    """The packet of :func:`duecare.inspections.queries.packet.packet`; its versions of checklists are written down.

    :raises NotAllowed: no post of ``by`` inspects.
    """
    handed = packet(by, at).body
    shipped = {version.id: version for version in versions.shipped()}
    known = set(ChecklistVersion.objects.filter(id__in=shipped).values_list("id", flat=True))
    new = [version for key, version in shipped.items() if key not in known]
    if new:
        rows = [
            ChecklistVersion(
                id=one.id, key=one.checklist.key, version=one.checklist.version, body=dict(one.body)
            )
            for one in new
        ]
        ChecklistVersion.objects.bulk_create(rows, ignore_conflicts=True)
    return handed
