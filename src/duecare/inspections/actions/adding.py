"""Adding a deployment's own checklist, or a newer version of one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.inspections.checking import check_file
from duecare.inspections.models import ChecklistVersion
from duecare.inspections.queries.current import current
from duecare.inspections.versions import version_id


@transaction.atomic
def add_checklist(*, file: Path, at: datetime) -> ChecklistVersion:
    """Take a checklist in for everybody; inspections that have begun go on with the version they began with.

    The same again is the same. It is a command of whoever runs the program: a checklist belongs to no unit.

    :raises ChecklistRefused: the file has errors.
    :raises Conflict: there is a checklist of that key with this version or a newer one, and other content.
    """
    checked = check_file(file)
    checklist, wanted = checked.checklist(), version_id(checked.body)
    there = ChecklistVersion.objects.filter(id=wanted, added_at__isnull=False).first()
    if there is not None:
        return there
    newest = next((one for one in current() if one.checklist.key == checklist.key), None)
    if newest is not None and newest.checklist.version >= checklist.version:
        raise Conflict(
            "checklist-version",
            _("There is a checklist “%(key)s” of version %(version)s already."),
            hint=_("Give the file a version greater than that."),
            key=checklist.key,
            version=newest.checklist.version,
        )
    values = {"key": checklist.key, "version": checklist.version, "body": checked.body, "added_at": at}
    return ChecklistVersion.objects.create(id=wanted, **values)
