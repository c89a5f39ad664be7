"""The registry of rights: modules hand theirs down in ``AppConfig.ready()``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duecare.core.errors import NotAllowed
from duecare.orgs.rules import Actor, HeldPost, Right, allows

_rights: dict[str, Right] = {}


def register(name: str, *posts: str, reaches: bool = True) -> None:
    """Declare a right and the kinds of posts that carry it."""
    _rights[name] = Right(name, frozenset(posts), reaches)


def all_rights() -> dict[str, Right]:
    """Every right by name."""
    return dict(_rights)


def may(actor: Actor, right: str, lineage: str) -> bool:
    """Whether the actor may use the right on the unit of that lineage."""
    return actor.system or allows(actor, _rights[right], lineage) is not None


def require(actor: Actor, right: str, lineage: str) -> HeldPost | None:
    """The post by which the actor acts (None for the program itself).

    :raises NotAllowed: when no post held now carries the right there.
    """
    if actor.system:
        return None
    post = allows(actor, _rights[right], lineage)
    if post is None:
        raise NotAllowed("no-right", _("None of your posts may do this for that unit."))
    return post
