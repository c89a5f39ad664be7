"""Cases that have a subject line already become findable by it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from duecare.grievances.word_index import mark, tokens

_BATCH = 500


def fill(apps: Any, _editor: BaseDatabaseSchemaEditor) -> None:
    """As the actions keep it from now on."""
    case, hold, findable = (apps.get_model("grievances", name) for name in ("Case", "Hold", "Findable"))
    named = case.objects.filter(forgotten_at=None).exclude(subject="").order_by("id")
    some = list(named.values_list("id", "subject")[:_BATCH])
    while some:
        holds = hold.objects.filter(case__in=[one for one, _line in some], until=None, unit__isnull=False)
        marks = defaultdict(list)
        for of, key, rests in holds.exclude(role="concerned").values_list("case", "unit__key", "rests"):
            marks[of].append(mark(key, rests))
        findable.objects.bulk_create(
            [findable(case_id=one, words=tokens(line, marks[one])) for one, line in some]
        )
        some = list(named.filter(id__gt=some[-1][0]).values_list("id", "subject")[:_BATCH])


class Migration(migrations.Migration):
    dependencies = [("grievances", "0010_subject_lines_are_found"), ("orgs", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
