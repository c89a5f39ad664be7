"""Cases are found by two characters of their subject lines: tokens, and an inverted index over them."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.grievances import word_index


def add(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in word_index.INDEX.additions(editor.connection.vendor):
        editor.execute(statement)


def remove(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in word_index.INDEX.removals(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("grievances", "0009_policies")]

    operations = [
        migrations.CreateModel(
            name="Findable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findable",
                        to="grievances.case",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.RunPython(add, remove),
    ]
