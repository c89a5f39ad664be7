"""Ladders as plans bring them."""

from __future__ import annotations

from typing import Any

import pytest

from duecare.obligations.rules import canonical, rungs_of

REMIND = {"offset": -3600, "act": "remind", "to": ["post:reporter@debtor"]}
TELL = {"offset": 1800, "act": "tell", "to": ["post:coordinator@creditor"]}


def test_rungs_come_in_order_of_their_time_and_equal_ladders_have_one_text() -> None:
    assert [rung.offset for rung in rungs_of([TELL, REMIND])] == [-3600, 1800]
    assert canonical(rungs_of([TELL, REMIND])) == canonical(rungs_of([REMIND, TELL]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "shout"},
        {"to": ["post:reporter@moon"]},
        {"to": ["reporter"]},
        {"to": ["post:reporter@debtor\t"]},
        {"to": ["post:" + "r" * 90 + "@debtor"]},
    ],
)
def test_what_cannot_be_climbed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"ladder|audience"):
        rungs_of([REMIND | wrong])
