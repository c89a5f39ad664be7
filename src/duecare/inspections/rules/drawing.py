"""Drawing which units are inspected: nobody can foresee it, and afterwards everybody can work it out again.

A cycle has a secret seed of 32 bytes. What is known before the first draw is its commitment, SHA-256 over the seed and
the cycle's name; units are ranked by HMAC-SHA256 (RFC 2104) of their names under the seed. When the cycle is over the
seed is told, and whoever has the lists of units gets the same result.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Drawing:
    """One draw as it was made, everything that its result follows from but the seed.

    :param window: key of the window.
    :param share: which part of the units at least.
    :param left: windows left in the cycle, this one included.
    :param pool: keys of the units that could be drawn.
    :param drawn: keys of those that were.
    """

    window: str
    share: Fraction
    left: int
    pool: Sequence[str]
    drawn: Sequence[str]


def cycle_name(programme: str, key: str, cycle: str) -> str:
    """What a commitment is bound to: ``<plan>/<programme>/<first window>``."""
    return f"{programme}/{key}/{cycle}"


def commitment(seed: bytes, name: str) -> str:
    """SHA-256 over the seed and the cycle's name, in hex."""
    return hashlib.sha256(seed + name.encode()).hexdigest()


def seal(seed: bytes, name: str, window: str, drawn: Iterable[str]) -> str:
    """HMAC-SHA256 of a result under the seed, in hex: the record can hold it while nobody may learn the result."""
    return _mac(seed, f"{name}/{window}:{','.join(sorted(drawn))}")


def how_many(share: Fraction, pool: int, unseen: int, left: int) -> int:
    """How many are drawn: the share, rounded up, and enough for every unit to have its turn within the cycle.

    :param unseen: units that the cycle has not drawn yet.
    :param left: windows left in the cycle, this one included.
    """
    return min(pool, max(-(-share.numerator * pool // share.denominator), -(-unseen // left)))


def draw(
    *, seed: bytes, name: str, pool: Collection[str], seen: Collection[str], share: Fraction, left: int
) -> tuple[str, ...]:
    """The units of one window: those first that the cycle has not drawn, in the order of their ranks.

    :param pool: keys of the units that can be drawn now.
    :param seen: keys of those that the cycle has drawn before, whether or not they still stand.
    """
    before = set(seen)
    ranked = sorted(set(pool), key=lambda unit: (unit in before, _mac(seed, f"{name}/{unit}"), unit))
    unseen = len(set(pool) - before)
    return tuple(ranked[: how_many(share, len(ranked), unseen, left)])


def agrees(seed: bytes, name: str, committed: str, drawings: Iterable[Drawing]) -> bool:
    """Whether the seed is the one committed to, and every draw of the cycle, in order, follows from it."""
    if commitment(seed, name) != committed:
        return False
    seen: set[str] = set()
    for one in drawings:
        again = draw(seed=seed, name=name, pool=one.pool, seen=seen, share=one.share, left=one.left)
        if again != tuple(one.drawn):
            return False
        seen.update(again)
    return True


def _mac(seed: bytes, text: str) -> str:
    return hmac.new(seed, text.encode(), hashlib.sha256).hexdigest()
