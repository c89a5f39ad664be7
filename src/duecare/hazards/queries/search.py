"""What words mean: pieces of a hazard's words, or the name of its unit, its place or its category.

Names are looked up where they stand when somebody searches, so that a unit or place renamed is found by its new name
at once; the index knows units and places by mark alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Contains

from duecare.findable import bigrams
from duecare.hazards import word_index
from duecare.hazards.models import Findable
from duecare.hazards.queries.reach import Reach
from duecare.hazards.vocabulary import Category
from duecare.orgs.models import Unit
from duecare.places.models import Place

#: A word in more names than this is compared name by name instead.
NAMES = 50
#: Of what a mark is made -> what else a unit or a place is called by.
_CODES = {"key": "code", "code": "number"}
#: Id and mark.
Name = tuple[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Word:
    """A word searched for.

    :param units: id and key of each unit whose name holds it; ``places`` id and code.
    :param common: it is in more names than are listed here.
    """

    text: str
    pieces: Sequence[str]
    units: Sequence[Name]
    places: Sequence[Name]
    categories: Sequence[str]
    common: bool

    @property
    def fits(self) -> Q:
        """What is true of a hazard that it finds."""
        fits = Q(category__in=self.categories) | Q(unit__in=[one for one, _key in self.units])
        fits |= Q(place__in=[one for one, _code in self.places])
        if self.common:
            fits |= _named("unit__", self.text, "code") | _named("place__", self.text, "number")
        if self.pieces:
            words = Q()
            for piece in self.pieces:
                words &= Q(Contains(_words(), piece))
            fits |= words
        return fits

    @property
    def marks(self) -> list[str]:
        """The same names as marks of the index."""
        return [
            *(f"u{key}" for _one, key in self.units), *(f"p{code}" for _one, code in self.places),
            *(f"c{category}" for category in self.categories),
        ]  # fmt: skip


def words(reach: Reach, asked: Sequence[str]) -> list[Word]:
    """Look the words' names up within reach. Two statements, and one for each word where they are in many names."""
    asked = [word for word in asked if bigrams.pieces(word)]
    if not asked:
        return []
    units, places = Unit.objects.under(reach.unit), Place.objects.filter(unit__root=reach.unit.root_id)
    if not reach.unit.parent_id:
        units = Unit.objects.filter(root=reach.unit.root_id)
    elif reach.few is not None:
        places = Place.objects.filter(unit__in=reach.few)
    by_unit = _names(units, "key", asked)
    by_place = _names(places, "code", asked)
    return [_word(word, by_unit[word], by_place[word]) for word in asked]


def _names(rows: QuerySet[Any], mark: str, asked: Sequence[str]) -> dict[str, list[Name] | None]:
    """Of each word the names that hold it; None when they are too many."""
    columns = ("id", mark, "name", "name_en", _CODES[mark])
    any_word, most = Q(), len(asked) * NAMES
    for word in asked:
        any_word |= _named("", word, _CODES[mark])
    got = list(rows.filter(any_word).values_list(*columns)[: most + 1])
    if len(got) > most:
        few = {
            word: list(rows.filter(_named("", word, _CODES[mark])).values_list(*columns)[: NAMES + 1])
            for word in asked
        }
    else:
        few = {
            word: [row for row in got if bigrams.fold(word) in bigrams.fold("\n".join(row[2:]))]
            for word in asked
        }
    return {word: [row[:2] for row in held] if len(held) <= NAMES else None for word, held in few.items()}


def _word(text: str, units: list[Name] | None, places: list[Name] | None) -> Word:
    folded = bigrams.fold(text)
    categories = [value for value, label in Category.choices if folded in bigrams.fold(str(label))]
    common = units is None or places is None
    return Word(text, bigrams.pieces(text), units or (), places or (), categories, common)


def indexed(found: Sequence[Word]) -> QuerySet[Findable] | None:
    """Those that the inverted index has for all of the words that are in few names; None when no word is.

    They hold every hazard that the words find; which of them really fit, :attr:`Word.fits` says.
    """
    sought = [(word.pieces, word.marks) for word in found if not word.common]
    if not sought:
        return None
    return Findable.objects.filter(word_index.INDEX.has(sought))


def _words() -> Subquery:
    """A hazard's tokens, asked for row by row: joined, PostgreSQL would sometimes rather read all that there are."""
    return Subquery(Findable.objects.filter(hazard=OuterRef("id")).values("words")[:1])


def _named(prefix: str, word: str, code: str) -> Q:
    fits = Q()
    for name in ("name", "name_en", code):
        fits |= Q(**{f"{prefix}{name}__icontains": word})
    return fits
