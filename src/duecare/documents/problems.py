"""Something wrong in a file that somebody wrote, before it is known in which line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Keys and positions from a value down to the words that are wrong; () is the value itself.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong.

    :param path: where, from the top of the file.
    :param message: what, in the reader's language (lazy text or str).
    :param hint: how to mend it.
    :param rule: the charter's rule number when it is the charter that refuses.
    """

    path: Path
    message: Any
    hint: Any = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class NameProblem(Problem):
    """It is the name that is wrong, not the value that stands under it."""


@dataclass(frozen=True, slots=True)
class Notice(Problem):
    """Nothing is wrong, but whoever wrote it may not have meant it so: a warning."""
