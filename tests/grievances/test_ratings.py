"""Ratings: the owner sees the own one, those who handle cases see tens, and no table ties stars to a case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.grievances import actions
from duecare.grievances.models import RatingGroup, Sealed, SealedRating, Step
from duecare.vault import keyfile
from tests.charter.tables import TABLES
from tests.grievances.conftest import AT, DAY, HOUR, Bring, do
from tests.people import client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def rate(bring: Bring, stars: int, after: int) -> None:
    case = bring().case
    at = AT + timedelta(minutes=after)
    do(case, "settle", at, "officer_root", words={"decision": "当场更换"}, consent=True)
    do(case, "rate", at, rating=stars)


def groups(who: str) -> list[tuple[int, tuple[int, ...]]]:
    with clock_at(AT + DAY):
        page = client_for(who).get("/cases/ratings/")
    return [(group.number, group.counts) for one in page.context["rated"] for group in one.groups]


def test_ratings_reach_the_handler_ten_at_a_time(bring: Bring) -> None:
    for number in range(9):
        rate(bring, 5, number)
    assert groups("officer_root") == []
    rate(bring, 1, 9)
    assert groups("officer_root") == [(1, (9, 0, 0, 0, 1))]
    rate(bring, 3, 10)
    assert groups("officer_root") == [(1, (9, 0, 0, 0, 1))]  # the eleventh waits for nine more
    with clock_at(AT + DAY):
        assert client_for("coordinator").get("/cases/ratings/").status_code == 404


def test_no_page_of_a_case_shows_its_officer_the_rating_and_its_owner_sees_it(bring: Bring) -> None:
    brought = bring()
    do(brought.case, "settle", AT, "officer_root", words={"decision": "当场更换"}, consent=True)
    do(brought.case, "rate", AT, rating=2)
    with clock_at(AT + HOUR):
        page = client_for("officer_root", "en").get(f"/cases/{brought.case.id}/").content.decode()
        parent = client_for("leader_z1", "en")
        parent.post("/c/receipt/", {"code": brought.code})
        mine = parent.get("/receipt/matter/").content.decode()
    assert "of five stars" not in page and "2 of five stars" in mine


def test_a_second_rating_of_the_same_case_fills_no_group(bring: Bring) -> None:
    case = bring().case
    do(case, "settle", AT, "officer_root", words={"decision": "当场更换"}, consent=True)
    for number in range(12):
        do(case, "rate", AT + timedelta(minutes=number), rating=1 + number % 5)
    assert groups("officer_root") == [] and SealedRating.objects.count() == 1


def test_no_rating_stands_in_clear_and_the_single_ones_are_gone_with_the_tenth(bring: Bring) -> None:
    for number in range(9):
        rate(bring, 4, number)
    assert not {"rating", "stars"} & {field.name for field in Step._meta.fields}
    sealed = Sealed.objects.filter(field="rating").values_list("value", flat=True)
    values = [bytes(value) for value in (*sealed, *SealedRating.objects.values_list("value", flat=True))]
    assert len({len(value) for value in values}) == 1 and len(values) == len(set(values)) == 18
    assert not {"case", "step", "at"} & {field.name for field in SealedRating._meta.fields}
    rate(bring, 4, 9)
    assert not SealedRating.objects.exists()
    assert TABLES["grievances.RatingGroup"] == "unit"


def test_while_the_vault_is_locked_ratings_come_in_and_are_put_together_later(bring: Bring) -> None:
    cases = [bring().case for _ in range(11)]
    for case in cases:
        do(case, "settle", AT, "officer_root", words={"decision": "当场更换"}, consent=True)
    file, away = keyfile.path(), keyfile.path().with_suffix(".away")
    file.rename(away)
    for number, case in enumerate(cases):
        do(case, "rate", AT + timedelta(minutes=number), rating=5)
    actions.schedule(AT + HOUR, AT + HOUR)
    assert groups("officer_root") == []
    away.rename(file)
    actions.schedule(AT + 2 * HOUR, AT + 2 * HOUR)
    assert groups("officer_root") == [(1, (10, 0, 0, 0, 0))]
    assert SealedRating.objects.count() == 1


def test_what_does_not_make_ten_is_forgotten_with_its_month_and_whole_groups_stay(bring: Bring) -> None:
    for number in range(13):
        rate(bring, 3, number)
    actions.schedule(AT + 1000 * DAY, AT + 1000 * DAY)
    assert not SealedRating.objects.exists()
    assert list(RatingGroup.objects.values_list("number", "threes")) == [(1, 10)]
