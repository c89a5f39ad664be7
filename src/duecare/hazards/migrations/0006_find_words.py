"""Hazards are found by two characters: their words as tokens, and an inverted index over them."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.hazards import word_index


def add(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in word_index.additions(editor.connection.vendor):
        editor.execute(statement)


def remove(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in word_index.removals(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("hazards", "0005_from_paper")]

    operations = [
        migrations.CreateModel(
            name="Findable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "hazard",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findable",
                        to="hazards.hazard",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.RunPython(add, remove),
    ]
