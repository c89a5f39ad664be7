"""Know when a note is to be erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.AddField("completion", "forget_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "completion",
            models.Index(
                condition=models.Q(("forget_at__isnull", False)),
                fields=["forget_at"],
                name="completion_to_forget",
            ),
        ),
    ]
