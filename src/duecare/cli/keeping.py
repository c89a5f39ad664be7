"""``backup`` and ``restore``: data and keys apart, consistent while the server runs, proved by the record."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from duecare import __version__
from duecare.attachments import store
from duecare.attachments.queries import inventory
from duecare.audit import keyfiles as keys
from duecare.audit.queries import verify
from duecare.core import clock
from duecare.core.errors import BadInput, Conflict

_DUMP = {"sqlite": "duecare.sqlite3", "postgresql": "duecare.pgdump"}


def _copy_sqlite(target: Path) -> None:
    """A consistent copy, page by page, while others read and write."""
    with (
        closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy, pages=2000)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BadInput("backup-damaged", _("The copy is damaged; the database file may be too."))


def _postgres(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs against the configured database; the password goes by environment."""
    if shutil.which(program) is None:
        raise BadInput(
            "no-client",
            _("%(program)s is not installed. On Debian: apt install postgresql-client"),
            program=program,
        )
    at = connection.settings_dict
    environment = {
        "PGHOST": str(at["HOST"]),
        "PGPORT": str(at["PORT"] or 5432),
        "PGUSER": at["USER"],
        "PGPASSWORD": at["PASSWORD"],
        "PGDATABASE": at["NAME"],
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    done = subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadInput(
            "client-failed", "%(program)s: %(said)s", program=program, said=done.stderr.strip()[-400:]
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A path to write to that becomes ``target`` only when everything went well; nothing half-written stays."""
    if target.exists():
        raise Conflict("exists", _("%(file)s is there already and is left as it is."), file=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        yield draft
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def write_data(folder: Path, at: datetime) -> Path:
    """Write ``duecare-data-<UTC time>.tar.gz``: database, manifest with its hash, photographs. :returns: its path.

    The database is copied first: a file is there before its row, so none that the copy refers to can be missing,
    except what was forgotten meanwhile.
    """
    target = folder / f"duecare-data-{at:%Y%m%dT%H%M%SZ}.tar.gz"
    with (
        _draft(target) as draft,
        tempfile.TemporaryDirectory(dir=folder if folder.exists() else None) as work,
    ):
        dump = Path(work) / _DUMP[connection.vendor]
        if connection.vendor == "sqlite":
            _copy_sqlite(dump)
        else:
            _postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(dump))
        manifest = {
            "duecare": __version__,
            "at": at.isoformat(),
            "database": connection.vendor,
            "file": dump.name,
            "sha256": _sha256(dump),
        }
        (Path(work) / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        # Photographs are compressed already; more effort would gain nothing.
        with tarfile.open(draft, "w:gz", compresslevel=1) as archive:
            for path in (Path(work) / "manifest.json", dump):
                archive.add(path, path.name)
            for path in store.paths():
                with suppress(FileNotFoundError):  # forgotten a moment ago
                    archive.add(path, str(Path("attachments", path.parent.name, path.name)))
    return target


def write_keys(folder: Path, at: datetime) -> Path:
    """Write ``duecare-keys-<UTC time>.tar.gz``, readable by its owner alone. :returns: its path."""
    target = folder / f"duecare-keys-{at:%Y%m%dT%H%M%SZ}.tar.gz"
    with _draft(target) as draft:
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w:gz") as archive:
            archive.add(keys.folder(settings.HOME), "keys")
    return target


def read_data(archive_path: Path, work: Path) -> tuple[Path, dict[str, Any]]:
    """Unpack a data backup and check it against its manifest.

    :raises BadInput: when it is no backup, or not whole, or of the other kind of database.
    """
    try:
        with tarfile.open(archive_path, "r:gz") as archive:
            archive.extractall(work, filter="data")
        manifest = json.loads((work / "manifest.json").read_text("utf-8"))
        dump = work / Path(manifest["file"]).name
        whole = _sha256(dump) == manifest["sha256"]
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise BadInput("no-backup", _("%(file)s is not a duecare data backup."), file=archive_path) from error
    if not whole:
        raise BadInput("backup-damaged", _("%(file)s has been changed or damaged."), file=archive_path)
    if manifest["database"] != connection.vendor:
        raise BadInput(
            "other-database",
            _("This backup is of %(theirs)s, the configured database is %(ours)s."),
            theirs=manifest["database"],
            ours=connection.vendor,
        )
    return dump, manifest


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keys",
    "keys_folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the key backup: another medium. / 密钥备份的目录：应在另一介质上。",
)
def backup(folder: Path, keys_folder: Path | None) -> None:
    """Back up while the server runs: data to FOLDER, keys elsewhere. / 在服务运行中备份：数据与密钥分开。"""
    at = clock.now()
    if keys_folder and keys_folder.resolve() == folder.resolve():
        raise click.UsageError(_("Keys and data may not lie in the same folder."))
    click.echo(_("data: %s") % write_data(folder, at))
    if keys_folder:
        click.echo(_("keys: %s") % write_keys(keys_folder, at))
    else:
        click.echo(_("The keys are not in it. Back them up apart, with --keys FOLDER."))


def read_keys(archive_path: Path, work: Path) -> Path:
    """Unpack a key backup. :returns: the folder of keys. :raises BadInput: when it is none."""
    try:
        with tarfile.open(archive_path, "r:gz") as archive:
            archive.extractall(work, filter="data")
        if (work / "keys" / "secret.key").is_file():
            return work / "keys"
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BadInput("no-keys", _("%(file)s is not a duecare key backup."), file=archive_path) from error
    raise BadInput("no-keys", _("%(file)s is not a duecare key backup."), file=archive_path)


def _something_here() -> bool:
    """Whether a restore would meet a database or keys; asking does not make any."""
    if keys.folder(settings.HOME).exists() or next(store.paths(), None):
        return True
    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).exists()
    return bool(connection.introspection.table_names())


@click.command()
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    "key_archive",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The key backup. / 密钥备份文件。",
)
def restore(data: Path, key_archive: Path) -> None:
    """Restore DATA into an empty deployment and prove it. / 恢复到空的部署，并以记录验证。"""
    if _something_here():
        raise Conflict(
            "not-empty",
            _(
                "There is a deployment here already: %(home)s. Restore into an empty DUECARE_HOME and database."
            ),
            home=settings.HOME,
        )
    connection.close()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.HOME) as work:
        dump, manifest = read_data(data, Path(work))
        ours = read_keys(key_archive, Path(work))
        if connection.vendor == "sqlite":
            dump.replace(settings.DATABASES["default"]["NAME"])
        else:
            database = connection.settings_dict["NAME"]
            words = ("--no-owner", "--exit-on-error", "--single-transaction", "--dbname", database, str(dump))
            _postgres("pg_restore", *words)
        ours.rename(keys.folder(settings.HOME))
        store.take_over(Path(work) / "attachments")
    call_command("migrate", interactive=False, verbosity=0)
    click.echo(_("Restored the state of %s.") % manifest["at"])
    prove()


def prove() -> None:
    """Say whether record and attachments are whole; the exit code says it too."""
    verdict, files = verify(), inventory(clock.now())
    click.echo(str(verdict))
    click.echo(
        _("photographs and papers: %(whole)d whole, %(missing)d missing, %(damaged)d damaged")
        % {"whole": files.whole, "missing": len(files.missing), "damaged": len(files.damaged)}
    )
    for attachment_id in (*files.missing, *files.damaged):
        click.echo(f"  {attachment_id}")
    if not (verdict.ok and files.ok):
        raise click.exceptions.Exit(1)
