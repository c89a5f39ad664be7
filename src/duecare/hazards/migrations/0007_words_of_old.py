"""Hazards that are on the ledger already become findable."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.findable.bigrams import indexed

_BATCH = 500


def fill(apps: Any, _editor: BaseDatabaseSchemaEditor) -> None:
    """Hazards that are there already: their own words and those of being found again, as far as not forgotten."""
    findable = apps.get_model("hazards", "Findable")
    rows = apps.get_model("hazards", "Hazard").objects.select_related("unit", "place").order_by("id")
    found: list[Any] = []
    for hazard in rows.prefetch_related("steps").iterator(chunk_size=_BATCH):
        again = [step.text for step in hazard.steps.all() if step.kind == "again"]
        marks = [f"u{hazard.unit.key}", f"c{hazard.category}"]
        if hazard.place:
            marks.append(f"p{hazard.place.code}")
        found.append(findable(hazard=hazard, words=indexed("\n".join([hazard.text, *again]), marks)))
        if len(found) == _BATCH:
            findable.objects.bulk_create(found)
            found = []
    findable.objects.bulk_create(found)


class Migration(migrations.Migration):
    dependencies = [("hazards", "0006_find_words")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
