"""Which unit looks: the nearest one above that stands, never the one concerned."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.orgs.models import Post, Unit
from duecare.orgs.rules import ancestors, subtree_end
from duecare.orgs.vocabulary import UnitKind
from duecare.sightings.models import Sighting


def level_of(unit: Unit) -> Unit:
    """The nearest standing unit above; a root, with nothing above it, is its own. One statement.

    :raises Conflict: nothing above it stands.
    """
    above = ancestors(unit.lineage)[:-1] or [unit.key]
    level = Unit.objects.standing().filter(key__in=above).order_by("-lineage").first()
    if level is None:
        raise Conflict(
            "nobody-above",
            _("This organisation is closed; nobody looks here any more."),
            hint=_("In danger, call 110, 119 or 120."),
        )
    return level


def desk_of(level: Unit, concerned: Unit) -> tuple[Unit, str]:
    """The unit and the kind of post that owe the look: the level's coordinator, in it or in an office of it, else its
    leader. An office never looks at what is about itself. One statement.
    """
    offices = Q(unit__parent=level, unit__kind=UnitKind.OFFICE, unit__closed_at=None)
    posts = Post.objects.filter(Q(unit=level) | offices, kind="coordinator", closed_at=None)
    if concerned.id != level.id:
        within = Q(unit__lineage__gte=concerned.lineage, unit__lineage__lte=subtree_end(concerned.lineage))
        posts = posts.exclude(within)
    post = posts.select_related("unit").order_by("unit__lineage", "id").first()
    return (post.unit, "coordinator") if post is not None else (level, "leader")


def units_for(sighting: Sighting) -> list[Unit]:
    """On whose ledger it can be put: the unit concerned while it stands, or the level that looks."""
    both = {unit.id: unit for unit in (sighting.unit, sighting.level) if unit.closed_at is None}
    return list(both.values())
