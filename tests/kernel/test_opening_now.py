"""One duty that is opened without looking is the duty that opening many makes, with all that it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from duecare.audit.models import Detail, Entry
from duecare.obligations import actions
from duecare.obligations.models import Happening, Obligation, TallyDelta
from duecare.obligations.rules import Draft
from tests.kernel.conftest import DUE, OPENS, STEPS

pytestmark = [pytest.mark.both, pytest.mark.django_db]
AT = OPENS + timedelta(hours=1)
Drafts = Callable[..., Draft]
#: What differs between two duties that are alike.
OWN = {"id", "origin", "_state", "obligation_id"}


def alike(rows: Any) -> list[dict[str, Any]]:
    return [{name: value for name, value in vars(row).items() if name not in OWN} for row in rows]


def test_it_leaves_what_opening_many_leaves(draft: Drafts) -> None:
    many, now = draft(origin="test/many", kind="test.safety"), draft(origin="test/now", kind="test.safety")
    actions.open_many(drafts=[many], at=AT)
    with CaptureQueriesContext(connection) as captured:
        made = actions.open_now(draft=now, ladder=actions.frozen(STEPS), at=AT)
    assert not any(query["sql"].startswith("SELECT") for query in captured.captured_queries)
    first, second = Obligation.objects.get(origin="test/many"), Obligation.objects.get(origin="test/now")
    assert made.id == second.id
    assert alike([first]) == alike([second])
    assert second.wake_at == DUE - timedelta(hours=1)
    assert alike(first.happenings.all()) == alike(second.happenings.all())
    deltas = alike(TallyDelta.objects.order_by("id"))
    assert len(deltas) == 2 and deltas[0] == deltas[1]
    entries = alike(Entry.objects.filter(verb="obligations.materialised"))
    for entry in entries:
        del entry["object_id"], entry["commitment"]
    assert len(entries) == 2 and entries[0] == entries[1]
    bodies = Detail.objects.filter(entry__verb="obligations.materialised").values_list("body", flat=True)
    written = "".join(json.dumps(body) for body in bodies).replace("-", "")
    assert first.id.hex in written and second.id.hex in written


def test_an_origin_that_is_there_is_refused_and_leaves_nothing_more(draft: Drafts) -> None:
    ladder, one = actions.frozen(STEPS), draft(kind="test.safety")
    actions.open_now(draft=one, ladder=ladder, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.open_now(draft=one, ladder=ladder, at=AT)
    assert Obligation.objects.count() == Happening.objects.count() == TallyDelta.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "at"),
    [({}, AT), ({"kind": "test.safety"}, OPENS - timedelta(minutes=1)), ({"kind": "test.safety"}, AT)],
    ids=["a suspended day may touch it", "it has not begun", "another ladder"],
)
def test_what_has_to_be_looked_at_first_is_not_opened(draft: Drafts, given: dict[str, Any], at: Any) -> None:
    ladder = actions.frozen(STEPS[:1] if given and at == AT else STEPS)
    with pytest.raises(ValueError, match="without looking"):
        actions.open_now(draft=draft(**given), ladder=ladder, at=at)
    assert not Obligation.objects.exists()
