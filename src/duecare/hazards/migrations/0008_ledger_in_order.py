"""Indexes in the order in which the ledger is read, so that a page of it costs the same at any length."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hazards", "0007_words_of_old")]

    operations = [
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(fields=["root", "found_at", "id"], name="hazard_by_found"),
        ),
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["root", "closed_at", "id"],
                name="hazard_by_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("same_as", None)),
                fields=["root", "due_at", "id"],
                name="hazard_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("same_as", None), ("put_right_at__isnull", False)),
                fields=["root", "due_at", "id"],
                name="hazard_to_verify",
            ),
        ),
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("same_as", None), ("level", "major")),
                fields=["root", "due_at", "id"],
                name="hazard_major",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(condition=models.Q(("kind", "again")), fields=["at"], name="hazard_come_back"),
        ),
    ]
