"""Finding words of subject lines, and numbers, among what a unit holds and the reader is not excused from.

Every statement here is cut to that, and the index is asked for tokens behind the unit's own mark: what others hold is
neither read nor counted, so that neither an answer nor the time that it takes says anything of it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Contains

from duecare.findable import bigrams
from duecare.grievances import word_index
from duecare.grievances.models import Findable, Hold
from duecare.orgs.rules import LINEAGE_STEP

#: Hits that are taken from the index; of a word in more lines than these a page fills soon along the list.
HITS = 2_000
#: What a case's number looks like.
_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")


#: Of a hold: whether it rests, when it is due, when it was received, its case, its own id.
Place = tuple[bool, datetime, datetime | None, uuid.UUID, uuid.UUID]
_PLACE = ("rests", "due_at", "received_at", "case_id", "id")


def finds_nothing(words: Sequence[str]) -> bool:
    """Whether there is a word of signs alone, which no line holds."""
    return any(not bigrams.pieces(word) for word in words)


def first(held: QuerySet[Hold], most: int) -> list[Place]:
    """The first of what is held. One statement."""
    return list(held.values_list(*_PLACE)[:most])


def found(held: QuerySet[Hold], lineage: str, words: Sequence[str], rests: bool, most: int) -> list[Place]:
    """Of what is held, at least the first that the words find, in no order. Each word is in the line, or is the number.

    One statement, one more where there are very many, and one for each word that looks like a number.

    :param held: one unit's, cut to what the reader may see; ``lineage`` is that unit's.
    """
    mark = word_index.mark(lineage[-LINEAGE_STEP:], rests)
    numbered = _numbered(held, lineage[:LINEAGE_STEP], words, mark)
    lines = Findable.objects.filter(word_index.INDEX.has(word_index.sought(words, mark)))
    lines = lines.filter(_fits(F("words"), words, mark))
    hits = first(held.order_by().filter(case__in=lines.values("case")), HITS + 1)
    if len(hits) <= HITS:
        return numbered + hits
    return numbered + first(held.filter(_fits(Subquery(_tokens()), words, mark)), most)


def _numbered(held: QuerySet[Hold], root: str, words: Sequence[str], mark: str) -> list[Place]:
    """The case whose number one of the words is, when the others are in its line."""
    rows: list[Place] = []
    for n, word in enumerate(words):
        number = bigrams.fold(word).upper()
        if _NUMBER.fullmatch(number):
            others = [*words[:n], *words[n + 1 :]]
            one = held.order_by().filter(case__root__key=root, case__number=number)
            rows += first(one.filter(_fits(Subquery(_tokens()), others, mark)) if others else one, 1)
    return rows


def _fits(tokens: Any, words: Sequence[str], mark: str) -> Q:
    """Whether each word stands in the tokens, its pieces one behind the other."""
    return reduce(
        and_, (Q(Contains(tokens, piece)) for word in words for piece in word_index.marked(word, mark))
    )


def _tokens() -> QuerySet[Findable, tuple[str]]:
    """A line's tokens, asked for row by row: joined, PostgreSQL would sometimes rather read all that there are."""
    return Findable.objects.filter(case=OuterRef("case")).values_list("words")[:1]
