"""Backups of the key file: at most two, and known of until the last is destroyed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from duecare.audit.actions import record
from duecare.orgs.models import Unit
from duecare.vault import keyfile
from duecare.vault.models import PLACE_LENGTH, KeyBackup, MonthKey
from duecare.vault.queries.condition import MOST_BACKUPS
from duecare.vault.queries.standing import require_same
from duecare.vault.rules.refusals import refusal

BACKUP = "vault_backup"


def back_up(*, folder: Path, at: datetime) -> KeyBackup:
    """Copy the key file to ``duecare-vault-<UTC time>.keys`` in a folder, made when it is not there.

    With two standing, the older is destroyed first. The row is written before the copy: no copy is ever unknown.

    :raises Conflict: the folder lies in the home folder or holds a data backup, or the older copy is not where it was
        written.
    :raises Locked: there is no key file that fits this database.
    :raises OSError: the copy can't be written, or is there already.
    """
    keys = keyfile.read()
    require_same(keys, MonthKey.objects.standing())
    place = folder.resolve() / f"duecare-vault-{at:%Y%m%dT%H%M%SZ}.keys"
    _require_apart(place)
    standing = list(KeyBackup.objects.filter(destroyed_at=None).order_by("made_at", "id"))
    older = standing[: max(0, len(standing) - MOST_BACKUPS + 1)]
    for each in older:
        if not Path(each.place).is_file():
            raise refusal("no-room", place=each.place)
    for each in older:
        destroy_backup(place=Path(each.place), at=at)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with transaction.atomic():
        backup = KeyBackup.objects.create(place=str(place), made_at=at)
        _record("vault.backed_up", backup, at)
    try:
        keyfile.put(place, keyfile.written(keys))
    except OSError:
        KeyBackup.objects.filter(id=backup.id).update(destroyed_at=at)
        place.unlink(missing_ok=True)
        raise
    return backup


def destroy_backup(*, place: Path, at: datetime, gone: bool = False) -> KeyBackup:
    """Overwrite and remove a copy, and note it.

    :param gone: it was destroyed elsewhere, as with the medium it lay on.
    :raises NotFound: none is known there. :raises Conflict: it is not there, and nobody says that it is gone.
    :raises OSError: it can't be overwritten.
    """
    backup = KeyBackup.objects.filter(place=str(place.resolve()), destroyed_at=None).first()
    if backup is None:
        raise refusal("no-backup", place=place)
    there = place.is_file()
    if not there and not gone:
        raise refusal("not-there", place=place)
    if there:
        keyfile.shred(place)
    backup.destroyed_at = at
    with transaction.atomic():
        backup.save(update_fields=["destroyed_at"])
        _record("vault.backup_destroyed", backup, at)
    return backup


def _require_apart(place: Path) -> None:
    """:raises Conflict: it would lie where the data lies, or is there. :raises BadInput: its path is too long."""
    home = Path(settings.HOME).resolve()
    if place.is_relative_to(home) or any(place.parent.glob("duecare-data-*")):
        raise refusal("beside", place=place.parent)
    if place.exists():
        raise refusal("backup-there", place=place)
    if len(str(place)) > PLACE_LENGTH:
        raise refusal("place-too-long", place=place.parent)


def _record(verb: str, backup: KeyBackup, at: datetime) -> None:
    for root in Unit.objects.filter(parent=None).values_list("id", flat=True):
        record(
            root=root,
            verb=verb,
            object_kind=BACKUP,
            object_id=backup.id,
            at=at,
            actor=None,
            post=None,
            details={"made": backup.made_at.isoformat()},
        )
