"""Keeping a unit's places: by those entitled, of a closed list, under a code that stays, on record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from duecare.audit.models import Entry
from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.orgs.actions import add_post, add_unit, appoint, close_unit
from duecare.orgs.rules import SYSTEM
from duecare.places import actions, queries
from duecare.places.models import Place
from duecare.places.rules import tidy_code
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["district"]
pytestmark = [pytest.mark.both, pytest.mark.django_db]
DAY = timedelta(days=1)


@pytest.fixture
def stairs(district: District) -> Place:
    return actions.add_place(
        unit=district["QY-X1"], kind="stairwell", name=" 教学楼 东楼梯 ", name_en="Stairs east",
        by=actor_of("leader_x1"), at=FOUNDED,
    )  # fmt: skip


def test_a_place_is_added_and_its_code_can_be_typed(district: District, stairs: Place) -> None:
    assert stairs.name == "教学楼 东楼梯"
    assert len(stairs.code) == 10
    typed = f"{stairs.code[:5]}-{stairs.code[5:]}".upper()
    assert queries.labelled(actor_of("reporter_x1"), typed) == stairs
    assert tidy_code("O1 l-I") == "0111"
    assert Entry.objects.filter(verb="places.added", object_id=str(stairs.id)).count() == 1


def test_those_keep_places_whose_posts_answer_for_the_unit(district: District) -> None:
    unit = district["QY-X1"]
    post = add_post(unit=unit, kind="inspector", by=SYSTEM, at=FOUNDED)
    appoint(user=district.people["reporter_d1"], post=post, by=SYSTEM, at=FOUNDED)
    for n, who in enumerate(("leader_x1", "coordinator", "reporter_d1")):
        actions.add_place(unit=unit, kind="exit", name=f"出口{n}", by=actor_of(who), at=FOUNDED)
    for who in ("reporter_x1", "leader_z1", "auditor"):
        with pytest.raises(NotAllowed):
            actions.add_place(unit=unit, kind="exit", name="出口", by=actor_of(who), at=FOUNDED)
    assert queries.standing(unit).count() == 3


def test_a_place_is_seen_from_its_unit_and_above_alone(stairs: Place) -> None:
    for who in ("reporter_x1", "leader", "auditor"):
        assert queries.one(actor_of(who), stairs.id) == stairs
    for who in ("reporter_z1", "reporter_d1"):
        with pytest.raises(NotFound):
            queries.one(actor_of(who), stairs.id)
        with pytest.raises(NotFound):
            queries.labelled(actor_of(who), stairs.code)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "flat"}, "place-kind-unknown"),
        ({"name": "  "}, "place-unnamed"),
        ({"name": "长" * 61}, "name-too-long"),
        ({"latitude": Decimal("36.6512")}, "place-nowhere"),
        ({"latitude": Decimal(91), "longitude": Decimal(0)}, "place-nowhere"),
    ],
)
def test_what_can_be_no_place_is_refused(district: District, given: dict[str, object], code: str) -> None:
    values = {"kind": "exit", "name": "南门", **given}
    with pytest.raises(BadInput) as refused:
        actions.add_place(unit=district["QY-X1"], by=actor_of("leader_x1"), at=FOUNDED, **values)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Place.objects.exists()


def test_a_name_stands_once_in_a_unit_until_its_place_is_closed(district: District, stairs: Place) -> None:
    by, given = actor_of("leader_x1"), {"unit": stairs.unit, "kind": "stairwell", "name": stairs.name}
    with pytest.raises(Conflict):
        actions.add_place(**given, by=by, at=FOUNDED)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(id=stairs.id).update(name="")
    actions.close_place(place=stairs, by=by, at=FOUNDED + DAY)
    actions.close_place(place=stairs, by=by, at=FOUNDED + 2 * DAY)
    again = actions.add_place(**given, by=by, at=FOUNDED + DAY)  # type: ignore[arg-type]
    assert list(queries.standing(stairs.unit)) == [again]
    stairs.refresh_from_db()
    assert stairs.closed_at == FOUNDED + DAY
    assert queries.labelled(by, stairs.code) == stairs


def test_a_place_is_renamed_its_label_stays(stairs: Place) -> None:
    by = actor_of("leader_x1")
    given = {
        "kind": "exit",
        "name": "东侧出口",
        "latitude": Decimal("36.65"),
        "longitude": Decimal("117.1209001"),
    }
    changed = actions.change_place(place=stairs, by=by, at=FOUNDED + DAY, **given)  # type: ignore[arg-type]
    assert (changed.code, changed.kind, changed.name_en) == (stairs.code, "exit", "")
    assert changed.longitude == Decimal("117.120900")
    actions.change_place(place=stairs, by=by, at=FOUNDED + DAY, **given)  # type: ignore[arg-type]
    assert Entry.objects.filter(verb="places.changed").count() == 1
    with pytest.raises(NotAllowed):
        actions.change_place(place=stairs, kind="exit", name="东", by=actor_of("reporter_x1"), at=FOUNDED)
    actions.close_place(place=stairs, by=by, at=FOUNDED + DAY)
    with pytest.raises(Conflict):
        actions.change_place(place=stairs, kind="exit", name="东", by=by, at=FOUNDED + DAY)


def test_places_close_with_their_unit(district: District) -> None:
    unit = add_unit(
        parent=district["QY-X1"],
        code="QY-X1-D2",
        name="西教学点",
        kind="teaching_point",
        by=SYSTEM,
        at=FOUNDED,
    )
    place = actions.add_place(unit=unit, kind="boiler", name="锅炉", by=actor_of("coordinator"), at=FOUNDED)
    close_unit(unit=unit, why="并入本部", by=actor_of("coordinator"), at=FOUNDED + DAY)
    place.refresh_from_db()
    assert place.closed_at == FOUNDED + DAY
    unit.refresh_from_db()
    with pytest.raises(Conflict):
        actions.add_place(unit=unit, kind="exit", name="南门", by=actor_of("coordinator"), at=FOUNDED + DAY)
