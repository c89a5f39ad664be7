"""What the doctors look at in the vault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.cli.findings import Finding
from duecare.vault.keyfile import path
from duecare.vault.queries.condition import BACKUP_KEPT, Condition, condition
from duecare.vault.rules.months import written


def vault_findings(at: datetime) -> Iterator[Finding]:
    """The state of keys, months and backups."""
    found = condition(at=at)
    if found.through is None and not found.matters:
        yield Finding("note", _("vault: no keys were made yet"), _("Run: duecare init"))
        return
    yield _lock(found)
    yield from _months(found)
    yield from _backups(found, at)


def _lock(found: Condition) -> Finding:
    if found.locked:
        # With nothing sealed yet nobody is kept waiting: a restore has put back the data alone.
        grade = "bad" if found.matters else "note"
        said = _("vault: %(what)s (%(file)s)") % {"what": found.locked.message, "file": path()}
        return Finding(grade, said, _mending(found.locked.code))
    if found.wrong:
        return Finding(
            "bad",
            _("vault: the key file %(file)s does not match the database for %(months)s")
            % {"file": path(), "months": _named(found.wrong)},
            _("Put the right key file in its place; until then nothing sealed can be opened."),
        )
    sealed = ngettext("%d sealed matter", "%d sealed matters", found.matters) % found.matters
    return Finding("ok", _("vault: open, %(sealed)s, keys in %(file)s") % {"sealed": sealed, "file": path()})


def _mending(code: str) -> str:
    if code == "vault-readable":
        return f"chmod 600 {path()}"
    if code == "vault-unreadable":
        return _("Let the user running duecare own it.")
    return _("Put back the latest backup of the vault's keys.")


def _months(found: Condition) -> Iterator[Finding]:
    if found.absent:
        yield Finding(
            "bad",
            _("vault: the key file lacks the keys of %s; what is taken in now can't be opened")
            % _named(found.absent),
            _("Put back the latest backup of the vault's keys; if there is none, see docs/vault.md."),
        )
    if found.past:
        yield Finding(
            "bad",
            _("vault: keys of months that are over are still there: %s") % _named(found.past),
            _("Run `duecare vault expire` where the key file is."),
        )
    if found.unfinished:
        yield Finding(
            "bad",
            _("vault: a rotation was broken off; everything still opens"),
            _("Run `duecare vault rotate` again to finish it."),
        )
    if found.short:
        through = written(found.through) if found.through else "–"
        yield Finding(
            "bad",
            _("vault: keys are made through %s only") % through,
            _("Run `duecare init` where the key file is."),
        )


def _backups(found: Condition, at: datetime) -> Iterator[Finding]:
    for backup in found.backups:
        days = (at - backup.made_at).days
        told = {"place": backup.place, "days": days}
        if backup in found.overdue:
            yield Finding(
                "bad",
                _("vault: the key backup %(place)s is %(days)d days old") % told,
                _("Make a new one with `duecare vault backup`, then run `duecare vault destroy %s`.")
                % backup.place,
            )
        else:
            yield Finding("ok", _("vault: key backup %(place)s, %(days)d days old") % told)
    if not found.backups:
        yield Finding(
            "note",
            _("vault: no backup of its keys; if the key file is lost, everything sealed is"),
            _("Run `duecare vault backup FOLDER`, on another medium and in other hands than the data."),
        )
    if found.lingering:
        yield Finding(
            "note",
            _("vault: forgotten months that a key backup still holds: %s") % _named(found.lingering),
            _("They count as destroyed when that backup is, %d days after it was made at the latest.")
            % BACKUP_KEPT.days,
        )


def _named(months: Iterable[date]) -> str:
    return ", ".join(written(month) for month in months)
