"""The registry of verbs: modules give in ``AppConfig.ready()`` the words for their entries."""

from __future__ import annotations

from duecare.core.errors import Text

_labels: dict[str, Text] = {}
_objects: dict[str, Text] = {}


def register(labels: dict[str, Text], objects: dict[str, Text] | None = None) -> None:
    """Declare verbs, ``{"reports.filed": _("filed a report")}``, and kinds of objects, ``{"unit": _("a unit")}``."""
    _labels.update(labels)
    _objects.update(objects or {})


def label(verb: str) -> str:
    """What people call it, in the language active now; the verb itself when nobody said."""
    return str(_labels.get(verb, verb))


def object_label(kind: str) -> str:
    """What people call such an object, in the language active now; the kind itself when nobody said."""
    return str(_objects.get(kind, kind))


def known() -> dict[str, str]:
    """Every declared verb with its label, in the language active now."""
    return {verb: str(text) for verb, text in sorted(_labels.items())}
