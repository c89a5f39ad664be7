"""Whether rows, happenings, record and tallies tell one story."""

from __future__ import annotations

from collections import Counter, defaultdict

from duecare.audit.models import Entry
from duecare.obligations.models import Happening, Obligation, Tally, TallyDelta
from duecare.orgs.rules import ancestors

ENDS = ("discharged", "waived", "lapsed")


def check() -> None:
    """Compare everything that was written with the rows themselves, one by one; nothing may wait to be folded."""
    happened: dict[object, Counter[str]] = defaultdict(Counter)
    climbed: Counter[tuple[object, int | None, str]] = Counter()
    for obligation_id, what, rung, audience in Happening.objects.values_list(
        "obligation_id", "what", "rung", "audience"
    ):
        happened[obligation_id][what] += 1
        if rung is not None:
            climbed[obligation_id, rung, audience] += 1
    assert set(climbed.values()) <= {1}, "a rung was climbed twice"
    expected: dict[str, Counter[str]] = defaultdict(Counter)
    for row in Obligation.objects.all():
        log = happened[row.id]
        assert log["opened"] == (row.opened_at is not None), f"{row.origin} opened {log['opened']} times"
        assert log["missed"] == (row.missed_at is not None), f"{row.origin} missed {log['missed']} times"
        assert [log[end] for end in ENDS] == [int(row.closed_as == end) for end in ENDS], row.origin
        for key in ancestors(row.lineage):
            expected[key] += _measures(row)
    assert not TallyDelta.objects.exists()
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for tally in Tally.objects.exclude(amount=0):
        counted[tally.unit_key][tally.measure] += tally.amount
    assert counted == {key: +count for key, count in expected.items() if +count}
    _record_agrees(happened)


def _measures(row: Obligation) -> Counter[str]:
    count: Counter[str] = Counter()
    if row.opened_at or row.closed_at:
        count["owed"] += 1
        count[row.closed_as or "open"] += 1
    if row.missed_at:
        count["missed"] += 1
        count["silent"] += row.closed_at is None
        count["late"] += row.closed_as == "discharged"
    return count


def _record_agrees(happened: dict[object, Counter[str]]) -> None:
    """Each lapse is one line of one entry of the clock's, since the clock alone can lapse a duty."""
    said: Counter[str] = Counter()
    for entry in Entry.objects.filter(verb="obligations.advanced").select_related("detail"):
        said.update(str(one).replace("-", "") for one in entry.detail.body.get("lapsed", ()))
    assert said == Counter(str(key).replace("-", "") for key, log in happened.items() if log["lapsed"])
