"""Saved views: a reader's own filters under a name, without JavaScript."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.hazards import actions, rules
from duecare.hazards.models import SavedView
from duecare.orgs.rules import SYSTEM
from tests.hazards.conftest import AT, TEXT, Report
from tests.people import actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock_at(AT):
        yield


def test_filters_are_saved_opened_renamed_and_deleted(report: Report) -> None:
    report()
    report(category="fire", text="安全出口堵塞", place=None)
    client = client_for("leader")
    page = client.get("/hazards/?category=fire&shown=all&after=1-" + "0" * 32)
    assert 'value="shown=all&amp;category=fire"' in page.content.decode()
    saved = client.post(
        "/hazards/views/", {"name": " 消防  全部 ", "query": "shown=all&category=fire"}, follow=True
    )
    assert saved.redirect_chain[-1][0] == "/hazards/?shown=all&category=fire"
    text = saved.content.decode()
    assert "视图已保存" in text and ">消防 全部</a>" in text and 'aria-current="page"' in text
    assert "安全出口堵塞" in text and TEXT not in text
    view = SavedView.objects.get()
    client.post(f"/hazards/views/{view.id}/name/", {"name": "只看消防"})
    assert ">只看消防</a>" in client.get("/hazards/views/").content.decode()
    assert (
        "请为视图起一个名称"
        in client.post(f"/hazards/views/{view.id}/name/", {"name": " "}, follow=True).content.decode()
    )
    client.post(f"/hazards/views/{view.id}/deletion/")
    assert not SavedView.objects.exists()
    assert "只看消防" not in client.get("/hazards/").content.decode()


def test_the_same_name_takes_the_new_filters_and_twenty_are_enough(report: Report) -> None:
    client = client_for("leader")
    for query in ("level=major", "level=general"):
        assert client.post("/hazards/views/", {"name": "我的", "query": query}).status_code == 302
    assert SavedView.objects.get().query == "level=general"
    for n in range(rules.VIEWS - 1):
        actions.save_view(name=f"{n}", query="", by=actor_of("leader"))
    answer = client.post("/hazards/views/", {"name": "再来一个", "query": ""})
    assert answer.status_code == 422 and "请先删除一个" in answer.content.decode()
    assert client.post("/hazards/views/", {"name": "我的", "query": ""}).status_code == 302
    assert client.post("/hazards/views/", {"name": "", "query": ""}).status_code == 422
    assert SavedView.objects.count() == rules.VIEWS
    with pytest.raises(Conflict):
        actions.rename_view(view_id=SavedView.objects.get(name="3").id, name="4", by=actor_of("leader"))


def test_a_view_is_its_owner_s_alone(report: Report) -> None:
    view = actions.save_view(name="我的", query="level=major", by=actor_of("leader"))
    other = client_for("leader_z1")
    assert other.get("/hazards/views/").context["views"] == [] == other.get("/hazards/").context["views"]
    assert other.post(f"/hazards/views/{view.id}/name/", {"name": "x"}, follow=True).status_code == 200
    assert other.post(f"/hazards/views/{view.id}/deletion/").status_code == 404
    assert other.post(f"/hazards/views/{uuid.uuid4()}/deletion/").status_code == 404
    view.refresh_from_db()
    assert view.name == "我的"
    with pytest.raises(NotFound, match="没有这个视图"):
        actions.rename_view(view_id=view.id, name="x", by=actor_of("leader_z1"))
    with pytest.raises(NotAllowed):
        actions.save_view(name="x", query="", by=SYSTEM)


def test_what_is_saved_is_read_like_an_address(report: Report) -> None:
    """Whoever writes something else into the table or the form gets filters, or none."""
    report()
    client = client_for("leader")
    odd = "level=worst&shown=all&q=%27%3B+DROP+TABLE--&place=%3Cscript%3E&unit=%25&x=1"
    client.post("/hazards/views/", {"name": "怪", "query": odd})
    assert SavedView.objects.get().query == "shown=all&q=%27%3B+DROP+TABLE--"
    SavedView.objects.update(query=odd + "&next=http://evil.example/")
    page = client.get("/hazards/").content.decode()
    assert (
        'href="?shown=all&amp;q=%27%3B+DROP+TABLE--"' in page and "evil" not in page and "worst" not in page
    )
    for name, query in (("x" * 41, ""), ("x", "q" * 1001)):
        with pytest.raises(BadInput):
            actions.save_view(name=name, query=query, by=actor_of("leader"))


def test_a_view_of_a_unit_that_is_out_of_reach_shows_nothing_of_it(report: Report) -> None:
    hazard = report()
    actions.save_view(name="一小", query=f"unit={hazard.unit.key}", by=actor_of("leader_z1"))
    client = client_for("leader_z1")
    assert TEXT not in client.get("/hazards/").content.decode()
    assert client.get(f"/hazards/?unit={hazard.unit.key}").status_code == 404
