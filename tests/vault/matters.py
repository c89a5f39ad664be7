"""What the tests of the vault say about a matter."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from duecare.orgs.rules import Actor
from duecare.vault.models import MatterKey
from duecare.vault.rules.openings import Opening, Purpose
from tests.people import FOUNDED

KIND = "tests.matter"
UNTIL = date(2027, 3, 1)
HOUR = timedelta(hours=1)
WORDS = "食堂的肉有异味，三年级的孩子们都吃了"
NUMBER = "13800001234"
REASON = "需要回电核实时间"


def reading(key: MatterKey, by: Actor, purpose: Purpose = Purpose.READING, **more: Any) -> Opening:
    """An opening of the matter by a person's first post."""
    given: dict[str, Any] = {
        "id": uuid.uuid4(), "matter_kind": key.matter_kind, "matter_id": key.matter_id, "purpose": purpose,
        "until": FOUNDED + HOUR, "user_id": by.user_id, "post_id": by.posts[0].post_id, "reason": REASON,
    }  # fmt: skip
    return Opening(**given | more)
