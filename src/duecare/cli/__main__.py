"""``python -m duecare.cli`` is ``duecare``."""

from __future__ import annotations

from duecare.cli.entry import run

if __name__ == "__main__":
    run()
