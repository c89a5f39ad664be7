"""The look that the level above owes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from duecare.core.calendar import local_date
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs.rules import SYSTEM, Actor
from duecare.sightings.kinds import LOOK
from duecare.sightings.ladders import ladder
from duecare.sightings.levels import desk_of
from duecare.sightings.models import Owed, Sighting


def owe_look(sighting: Sighting, at: datetime) -> None:
    """Let the level above owe a look. The duty carries a number, and nothing of unit, place, category or words."""
    level = sighting.level
    debtor, post = desk_of(level, sighting.unit)
    creditor_id = level.id if debtor.id != level.id else level.parent_id or level.id
    titles = {}
    for language in ("zh-hans", "en"):
        with override(language):
            titles[language] = _("Seen by a passer-by, to look at: %(number)s") % {"number": sighting.number}
    hours = settings.DUECARE["DUECARE_SIGHTING_HOURS"]
    times = Owed.objects.filter(sighting=sighting).count()
    draft = Draft(
        kind=LOOK.key, origin=f"{LOOK.key}/{sighting.id}/{times}", root_id=level.root_id, debtor_id=debtor.id,
        lineage=debtor.lineage, creditor_id=creditor_id, title=titles["zh-hans"], title_en=titles["en"],
        strand="sightings/look", slot=local_date(sighting.due_at, level.zone), opens_at=at, due_at=sighting.due_at,
        ladder_id=kernel.freeze_ladder(ladder(hours)), post=post, number=sighting.number,
    )  # fmt: skip
    kernel.open_many(drafts=[draft], at=at)
    Owed.objects.create(obligation=Obligation.objects.get(origin=draft.origin), sighting=sighting)


def looked(sighting: Sighting, by: Actor, at: datetime) -> None:
    """End the look as done."""
    for owed in _still_owed(sighting):
        kernel.discharge(obligation_id=owed.obligation_id, by=by, at=at)


def let_off(sighting: Sighting, at: datetime) -> None:
    """End the look as no longer owed; a miss stays."""
    with override(settings.LANGUAGE_CODE):  # not that of whoever withdraws
        why = _("Withdrawn by whoever sent it.")
    for owed in _still_owed(sighting):
        kernel.waive(obligation_id=owed.obligation_id, by=SYSTEM, at=at, why=why)


def _still_owed(sighting: Sighting) -> list[Owed]:
    return list(Owed.objects.filter(sighting=sighting, obligation__closed_at=None))
