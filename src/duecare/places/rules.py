"""Pure decisions: what a place is called, and where it lies."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

NAME_LENGTH, NAME_EN_LENGTH, NUMBER_LENGTH = 60, 80, 30
#: Random bits of the code on a label: ten characters, which nobody guesses and anybody can type.
CODE_BITS = 50
#: Decimal degrees are kept to a tenth of a metre or so.
STEP = Decimal("0.000001")


def tidy(text: str) -> str:
    """A name without line breaks and doubled spaces."""
    return " ".join(text.split())


def tidy_code(text: str) -> str:
    """A code as typed from a label: case, spaces and hyphens do not matter, nor do O for 0 and I or L for 1."""
    plain = "".join(text.split()).replace("-", "").lower()
    return plain.translate(str.maketrans("oil", "011"))


def is_on_earth(latitude: Decimal | None, longitude: Decimal | None) -> bool:
    """Whether both are given, in decimal degrees, or neither."""
    if latitude is None or longitude is None:
        return latitude is longitude
    return abs(latitude) <= 90 and abs(longitude) <= 180


def rounded(degrees: Decimal | None) -> Decimal | None:
    """Degrees as they are kept."""
    return None if degrees is None else degrees.quantize(STEP, ROUND_HALF_EVEN)
