"""The plan's section on reception days: what is wrong is said beside its line, what changes in sentences."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from duecare.plans import queries
from tests.people import FOUNDED, District
from tests.plans.plans import PLAN, apply, errors
from tests.receptions.conftest import RECEPTION, WHOLE

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def said(text: str) -> list[str]:
    """What applying would do to reception days, in English."""
    with override("en"):
        found = queries.diff_bytes(text.encode(), file="plan.yaml", folder=None, at=FOUNDED)
    return [f"{c.act}: {c.message}" for c in found if c.path[:1] == ("reception_days",)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("to: 17:00", "to: 14:00", 10, "It ends (14:00) before it begins (15:00)."),
        ("each: 30 min", "each: 3 h", 10, "there is no time for a single number"),
        ("each: 30 min", "each: 1 min", 11, "between 5 minutes and 4 hours"),
        (
            "ladder: report\n  - key: district",
            "ladder: rapport\n  - key: district",
            12,
            "Did you mean “report”?",
        ),
        ("which: first", "which: fifth", 20, "fifth"),
        ("codes: [QY]}\n    owed_to", "codes: [QY-1]}\n    owed_to", 15, "QY-1"),
        ("key: district", "key: schools", 13, "used twice"),
        ("which: first", "which: first\n    ending: 2027-01-05", 19, "There is no such day in that time"),
        ("which: first", "which: first\n    starting: 2027-05-05", 21, "2027-05-05"),
        ("    place: {zh: 接待室, en: Reception room}\n", "", 2, "place"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    district: District, old: str, new: str, line: int, words: str
) -> None:
    """``line`` counts from the section's first."""
    assert RECEPTION.count(old) == 1
    with override("en"):
        found = errors(PLAN + RECEPTION.replace(old, new))
    assert words in " ".join(found)
    assert found[0].startswith(f"plan.yaml:{PLAN.count(chr(10)) + line}:")


def test_a_diff_says_it_in_sentences(district: District) -> None:
    schools, district_s = said(WHOLE)
    assert schools == (
        "add: “Reception day of the head” at 5 units: Head of the school receives every Wednesday, 15:00 to 17:00."
    )
    assert "Head of the district receives on the first Wednesday of the month, 09:00 to 11:00." in district_s
    apply(WHOLE, FOUNDED)
    assert said(WHOLE) == []
    (moved,) = said(WHOLE.replace("weekday: wed\n    from: 15:00", "weekday: thu\n    from: 15:00"))
    assert moved.startswith("change: ") and "every Thursday" in moved
    assert [line.partition(":")[0] for line in said(PLAN)] == ["end", "end"]
