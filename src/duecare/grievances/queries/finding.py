"""Finding words of subject lines, and numbers, among what a unit holds and the reader is not excused from.

Every statement here is cut to that, and the index is asked for tokens behind the unit's own mark: what others hold is
neither read nor counted, so that neither an answer nor the time that it takes says anything of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.lookups import Contains, Exact

from duecare.findable import bigrams
from duecare.grievances import word_index
from duecare.grievances.holding import none, recusals
from duecare.grievances.models import Findable, Hold
from duecare.orgs.rules import LINEAGE_STEP, Actor

#: Hits that are taken from the index; of a word in more lines than these a page fills soon along the list.
HITS = 1_000
#: What a case's number looks like.
_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")


def finds_nothing(words: Sequence[str]) -> bool:
    """Whether there is a word of signs alone, which no line holds."""
    return any(not bigrams.pieces(word) for word in words)


def found(
    by: Actor, held: QuerySet[Hold], lineage: str, words: Sequence[str], rests: bool, most: int
) -> list[Hold]:
    """Of what is held, the first that the words find, and a number's case. Each word is in the line, or is the number.

    One statement where no line has them, else two; and one for each word that looks like a number.

    :param held: one unit's, cut to what ``by`` may see; ``lineage`` is that unit's.
    """
    mark = word_index.mark(lineage[-LINEAGE_STEP:], rests)
    numbered = _numbered(held, lineage[:LINEAGE_STEP], words, mark)
    lines = Findable.objects.filter(word_index.INDEX.has(word_index.sought(words, mark)))
    # Cut here too: whether there is a second statement may not tell of a case that the reader is excused in.
    lines = lines.filter(_fits(F("words"), words, mark)).filter(none(recusals(by)))
    hits = lines[: HITS + 1].count()
    if not hits:
        return numbered
    if hits <= HITS:
        return numbered + _first(held.filter(case__in=lines.values("case")), most)
    # Put so, PostgreSQL takes it to be common, which it is, and follows the list's index to the page's end.
    fits = Case(When(_fits(Subquery(_tokens()), words, mark), then=1), default=0)
    return numbered + _first(held.exclude(Exact(fits, 0)), most)


def _numbered(held: QuerySet[Hold], root: str, words: Sequence[str], mark: str) -> list[Hold]:
    """The case whose number one of the words is, when the others are in its line."""
    rows: list[Hold] = []
    for n, word in enumerate(words):
        number = bigrams.fold(word).upper()
        if _NUMBER.fullmatch(number):
            others = [*words[:n], *words[n + 1 :]]
            one = held.order_by().filter(case__root__key=root, case__number=number)
            rows += _first(one.filter(_fits(Subquery(_tokens()), others, mark)) if others else one, 1)
    return rows


def _fits(tokens: Any, words: Sequence[str], mark: str) -> Q:
    """Whether each word stands in the tokens, its pieces one behind the other."""
    return reduce(
        and_, (Q(Contains(tokens, piece)) for word in words for piece in word_index.marked(word, mark))
    )


def _tokens() -> QuerySet[Findable, tuple[str]]:
    """A line's tokens, asked for row by row: joined, PostgreSQL would sometimes rather read all that there are."""
    return Findable.objects.filter(case=OuterRef("case")).values_list("words")[:1]


def _first(held: QuerySet[Hold], most: int) -> list[Hold]:
    return list(held.select_related("case__root")[:most])
