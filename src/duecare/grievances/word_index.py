"""The inverted index over subject lines, on both databases; migration 0010 sets it up.

Whoever searches may not learn, from what comes back nor from how long it takes, what others hold. So each token of a
line stands in it once for each unit that holds the case, behind that unit's mark: a search asks for marked tokens, and
how often others' lines hold the word changes nothing that it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duecare.findable.bigrams import indexed, pieces
from duecare.findable.index import Index

INDEX = Index("grievances_words", "grievances_findable")


def mark(unit_key: str, rests: bool) -> str:
    """What begins the tokens of lines that a unit holds. What rests is apart, as it is on the desk.

    :param unit_key: five capitals or figures, so that marks part from words without a sign between them.
    """
    return f"{unit_key}{'z' if rests else 'a'}"


def tokens(line: str, marks: Iterable[str]) -> str:
    """The tokens of a subject line behind each of the marks.

    >>> tokens("食堂A", ["00002a"])
    ' 00002a食堂 00002a堂 00002aa '
    """
    said = indexed(line).split()
    found = [one + token for one in sorted(set(marks)) for token in said]
    return f" {' '.join(found)} " if found else ""


def marked(word: str, of: str) -> tuple[str, ...]:
    """The pieces of a word (:func:`duecare.findable.bigrams.pieces`) behind a mark; none when it is of signs alone."""
    return tuple(_behind(of, piece) for piece in pieces(word))


def sought(words: Sequence[str], of: str) -> list[tuple[Sequence[str], Sequence[str]]]:
    """The words as the index is asked for them."""
    return [(marked(word, of), ()) for word in words]


def _behind(of: str, piece: str) -> str:
    end = " " if piece.endswith(" ") else ""
    return "".join(f" {of}{token}" for token in piece.split()) + end
