"""Writing the plan in force back as a file."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.plans.models import Programme
from duecare.plans.sections import SECTIONS

_ORDER = (
    "plan", "title", "root", "office", "zone", "calendar", "period", "phases", "scope", "aims", "leading_group",
    "ladders",
)  # fmt: skip


class _Dumper(yaml.SafeDumper):
    """Short mappings and lists on one line; no anchors; lists indented."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def export(key: str) -> str:
    """The plan in force as YAML; applying it changes nothing.

    :raises NotFound: there is no such programme.
    """
    programme = Programme.objects.filter(key=key).first()
    latest = programme.versions.order_by("-number").first() if programme else None
    if programme is None or latest is None:
        raise NotFound("programme-unknown", _("There is no such programme."))
    body = {name: latest.body[name] for name in _ORDER if name in latest.body}
    if latest.calendar:
        body["calendar"] = latest.calendar
    for section in SECTIONS:
        value = section.export(key)
        if value is not None:
            body[section.key] = value
    if "closing" in latest.body:
        body["closing"] = latest.body["closing"]
    return yaml.dump(
        body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
    )
