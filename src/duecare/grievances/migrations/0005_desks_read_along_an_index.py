"""Where each case stands on its holders' desks, so that a long list is read along one index."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import migrations, models
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def fill(apps: Any, _editor: Any) -> None:
    """As the actions keep it from now on."""
    Hold, Case = (apps.get_model("grievances", name) for name in ("Hold", "Case"))
    Owed = apps.get_model("grievances", "Owed")
    open_ = Owed.objects.filter(
        case=OuterRef("case"),
        obligation__debtor=OuterRef("unit"),
        obligation__closed_at=None,
        obligation__paused_at=None,
    )
    first = open_.order_by().values("case").annotate(first=Min("obligation__due_at")).values("first")
    received = Case.objects.filter(id=OuterRef("case")).values("received_at")
    Hold.objects.filter(until=None).update(
        due_at=Coalesce(Subquery(first), F("due_at")), received_at=Subquery(received)
    )
    ended = Case.objects.filter(ended=True).values("id")
    Hold.objects.filter(Q(until=None, due_at=NEVER), case__in=ended).update(rests=True)


class Migration(migrations.Migration):
    """Three columns, filled, and their index."""

    dependencies = [
        ("grievances", "0004_published_figures"),
        ("obligations", "0002_pauses"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.AddField("hold", "due_at", models.DateTimeField(default=NEVER)),
        migrations.AddField("hold", "received_at", models.DateTimeField(null=True)),
        migrations.AddField("hold", "rests", models.BooleanField(default=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "hold",
            models.Index(
                condition=Q(until=None),
                fields=["unit", "rests", "due_at", "-received_at", "case"],
                name="hold_on_desk",
            ),
        ),
    ]
