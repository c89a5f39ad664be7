"""The plan says that a swap takes both people and the leader on duty: whoever leads the watch decides."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.duty.models import Swap
from duecare.notify.models import Notice
from duecare.obligations.models import Obligation
from tests.duty.test_swaps import offer, page, post, standing
from tests.duty.watching import stood

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]


def test_whoever_leads_the_watch_consents_without_a_leaders_post(stood):
    monday = date(2027, 1, 19)
    offer(stood, who="o3", to="o6", day=monday)
    swap = Swap.objects.get()
    post("o6", f"/duty/swaps/{swap.id}/acceptance/")
    assert Notice.objects.get(recipient=stood.keepers["l2"].user, title__contains="换班等您批准")
    assert "值班员6" in page("l2", "/duty/mine/").content.decode()
    assert page("l3", f"/duty/swaps/{swap.id}/").status_code == 404
    assert post("l3", f"/duty/swaps/{swap.id}/consent/").status_code in {403, 404}
    answer = post("l2", f"/duty/swaps/{swap.id}/consent/")
    assert "The swap holds from now on." in answer.content.decode()
    assert standing(monday, "day") == ["l2", "o4", "o6"]
    assert Obligation.objects.get(kind="duty.request").closed_as == "discharged"
