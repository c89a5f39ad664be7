"""What goes into a spreadsheet must not run there."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(value: object) -> object:
    """The value, a text that a spreadsheet would take for a formula made plain by an apostrophe; numbers as they are.

    The full-width signs are folded into formulas by some Chinese spreadsheets.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value
