"""Text made comparable: what looks alike becomes alike, what can't be seen goes, every character knows its place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Chinese numerals as people use them to spell out a number, 幺 and 洞 among them.
_SPELT = ("〇零洞", "一壹幺弌", "二贰兩两弍", "三叁参弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_NUMERALS = {char: str(digit) for digit, chars in enumerate(_SPELT) for char in chars}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded, and for each of its characters the place of the original one it came from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that a part of the folded text came from, half-open."""
        return self.places[start], self.places[end - 1] + 1


def is_invisible(char: str) -> bool:
    """Whether a character can't be seen: zero-width, a mark of direction, a selector of variants, a control."""
    if char in "\n\t":
        return False
    return (
        unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn")
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
        or char in "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0\u2800"
    )


def without_invisible(text: str) -> str:
    """The text with everything that can't be seen taken out, lines and tabs kept."""
    return "".join(char for char in text if not is_invisible(char))


def folded(text: str, *, numerals: bool = False) -> Folded:
    """The text folded for comparison: NFKC, one case, without what can't be seen, digits of every script as 0 to 9.

    :param numerals: whether Chinese numerals become digits too.
    """
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if is_invisible(char):
            continue
        for one in unicodedata.normalize("NFKC", char).casefold():
            chars.append(_digit(one, numerals))
            places.append(place)
    return Folded("".join(chars), tuple(places))


def lettered(text: Folded) -> Folded:
    """Letters and digits alone, so that spaces and signs between them hide nothing."""
    kept = [(char, place) for char, place in zip(text.text, text.places, strict=True) if char.isalnum()]
    return Folded("".join(char for char, _place in kept), tuple(place for _char, place in kept))


def _digit(char: str, numerals: bool) -> str:
    if numerals and char in _NUMERALS:
        return _NUMERALS[char]
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)
