"""Attaches photographs in a deployment of one's own: ``python -m tests.cli.photographs COUNT``, until told to stop."""

from __future__ import annotations

import sys
import uuid
from datetime import timedelta
from io import BytesIO

import django
from PIL import Image


def photograph(number: int) -> BytesIO:
    """One that no other is like."""
    file = BytesIO()
    Image.new("RGB", (64, 48), (number % 256, number // 256, 99)).save(file, "PNG")
    file.seek(0)
    return file


def main(count: str) -> None:
    django.setup()
    from duecare.attachments import actions, matters  # noqa: PLC0415 - after setup
    from duecare.core import clock  # noqa: PLC0415
    from duecare.orgs.models import Unit  # noqa: PLC0415
    from duecare.orgs.rules import SYSTEM  # noqa: PLC0415

    matters.register("tests.unit", visible=lambda _by, ids: ids, kept=timedelta(days=365))
    unit = Unit.objects.get(code="QY")
    for number in range(int(count)):
        actions.keep(
            file=photograph(number), matter_kind="tests.unit", matter_id=unit.id, root=unit.id,
            client_id=uuid.uuid4(), by=SYSTEM, at=clock.now(),
        )  # fmt: skip
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
