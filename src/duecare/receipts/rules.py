"""Pure decisions about follow-up codes: how one is written, read and checked, and how long a page stays open."""

from __future__ import annotations

from datetime import timedelta

from duecare.core.ids import TOKEN_ALPHABET

#: Random bits of a code: nobody guesses one, however long they try.
BITS = 100
#: Characters of a code without and with the one that is computed from the others.
RANDOM, LENGTH = 20, 21
#: How a code is written: seven times three characters, which can be read aloud.
GROUP = 3
#: What people type longer is no code of ours.
MOST_TYPED = 60
#: How long a receipt's page stays open after the last look at it.
OPEN_FOR = timedelta(minutes=30)
_VALUES = {character: value for value, character in enumerate(TOKEN_ALPHABET)}
#: x^5 + x^2 + 1, primitive over GF(2): its powers tell 31 positions apart.
_POLYNOMIAL = 0b100101


def with_check(random: str) -> str:
    """The code: its random characters, then one that makes the whole come out even.

    A single wrong character, and any two that changed places, are noticed: a checksum over GF(32).
    """
    return random + TOKEN_ALPHABET[_times_x(_folded(random))]


def is_whole(code: str) -> bool:
    """Whether a tidy code has its length and its check character fits."""
    return len(code) == LENGTH and set(code) <= set(_VALUES) and _folded(code) == 0


def tidy(text: str) -> str:
    """A code as typed: case, spaces and dashes do not matter, nor do O for 0 and I or L for 1."""
    plain = "".join(c for c in text[:MOST_TYPED].lower() if not c.isspace() and c not in "-–—_.·")
    return plain.translate(str.maketrans("oil", "011"))


def grouped(code: str) -> str:
    """A code as it is shown: ``7K3-M0Q-…``."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)).upper()


def _folded(code: str) -> int:
    total = 0
    for character in code:
        total = _times_x(total) ^ _VALUES[character]
    return total


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 0b100000 else value
