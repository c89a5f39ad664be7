"""What makes words findable: pairs of Chinese characters, and whole Latin words and figures, folded. Pure.

A database's own parsers find nothing in a Chinese sentence, or nothing under three characters. Pairs made here are the
same on both databases, and any two characters of a sentence are one of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

#: Han, kana and hangul: written without spaces.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_FIRST = re.compile(rf"[{_UNSPACED}]")
#: No typed word holds this character: it marks what a hazard is at and about, by id.
MARK = "§"


def fold(text: str) -> str:
    """Full width and half width, large and small are the same (Unicode NFKC and case folding)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def indexed(text: str, marks: Iterable[str] = ()) -> str:
    """The tokens of a text in order, each with a space before and after, then the marks.

    >>> indexed("灭火器A3过期", ["cfire"])
    ' 灭火 火器 器 a3 过期 期 §cfire '

    The last character of a run stands alone too, so that every character begins a token.
    """
    tokens: list[str] = []
    for run in _RUN.findall(fold(text)):
        tokens += [run[n : n + 2] for n in range(len(run))] if _FIRST.match(run) else [run]
    tokens += [MARK + mark for mark in marks]
    return f" {' '.join(tokens)} " if tokens else ""


def pieces(word: str) -> tuple[str, ...]:
    """What the tokens of a text hold, one behind the other, when it holds the word: each is part of :func:`indexed`.

    Latin words and figures, and a single Chinese character, are beginnings of tokens. Nothing when the word is made of
    signs alone.

    >>> pieces("灭火器a"), pieces("火")
    ((' 灭火 火器 ', ' a'), (' 火',))
    """
    found = []
    for run in _RUN.findall(fold(word)):
        pairs = [run[n : n + 2] for n in range(len(run) - 1)]
        found.append(f" {' '.join(pairs)} " if pairs and _FIRST.match(run) else f" {run}")
    return tuple(found)


def for_postgresql(words: Sequence[tuple[Sequence[str], Sequence[str]]]) -> str:
    """A ``tsquery``: of each word all pieces or one of its marks."""
    return " & ".join(_either(parts, marks, " & ", " | ", "'{}'", "'{}':*") for parts, marks in words)


def for_sqlite(words: Sequence[tuple[Sequence[str], Sequence[str]]]) -> str:
    """The same for FTS5."""
    return " AND ".join(_either(parts, marks, " AND ", " OR ", '"{}"', '"{}"*') for parts, marks in words)


def _either(
    parts: Sequence[str], marks: Sequence[str], both: str, either: str, whole: str, begins: str
) -> str:
    # Tokens are letters and figures and nothing else, so that none needs an escape.
    tokens = [
        (whole if part.endswith(" ") else begins).format(token) for part in parts for token in part.split()
    ]
    ways = [f"({both.join(tokens)})"] if tokens else []
    return f"({either.join([*ways, *(whole.format(MARK + mark) for mark in marks)])})"
