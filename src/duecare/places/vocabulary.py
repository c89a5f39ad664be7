"""The closed list of kinds of places (charter, rule 1): parts of buildings and things, no dwellings, no persons."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceKind(TextChoices):
    """What a place can be."""

    ROOM = "room", _("room")
    STAIRWELL = "stairwell", _("stairwell")
    EXIT = "exit", _("exit")
    KITCHEN = "kitchen", _("kitchen")
    BOILER_ROOM = "boiler_room", _("boiler room")
    BOILER = "boiler", _("boiler")
    SWITCHBOARD = "switchboard", _("switchboard")
    LABORATORY = "laboratory", _("laboratory")
    DORMITORY = "dormitory", _("dormitory building")
    PLAYGROUND = "playground", _("playground")
    GATE = "gate", _("gate")
    BUS = "bus", _("school bus")
    POOL = "pool", _("pool")
    TOWER = "tower", _("tower")
    CABLE = "cable", _("cable")
    PUMP = "pump", _("pump")
    GOODS_STORE = "goods_store", _("store of dangerous goods")
    BUILDING = "building", _("other part of a building")
