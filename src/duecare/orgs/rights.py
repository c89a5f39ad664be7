"""The registry of rights: modules hand theirs down in ``AppConfig.ready()``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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


def anywhere(actor: Actor, right: str) -> bool:
    """Whether any post of the actor carries the right."""
    return actor.system or bool(actor.carrying(_rights[right]))


def lineages(actor: Actor, right: str) -> list[str]:
    """Where the actor may use the right: lineages whose subtrees (or, without reach, whose units) it covers.

    The shortest that say it all: none lies below another. The program itself reaches everything: ``[""]``.
    """
    if actor.system:
        return [""]
    found = _rights[right]
    wide = {(p.reach or p.lineage) if found.reaches else p.lineage for p in actor.carrying(found)}
    return sorted(one for one in wide if not any(one != other and one.startswith(other) for other in wide))


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
