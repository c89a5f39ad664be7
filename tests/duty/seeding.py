"""The office with its people, and a search that waits: ``python -m tests.duty.seeding SECONDS`` in a deployment.

Prints the ids of the roster and of the search.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from duecare.cli.boot import booted
from duecare.core import clock
from duecare.duty.actions.searching import ask_search
from duecare.duty.models import Roster
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import LONG, office_of
from tests.people import small_district


def main(seconds: int, terms: Mapping[str, Any]) -> None:
    """Found the office unless it is there, and ask."""
    assert booted
    roster = Roster.objects.first() or office_of(small_district(), **terms).roster
    search = ask_search(roster_id=roster.id, seconds=seconds, by=SYSTEM, at=clock.now())
    sys.stdout.write(f"{roster.id} {search.id}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), LONG if "long" in sys.argv else {})
