"""Schools with an inspector each and a checklist of any length; imported once Django is set up."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command

from bench.filing_scene import signed_in
from duecare.attachments.models import Attachment
from duecare.core import clock
from duecare.hazards.models import Hazard
from duecare.inspections import versions
from duecare.inspections.models import ChecklistVersion, Inspection, SecondVersion
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM


def scene(phones: int, items: int, failing: int) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The checklist, and for each phone the unit it inspects and the cookie of its inspector."""
    call_command("migrate", verbosity=0)
    at = clock.now()
    root = orgs.create_root(code="QY", name="青原学区", kind="district", by=SYSTEM, at=at)
    people = []
    for number in range(phones):
        unit = orgs.add_unit(
            parent=root, code=f"QY-{number}", name=f"第{number}小学", kind="primary_school", by=SYSTEM, at=at
        )
        people.append((str(unit.id), f"sessionid={signed_in(unit, 'inspector')}; language=zh-hans"))
    keys = [f"item-{number}" for number in range(items)]
    body = {
        "checklist": "bench",
        "version": 1,
        "title": {"zh": "消防和用电", "en": "Fire and electricity"},
        "field": "fire-and-electricity",
        "source": "practice, unverified",
        "sections": [
            {
                "key": "all",
                "title": {"zh": "全部", "en": "All"},
                "items": [{"key": key, "ask": {"zh": f"{key} 正常", "en": f"{key} is well"}} for key in keys],
            }
        ],
    }
    version = ChecklistVersion.objects.create(id=versions.version_id(body), key="bench", version=1, body=body)
    return {"id": version.id, "failing": keys[:failing], "passing": keys[failing:]}, people


def there() -> dict[str, int]:
    """How much arrived."""
    return {
        "inspections": Inspection.objects.count(),
        "photographs": Attachment.objects.filter(matter_kind="inspections.inspection").count(),
        "hazards": Hazard.objects.count(),
        "others": SecondVersion.objects.count(),
    }
