"""Keys that are given twice, and names of things that are not there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from duecare.documents.problems import Path, Problem


def doubled(things: list[Any], path: Path) -> Iterator[Problem]:
    """Things of a list that have the key of an earlier one."""
    seen: set[str] = set()
    for i, thing in enumerate(things):
        if thing["key"] in seen:
            message = _("The key “%(key)s” is given twice in this list.") % {"key": thing["key"]}
            yield Problem((*path, i, "key"), message, _("Give one of them another key."))
        seen.add(thing["key"])


def unknown(name: str, known: Collection[str], path: Path, message: str) -> Iterator[Problem]:
    """A name of something that is not there.

    :param message: with ``%(key)s``.
    """
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
        yield Problem(path, message % {"key": name}, hint)


def unknown_all(names: list[str], known: Collection[str], path: Path, message: str) -> Iterator[Problem]:
    """The same for every name of a list."""
    for i, name in enumerate(names):
        yield from unknown(name, known, (*path, i), message)
