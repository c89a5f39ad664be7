"""What stands above every page and is not the page's own: the demo's simulated time, an outage, a notice.

Modules hand theirs down in ``AppConfig.ready()``; this floor knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

#: request -> (template, its context), or None when there is nothing to show.
Bar = Callable[[HttpRequest], "tuple[str, Mapping[str, Any]] | None"]

_bars: dict[str, Bar] = {}


def register(name: str, bar: Bar) -> None:
    """Declare a bar."""
    _bars[name] = bar


def shown(request: HttpRequest) -> list[tuple[str, Mapping[str, Any]]]:
    """The bars that have something to show, in order of their names."""
    return [found for _name, bar in sorted(_bars.items()) if (found := bar(request)) is not None]
