"""A page of the ledger, out of as many rows as there may be.

Every list is read along an index that has its order, from where the page before ended. What no index knows is looked at
row by row, but never at more than :data:`LOOKED_AT` rows: what is rare by its words is then taken from the inverted
index, and a list that is rare otherwise says how far it has looked and offers to look further.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from duecare.core.calendar import at_local
from duecare.hazards.models import Commitment, Hazard, HazardQuerySet
from duecare.hazards.queries import search
from duecare.hazards.queries.filters import Filters, mark
from duecare.hazards.queries.reach import Reach
from duecare.hazards.vocabulary import Level
from duecare.places.models import Place
from duecare.web.rows import Among

PER_PAGE = 50
#: Rows of the list's order that one page looks at, and hits of the inverted index that it takes.
LOOKED_AT, HITS = 5_000, 10_000
#: What is shown -> the time that puts it in order, and whether the latest is first.
_ORDER = {"closed": ("closed_at", True), "all": ("found_at", True)}
_SOONEST = ("due_at", False)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and where the next page begins: "" when there is none.

    :param partly: the page isn't full, and what lies behind where it ends has not been looked at.
    """

    rows: Sequence[Hazard]
    following: str = ""
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, ready for statements: ``plain`` is what the list's index knows, ``rest`` what it doesn't."""

    reach: Reach
    filters: Filters
    place: Place | None
    plain: Q
    rest: Q
    words: Sequence[search.Word]

    @property
    def order(self) -> tuple[str, bool]:
        """The time that puts the list in order, and whether the latest is first."""
        return _ORDER.get(self.filters.shown, _SOONEST)

    def listed(self) -> HazardQuerySet:
        """All that fits, in order."""
        return self._in_order(self.reach.listed().filter(self.plain).filter(self.rest).filter(*self._fit()))

    def walked(self) -> HazardQuerySet:
        """What the list's index holds, in order."""
        return self._in_order(self.reach.root_hazards().filter(self.plain))

    @property
    def needs_looking(self) -> bool:
        """Whether many rows may have to be looked at that will not be on the page."""
        small = self.place is not None or self.reach.few is not None
        return not small and (bool(self.rest) or bool(self.words) or not self.reach.exact)

    def _fit(self) -> list[Q]:
        return [word.fits for word in self.words]

    def _in_order(self, found: HazardQuerySet) -> HazardQuerySet:
        name, latest = self.order
        return found.order_by(*(f"-{key}" if latest else key for key in (name, "id")))

    def behind(self, found: HazardQuerySet, at: datetime, row: uuid.UUID) -> HazardQuerySet:
        """What comes after a row."""
        return self._beyond(found, at, row, "lt" if self.order[1] else "gt")

    def up_to(self, found: HazardQuerySet, at: datetime, row: uuid.UUID) -> HazardQuerySet:
        """What comes before a row, and the row."""
        return self._beyond(found, at, row, "gt" if self.order[1] else "lt", "e")

    def _beyond(
        self, found: HazardQuerySet, at: datetime, row: uuid.UUID, way: str, too: str = ""
    ) -> HazardQuerySet:
        name, _latest = self.order
        # The first half is what an index is entered by.
        return found.filter(
            Q(**{f"{name}__{way}e": at}), Q(**{f"{name}__{way}": at}) | Q(**{f"id__{way}{too}": row})
        )


def asked(reach: Reach, filters: Filters, at: datetime) -> Asked:
    """Make statements' parts of filters. Two statements where there are words, one where there is a place."""
    (key, _latest), rest, zone = _ORDER.get(filters.shown, _SOONEST), _chosen(filters), reach.unit.zone
    plain = shown("open" if filters.shown == "overdue" else filters.shown, at)
    if filters.shown == "overdue":
        plain, rest = plain & Q(due_at__lt=at), rest & Q(put_right_at=None)
    elif filters.shown == "unaccepted":
        # A general hazard needs nobody's acceptance.
        plain, rest = major(), rest & Q(put_right_at=None, accepted_at=None)
    elif filters.shown == "open" and filters.level == Level.MAJOR:
        plain = major()
    for name in ("due", "found", "closed"):
        first, last = getattr(filters, f"{name}_from"), getattr(filters, f"{name}_to")
        if f"{name}_at" == key:
            plain &= _between(key, first, last, zone)
        else:
            rest &= _between(f"{name}_at", first, last, zone)
    place = Place.objects.filter(code=filters.place).first() if filters.place else None
    if filters.place:
        plain &= Q(place=place.id if place else None, place__isnull=False)
    return Asked(reach, filters, place, plain, rest, search.words(reach, filters.words))


def page(ask: Asked) -> Page:
    """A page from where the filters say. At most four statements."""
    begins = ask.filters.after
    found = ask.listed()
    end = None
    if begins is not None:
        found = ask.behind(found, *begins)
    if ask.needs_looking:
        walked = ask.walked() if begins is None else ask.behind(ask.walked(), *begins)
        end = walked.values_list(ask.order[0], "id")[LOOKED_AT - 1 : LOOKED_AT].first()
    rows = _rows(ask.up_to(found, *end) if end is not None else found)
    if end is None or len(rows) > PER_PAGE:
        return _page(ask, rows)
    hits = _hits(ask)
    if hits is None:
        return Page(rows, mark(*end), partly=True)
    return _page(ask, _rows(found.filter(id__in=Among(hits))))


def _hits(ask: Asked) -> list[uuid.UUID] | None:
    """What the inverted index has for the words; None when that is too much, or there are none."""
    rows = search.indexed(ask.words)
    if rows is None:
        return None
    hits = list(rows.values_list("hazard", flat=True)[: HITS + 1])
    return hits if len(hits) <= HITS else None


def _rows(found: HazardQuerySet) -> list[Hazard]:
    return list(found.prefetch_related("unit", "place")[: PER_PAGE + 1])


def _page(ask: Asked, rows: list[Hazard]) -> Page:
    if len(rows) <= PER_PAGE:
        return Page(rows)
    last = rows[PER_PAGE - 1]
    return Page(rows[:PER_PAGE], mark(getattr(last, ask.order[0]), last.id))


def shown(name: str, at: datetime) -> Q:
    """What the word for a state means now."""
    standing = Q(closed_at=None, same_as=None)
    return {
        "open": standing,
        "overdue": standing & Q(put_right_at=None, due_at__lt=at),
        "unaccepted": standing & Q(put_right_at=None, accepted_at=None),
        "verify": standing & Q(put_right_at__isnull=False),
        "closed": Q(closed_at__isnull=False),
        "all": Q(),
    }[name]


def major() -> Q:
    """Open and major."""
    return Q(closed_at=None, same_as=None, level=Level.MAJOR)


def _chosen(filters: Filters) -> Q:
    chosen = Q()
    for name, column in (("level", "level"), ("category", "category"), ("basis", "due_basis")):
        if getattr(filters, name):
            chosen &= Q(**{column: getattr(filters, name)})
    if filters.spot:
        chosen &= Q(on_the_spot=filters.spot == "yes")
    if filters.again:
        chosen &= Q(reopened__gt=0) if filters.again == "yes" else Q(reopened=0)
    if filters.post:
        given = Commitment.objects.filter(
            hazard=OuterRef("id"), at__gte=OuterRef("opened_at"), post=filters.post
        )
        chosen &= Q(Exists(given))
    return chosen


def _between(name: str, first: date | None, last: date | None, zone: str) -> Q:
    between = Q()
    if first is not None:
        between &= Q(**{f"{name}__gte": at_local(first, "00:00", zone, gap="forward")})
    if last is not None:
        between &= Q(**{f"{name}__lt": at_local(last + timedelta(days=1), "00:00", zone, gap="forward")})
    return between
