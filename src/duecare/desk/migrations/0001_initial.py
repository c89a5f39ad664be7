"""Calendar feeds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duecare.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=duecare.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("secret", models.CharField(max_length=64, unique=True)),
                ("known", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("user",), name="one_feed_a_person"
                    )
                ],
            },
        ),
    ]
