"""The database itself refuses to change the record."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.audit import triggers


def protect(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in triggers.protections(editor.connection.vendor):
        editor.execute(statement)


def unprotect(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in triggers.removals(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
