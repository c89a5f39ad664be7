"""Wordings: prepared words for what an officer writes to an owner, with blanks to fill in. They are data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duecare.grievances.rules.procedure import Words
from duecare.grievances.rules.reading import words

#: A blank, as on paper; ``〔〕`` would not do, it stands in the numbers of documents.
BLANK = "____"
_BLANKS = re.compile("_{3,}|＿{2,}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for some acts.

    :param acts: keys of acts for which it is offered.
    :param categories: keys of categories; empty for all.
    :param parts: the words by need (``reasons``, ``decision`` …) or ``text``.
    """

    key: str
    title: Words
    acts: tuple[str, ...]
    categories: tuple[str, ...]
    parts: Mapping[str, Words]

    def fits(self, act: str, category: str) -> bool:
        """Whether it is offered for an act in a case of that category."""
        return act in self.acts and (not self.categories or category in self.categories)


def wordings_from(listed: list[Mapping[str, Any]]) -> tuple[Wording, ...]:
    """The wordings that a list means; it fits the schema and holds together."""
    return tuple(
        Wording(
            one["key"],
            words(one["title"]),
            tuple(one["acts"]),
            tuple(one.get("categories", ())),
            {part: words(text) for part, text in one["parts"].items()},
        )
        for one in listed
    )


def has_blank(text: str) -> bool:
    """Whether something is left to fill in."""
    return bool(_BLANKS.search(text))
