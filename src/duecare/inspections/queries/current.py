"""The checklists that inspections begin with now: those of the program, and the deployment's own above them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.inspections import versions
from duecare.inspections.models import ChecklistVersion
from duecare.inspections.rules import Field
from duecare.inspections.versions import Version


def current() -> list[Version]:
    """Of each key the newest version, in the order of the fields. One statement."""
    newest = {version.checklist.key: version for version in versions.shipped()}
    for row in ChecklistVersion.objects.filter(added_at__isnull=False).order_by("key", "version"):
        there = newest.get(row.key)
        if there is None or there.checklist.version < row.version:
            newest[row.key] = Version(row.id, row.body, row.checklist)
    order = list(Field)
    return sorted(newest.values(), key=lambda one: (order.index(one.checklist.field), one.checklist.key))


def latest(key: str) -> Version:
    """The version of a checklist that inspections begin with now. :raises NotFound: there is none of that key."""
    for one in current():
        if one.checklist.key == key:
            return one
    raise NotFound("checklist-unknown", _("There is no such checklist."))
