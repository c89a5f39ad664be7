"""Officers at two levels, a vault, and cases that were brought."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from duecare.grievances import actions
from duecare.grievances.actions import Brought, Given, Registered
from duecare.grievances.models import Case, Step
from duecare.grievances.rules import Identity
from duecare.orgs.actions import add_person, add_post, appoint
from duecare.orgs.rules import SYSTEM
from duecare.vault import actions as vault_actions
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["district"]
#: 10:00 in Shanghai, Monday.
AT = FOUNDED + timedelta(hours=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = "食堂的肉有异味，孩子吃了肚子疼。"
OWNER = Identity(name="欧阳清荷", telephone="13912345678", address="青原镇柳林路七号")
Bring = Callable[..., Registered]


@pytest.fixture(autouse=True)
def vault(district: District, settings: Any, tmp_path: Path) -> None:
    """Keys of months, in a folder of this test's own; officers in the safety office, the district and a school."""
    settings.HOME = tmp_path / "home"
    vault_actions.prepare(at=FOUNDED)
    for name, unit in (("officer", "QY-AQ"), ("officer_root", "QY"), ("officer_x1", "QY-X1")):
        post = add_post(unit=district[unit], kind="case_officer", by=SYSTEM, at=FOUNDED)
        user = add_person(username=name, name="诉求办理人", home=district[unit], by=SYSTEM, at=FOUNDED)
        appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)
        district.people[name], district.posts[name] = user, post


@pytest.fixture
def bring(district: District) -> Bring:
    """Somebody writes about the first primary school."""

    def made(at: Any = AT, number: uuid.UUID | None = None, **given: Any) -> Registered:
        values: dict[str, Any] = {
            "way": "web", "category": "school-meals", "text": TEXT, "received": district.root,
            "concerned": [district["QY-X1"]], "identity": OWNER,
        }  # fmt: skip
        return actions.register_case(
            brought=Brought(**(values | given)), at=at, client_id=number or uuid.uuid4()
        )

    return made


def do(
    case: Case, act: str, at: Any = AT, who: str = "", *, number: uuid.UUID | None = None, **given: Any
) -> Step:
    """An act by somebody who holds the case, or by its owner when nobody is named."""
    number = number or uuid.uuid4()
    if not who:
        return actions.act_as_owner(case_id=case.id, act=act, given=Given(**given), at=at, client_id=number)
    return actions.act_on_case(
        case_id=case.id, act=act, given=Given(**given), by=actor_of(who, at), at=at, client_id=number
    )


REPLY = {
    "facts": "抽检留样，冷链记录缺失两天。",
    "reasons": "供货商运输温度超标。",
    "decision": "停用该供货商。",
    "how-to-appeal": "三十日内可以申请复查。",
}
NOTICE = {"notice": "您反映的事项已受理。"}
