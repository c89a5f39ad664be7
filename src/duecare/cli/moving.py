"""``move-to-postgres``: everything from the SQLite file to an empty PostgreSQL database, proved by the record."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import click
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend
from django.utils.translation import gettext as _

from duecare.audit.models import Tree
from duecare.audit.queries import verify
from duecare.audit.tree import root_hash, stored
from duecare.core.errors import BadInput, Conflict

#: Rows that travel in one statement.
BATCH = 500
#: Under this name the SQLite file is read while the target is the database of the program.
SOURCE = "moving_from"


@click.command("move-to-postgres")
@click.argument("target", envvar="TARGET_DATABASE_URL")
def move_to_postgres(target: str) -> None:
    """Copy the SQLite database to an empty PostgreSQL one and prove it. / 将 SQLite 数据搬到空的 PostgreSQL 并验证。

    TARGET is its address, as the owner of its tables; or set TARGET_DATABASE_URL, which no process list shows.
    """
    if connection.vendor != "sqlite":
        raise Conflict("moved", _("The configured database is PostgreSQL already; there is nothing to move."))
    if not target.startswith(("postgresql://", "postgres://")):
        raise BadInput("no-postgres", _("The address to move to has to begin with postgresql://"))
    if _migrations_waiting():
        raise Conflict(
            "old-tables", _("The database is not at this version's tables. Run first: duecare init")
        )
    with _into(settings.DATABASE_FROM_URL(target, settings.HOME)):
        _refuse_unless_empty()
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic(using=SOURCE), transaction.atomic():
            rows = _copy_all()
            roots = _prove()
    click.echo(
        _("Moved: %(rows)s rows; the record of %(roots)s organisations has the same root hash and verifies.")
        % {"rows": f"{rows:,}", "roots": roots}
    )
    click.echo(_("Now set DUECARE_DATABASE_URL to the new address. The SQLite file was left as it is."))


def _migrations_waiting() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _into(address: dict[str, Any]) -> Iterator[None]:
    """Make the database at ``address`` the program's own for as long as the block lasts."""
    configured = connections.configure_settings({"default": address})["default"]
    old = connections["default"]
    new = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, "default")
    connections[SOURCE], connections["default"] = old, new
    try:
        yield
    finally:
        connections["default"] = old
        del connections[SOURCE]
        new.close()


def _refuse_unless_empty() -> None:
    if connection.introspection.table_names():
        raise Conflict(
            "not-empty",
            _(
                "There are tables in %(name)s already, perhaps of a move that was broken off. Nothing was moved."
            ),
            hint=_("Make an empty database (dropdb, createdb) and move again."),
            name=connection.settings_dict["NAME"],
        )


def _tables() -> list[type[models.Model]]:
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return sorted(found, key=lambda model: model._meta.db_table)


def _copy_all() -> int:
    """Copy each table. :returns: how many rows. :raises Conflict: when a table has other rows than its original."""
    tables, rows = _tables(), 0
    quoted = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {quoted}")  # what migrations put there comes from the original
        for number, model in enumerate(tables, 1):
            count = _copy(model)
            click.echo(f"{number}/{len(tables)} {model._meta.db_table} {count:,}")
            rows += count
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    return rows


def _copy(model: type[models.Model]) -> int:
    """Copy one table as it stands: no field sets itself anew."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    source, target = model._base_manager.using(SOURCE), model._base_manager.using("default")
    waiting = source.order_by("pk").iterator(BATCH)
    while batch := list(islice(waiting, BATCH)):
        target._insert(batch, fields=fields, using="default", raw=True)  # type: ignore[attr-defined]
    count = target.count()
    if count != source.count():
        raise Conflict(
            "not-whole",
            _("%(table)s did not arrive whole; nothing was moved."),
            table=model._meta.db_table,
        )
    return count


def _prove() -> int:
    """Compare every tree's root hash and verify the record where it arrived. :returns: how many trees."""
    sizes = dict(Tree.objects.using(SOURCE).values_list("root", "size"))
    arrived = {root: _hash(root, size) for root, size in sizes.items()}
    moved = connections["default"]
    connections["default"] = connections[SOURCE]
    try:
        original = {root: _hash(root, size) for root, size in sizes.items()}
    finally:
        connections["default"] = moved
    verdict = verify()
    if arrived != original or not verdict.ok:
        raise Conflict(
            "not-proved",
            _("The record does not verify where it arrived; nothing was moved. %(verdict)s"),
            verdict=verdict,
        )
    return len(sizes)


def _hash(root: uuid.UUID, size: int) -> bytes:
    return root_hash(stored(root, size), size)
