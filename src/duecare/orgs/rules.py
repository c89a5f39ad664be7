"""Pure decisions of the organisation: lineages and rights."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: A sign-in name.
USERNAME = re.compile(r"[\w.@+-]{2,60}")
LINEAGE_STEP = 5
LINEAGE_LENGTH = 80
MOST_LEVELS = LINEAGE_LENGTH // LINEAGE_STEP
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def unit_key(number: int) -> str:
    """Five characters for a unit's number, in base 36. :raises ValueError: past 60,466,175."""
    text = ""
    for _place in range(LINEAGE_STEP):
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    if number:
        raise ValueError("a database holds at most 60,466,175 units")
    return text


def unit_number(key: str) -> int:
    """The number a unit's key was made of."""
    return int(key, 36)


def tidy_username(text: str) -> str:
    """A sign-in name as it is stored: compatibility forms folded, lower case, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def reach_of(unit_kind: str, lineage: str) -> str:
    """The lineage that rights of a unit's posts reach down from: an office acts for the unit it is an organ of."""
    if unit_kind == "office" and len(lineage) > LINEAGE_STEP:
        return lineage[:-LINEAGE_STEP]
    return lineage


def subtree_end(lineage: str) -> str:
    """The last lineage that can stand below ``lineage``; the subtree is the closed range up to it."""
    return lineage.ljust(LINEAGE_LENGTH, "Z")


def ancestors(lineage: str) -> list[str]:
    """Keys from the root down to the unit itself."""
    return [lineage[i : i + LINEAGE_STEP] for i in range(0, len(lineage), LINEAGE_STEP)]


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that somebody holds now.

    ``reach`` is the lineage its rights reach down from: the unit's own, or for an office (an organ of the unit above
    it) the lineage of that unit. Empty means the unit's own.
    """

    post_id: uuid.UUID
    kind: str
    title: str
    title_en: str
    unit_id: uuid.UUID
    unit_key: str
    lineage: str
    root_id: uuid.UUID
    deputy: bool = False
    reach: str = ""

    def covers(self, lineage: str) -> bool:
        """Whether the unit of that lineage is within reach."""
        return lineage.startswith(self.reach or self.lineage)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person through the posts held now, or the program itself.

    Actions take it as ``by``. ``user_id`` is None for the clock and for commands run on the machine.
    """

    user_id: uuid.UUID | None
    name: str
    posts: tuple[HeldPost, ...] = ()
    system: bool = False

    def carrying(self, right: Right) -> list[HeldPost]:
        """The posts that carry the right."""
        return [p for p in self.posts if p.kind in right.posts]

    def without(self, kinds: frozenset[str]) -> Actor:
        """The same person without the posts of those kinds."""
        return replace(self, posts=tuple(p for p in self.posts if p.kind not in kinds))


@dataclass(frozen=True, slots=True)
class Right:
    """Something a post may do in its unit and, where it ``reaches``, in the subtree."""

    name: str
    posts: frozenset[str]
    reaches: bool = True


def allows(actor: Actor, right: Right, lineage: str) -> HeldPost | None:
    """The post by which the actor may use the right on the unit of that lineage; None when there is none."""
    best: HeldPost | None = None
    for post in actor.posts:
        if post.kind not in right.posts:
            continue
        if (post.lineage == lineage or (right.reaches and post.covers(lineage))) and (
            best is None or len(post.lineage) > len(best.lineage)
        ):
            best = post
    return best


def roots_of(posts: Iterable[HeldPost]) -> set[uuid.UUID]:
    """The root units that the posts belong to."""
    return {p.root_id for p in posts}


#: The program itself: the clock, and commands run on the machine.
SYSTEM = Actor(None, "duecare", system=True)
