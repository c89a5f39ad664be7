"""Finding words of subject lines, and numbers, among what a unit holds and the reader is not excused from.

Every statement here is cut to that, and the index is asked for tokens behind the unit's own mark: what others hold is
neither read nor counted, so that neither an answer nor the time that it takes says anything of it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Contains

from duecare.findable import bigrams
from duecare.grievances import word_index
from duecare.grievances.models import Findable, Hold
from duecare.web.rows import Among

#: Hits that are taken from the index; of a word in more lines than these a page fills soon along the list.
HITS = 2_000
#: What a case's number looks like.
_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit that holds cases: ``key`` is what its tokens are marked by, ``root`` where its cases' numbers are."""

    id: uuid.UUID
    key: str
    root: uuid.UUID


def finds_nothing(words: Sequence[str]) -> bool:
    """Whether there is a word of signs alone, which no line holds."""
    return any(not bigrams.pieces(word) for word in words)


def narrowed(held: QuerySet[Hold], holder: Holder, words: Sequence[str], rests: bool) -> QuerySet[Hold]:
    """Of what is held, the cases that the words find; ``held`` has the cut. One statement, and one for each number.

    Each word is in the line, or is the number.
    """
    mark = word_index.mark(holder.key, rests)
    numbered: list[uuid.UUID] = []
    for n, word in enumerate(words):
        number = bigrams.fold(word).upper()
        if _NUMBER.fullmatch(number):
            others = [*words[:n], *words[n + 1 :]]
            found = held.filter(case__root=holder.root, case__number=number)
            found = found.filter(_fits(Subquery(_tokens()), others, mark)) if others else found
            numbered += found.order_by().values_list("case", flat=True)
    lines = Findable.objects.filter(word_index.INDEX.has(word_index.sought(words, mark)))
    lines = lines.filter(_fits(F("words"), words, mark))
    hits = list(
        lines.filter(Exists(held.order_by().filter(case=OuterRef("case")))).values_list("case", flat=True)[
            : HITS + 1
        ]
    )
    if len(hits) <= HITS:
        return held.filter(case__in=Among([*hits, *numbered]))
    return held.filter(_fits(Subquery(_tokens()), words, mark) | Q(case__in=numbered))


def _fits(tokens: Any, words: Sequence[str], mark: str) -> Q:
    """Whether each word stands in the tokens, its pieces one behind the other."""
    return reduce(
        and_, (Q(Contains(tokens, piece)) for word in words for piece in word_index.marked(word, mark))
    )


def _tokens() -> QuerySet[Findable, tuple[str]]:
    """A line's tokens, asked for row by row: joined, PostgreSQL would sometimes rather read all that there are."""
    return Findable.objects.filter(case=OuterRef("case")).values_list("words")[:1]
