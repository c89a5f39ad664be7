"""What ``doctor`` looks at."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.attachments import store
from duecare.audit import keyfiles as keys
from duecare.cli.findings import Finding
from duecare.cli.planning import vacancy_lines
from duecare.cli.sealed import vault_findings
from duecare.duty.queries.searches import unattended
from duecare.obligations.queries import clock_seen_at, confirmed_through

#: Free space below which the doctor warns, in bytes.
LITTLE_SPACE = 2 * 1024**3
#: What a photograph takes with its thumbnail, at most.
PHOTOGRAPH = 1024**2
#: Folders that web servers hand out, whole, and names of such folders.
SERVED = ("/var/www", "/srv/www", "/srv/http", "/usr/share/nginx", "/usr/share/caddy")
SERVED_NAMES = frozenset({"public_html", "htdocs", "wwwroot"})


def checks(at: datetime) -> Iterator[Finding]:
    """Look at everything; what depends on the database is left out when there is none to ask."""
    yield from _files()
    yield from _attachments()
    try:
        yield from _database(at)
    except DatabaseError as error:
        yield Finding("bad", _("database: %s") % error, _("On a new machine run: duecare init"))
    yield _mail()
    yield _address()


def _files() -> Iterator[Finding]:
    folder = keys.folder(settings.HOME)
    if not (folder / "secret.key").exists():
        yield Finding("bad", _("keys: none in %s") % folder, _("Run: duecare init"))
    else:
        wide = [p.name for p in folder.iterdir() if p.stat().st_mode & 0o077]
        if wide:
            yield Finding(
                "bad", _("keys that others can read: %s") % ", ".join(wide), f"chmod 600 {folder}/*"
            )
        else:
            yield Finding("ok", _("keys: in place, readable by their owner alone"))
    if settings.HOME.exists():
        free = shutil.disk_usage(settings.HOME).free
        size = f"{free / 1024**3:.1f} GB"
        if free < LITTLE_SPACE:
            yield Finding("bad", _("disk: %s free") % size, _("Make room: without it nothing can be filed."))
        else:
            yield Finding("ok", _("disk: %s free") % size)


def _attachments() -> Iterator[Finding]:
    """Whether photographs and papers can be kept, only the program hands them out, and how many still fit."""
    folder = store.folder()
    if _is_served(folder.resolve()):
        yield Finding(
            "bad",
            _("photographs and papers: %s lies in a folder that web servers hand out to anybody") % folder,
            _("Move the home folder elsewhere: only the program may hand them out."),
        )
    try:
        there = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"x")
        free = shutil.disk_usage(there).free
    except OSError as error:
        yield Finding(
            "bad",
            _("photographs and papers: nothing can be kept in %(folder)s (%(why)s)")
            % {"folder": folder, "why": error.strerror or error},
            _("Let it be a folder that the user running duecare may write to, with room left."),
        )
        return
    yield _room(free)


def _is_served(folder: Path) -> bool:
    roots = (Path(settings.STATIC_ROOT), *map(Path, SERVED))
    return any(folder.is_relative_to(root) for root in roots) or bool(SERVED_NAMES.intersection(folder.parts))


def _room(free: int) -> Finding:
    count = free // PHOTOGRAPH
    rounded = count - count % 10 ** max(0, len(str(count)) - 2)
    message = ngettext(
        "photographs and papers: %(size)s free, room for about %(count)s photograph",
        "photographs and papers: %(size)s free, room for about %(count)s photographs",
        rounded,
    ) % {"size": f"{free / 1024**3:.1f} GB", "count": f"{rounded:,}"}
    if free < LITTLE_SPACE:
        return Finding("bad", message, _("Make room: without it no photograph can be kept."))
    return Finding("ok", message)


def _database(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("bad", _("database: not at this version's tables"), _("Run: duecare init"))
        return
    version = (
        sqlite3.sqlite_version
        if connection.vendor == "sqlite"
        else str(connection.cursor().connection.info.server_version)
    )
    yield Finding(
        "ok", _("database: %(vendor)s %(version)s") % {"vendor": connection.vendor, "version": version}
    )
    seen = clock_seen_at()
    if seen is None:
        yield Finding("note", _("clock: has not run yet"), _("Run: duecare serve"))
    elif at - seen > timedelta(minutes=2):
        yield Finding(
            "bad",
            _("clock: silent since %s") % seen.isoformat(timespec="seconds"),
            _("Run: duecare serve, or duecare clock"),
        )
    else:
        yield Finding("ok", _("clock: running"))
    yield from _work(at)
    yield from vault_findings(at)
    for root, through in confirmed_through():
        if through < (at + timedelta(days=60)).date():
            yield Finding(
                "note",
                _("calendar of %(root)s: confirmed through %(day)s") % {"root": root, "day": through},
                _("Add the newly announced holidays to the calendar file and apply the plan again."),
            )
    for line in vacancy_lines(at):
        yield Finding(
            "note", line, _("Appoint somebody; until then whoever comes next on the ladder is told.")
        )


def _work(at: datetime) -> Iterator[Finding]:
    _searches, alone = unattended(at)
    if alone:
        yield Finding(
            "bad",
            _("work: rosters asked for that nobody looks for: %s") % alone,
            _("Run: duecare serve, or duecare work"),
        )
    if importlib.util.find_spec("ortools") is None:
        yield Finding(
            "note",
            _("solver: not installed; rosters are drawn up by hand"),
            _('Run: pip install "duecare[roster]"'),
        )
    else:
        yield Finding("ok", _("solver: installed"))


def _mail() -> Finding:
    url = urlsplit(settings.DUECARE["DUECARE_SMTP_URL"])
    if not url.hostname:
        return Finding(
            "note", _("mail: none; people are told in the program alone"), _("Set DUECARE_SMTP_URL.")
        )
    port = url.port or (465 if url.scheme == "smtps" else 25)
    try:
        socket.create_connection((url.hostname, port), timeout=3).close()
    except OSError as error:
        return Finding(
            "bad",
            _("mail: %(host)s does not answer (%(error)s)") % {"host": url.hostname, "error": error},
            _("Check DUECARE_SMTP_URL; messages wait and are tried again."),
        )
    return Finding("ok", _("mail: %s answers") % url.hostname)


def _address() -> Finding:
    url = urlsplit(settings.DUECARE["DUECARE_URL"])
    if url.scheme == "https" and not (url.hostname or "").replace(".", "").isdigit():
        return Finding("ok", _("address: HTTPS with a host name; passkeys and phones work"))
    return Finding(
        "note",
        _("address: %s; passkeys and work without a network need HTTPS and a host name")
        % settings.DUECARE["DUECARE_URL"],
        _("See docs/operate.md on certificates; then serve with --tls-cert and --tls-key."),
    )
