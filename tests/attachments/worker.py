"""A process that is killed over a photograph: ``python -m tests.attachments.worker reading|kept PHOTOGRAPH``.

It says where it is and waits there: in the middle of receiving, or between the file and its row.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import django


class Halting(BytesIO):
    """A stream that gives a piece and then no more."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            halt("reading")
        return super().read(1000)


def halt(where: str) -> None:
    print(where, flush=True)
    sys.stdin.readline()


def main(where: str, photograph: str) -> None:
    django.setup()
    from duecare.attachments.actions import develop  # noqa: PLC0415 - after setup

    data = Path(photograph).read_bytes()
    develop(file=Halting(data) if where == "reading" else BytesIO(data))
    halt("kept")


if __name__ == "__main__":
    main(*sys.argv[1:])
