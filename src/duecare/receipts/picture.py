"""The picture that holds a code: a QR code, drawn by sums.

To draw one anew takes longer than all the rest of bringing a case. A QR code of a given size, correction and mask is
linear: a bit of the text that changes turns over the same modules whatever the other bits are. So the address, which is
always the same, is drawn once in a process, with what each bit of a code turns over; a code's picture is their sum.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

import segno

#: Readers take every mask; the standard's choice among the eight is what takes the time.
MASK = 3
#: Modules of white around it, and how wide each is, in pixels.
_BORDER, _SCALE = 2, 4
_BITS = 7
_DARK = re.compile("1+")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Pictures as whole numbers, a bit for each module: of the address with zeros, and what each bit turns over."""

    size: int
    zeros: int
    turned: tuple[tuple[int, ...], ...]


_drawn: dict[tuple[str, int], _Drawn] = {}
_one_at_a_time = threading.Lock()


def modules(address: str, code: str) -> tuple[int, int]:
    """The QR code of an address with a code behind it: how many modules wide, and which are dark.

    :param code: ASCII.
    :returns: the second with a bit for each module, the first bit that of the upper left one.
    """
    drawn = _drawn.get((address, len(code))) or _draw(address, len(code))
    dark = drawn.zeros
    for turned, character in zip(drawn.turned, code, strict=True):
        changed = ord(character) ^ ord("0")
        for bit in range(_BITS):
            if changed >> bit & 1:
                dark ^= turned[bit]
    return drawn.size, dark


def picture(address: str, code: str) -> str:
    """The same as an SVG image in a ``data:`` address."""
    size, dark = modules(address, code)
    text = f"{dark:0{size * size}b}"
    runs = [
        f"M{run.start() + _BORDER},{row + _BORDER}.5h{run.end() - run.start()}"
        for row in range(size)
        for run in _DARK.finditer(text[row * size : row * size + size])
    ]
    return _around(size) % "".join(runs)


def _around(size: int) -> str:
    whole = size + 2 * _BORDER
    wide = whole * _SCALE
    return (
        "data:image/svg+xml,%%3Csvg%%20xmlns=%%27http://www.w3.org/2000/svg%%27"
        f"%%20width=%%27{wide}%%27%%20height=%%27{wide}%%27%%20viewBox=%%270,0,{whole},{whole}%%27%%3E"
        "%%3Cpath%%20stroke=%%27%%23000%%27%%20d=%%27%s%%27/%%3E%%3C/svg%%3E"
    )


def _draw(address: str, length: int) -> _Drawn:
    with _one_at_a_time:
        if (address, length) in _drawn:
            return _drawn[address, length]
        zeros = "0" * length
        size, dark = _made(address + zeros)
        turned = tuple(
            tuple(
                _made(f"{address}{zeros[:n]}{chr(ord('0') ^ 1 << bit)}{zeros[n + 1 :]}")[1] ^ dark
                for bit in range(_BITS)
            )
            for n in range(length)
        )
        drawn = _drawn[address, length] = _Drawn(size, dark, turned)
    return drawn


def _made(text: str) -> tuple[int, int]:
    """As the library draws it. Bytes, so that the size hangs on nothing but the length."""
    made = segno.make(text, error="m", mask=MASK, mode="byte", micro=False)
    rows = [bytes(row) for row in made.matrix]
    bits = "".join("1" if module else "0" for row in rows for module in row)
    return len(rows), int(bits, 2)
