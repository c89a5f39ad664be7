"""The registry of verbs: modules say in ``AppConfig.ready()`` what their entries are called."""

from __future__ import annotations

from duecare.core.errors import Text

_labels: dict[str, Text] = {}


def register(labels: dict[str, Text]) -> None:
    """Declare verbs: ``{"reports.filed": _("filed a report")}``."""
    _labels.update(labels)


def label(verb: str) -> str:
    """What people call it, in the language active now; the verb itself when nobody said."""
    return str(_labels.get(verb, verb))


def known() -> dict[str, str]:
    """Every declared verb with its label, in the language active now."""
    return {verb: str(text) for verb, text in sorted(_labels.items())}
