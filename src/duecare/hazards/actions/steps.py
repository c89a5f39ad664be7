"""Writing down what happened, with its evidence and its entry in the record."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.attachments import actions as attachments
from duecare.attachments.actions import Developed
from duecare.attachments.models import Attachment
from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.hazards.models import Hazard, Step
from duecare.orgs.rules import Actor, HeldPost

#: A photograph or paper that has come in, or one that hangs in another matter (an inspection) and is carried over.
Evidence = Developed | Attachment
#: What photographs are attached to, and how long while the hazard is open.
MATTER, KEPT = "hazards.step", timedelta(days=3650)
#: What an entry with words is about; their details are erased with them.
WORDS = "hazards.words"


def write(
    hazard: Hazard,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    post: HeldPost | None,
    text: str = "",
    facts: Mapping[str, Any] | None = None,
    client_id: uuid.UUID | None = None,
    photographs: Iterable[Evidence] = (),
) -> Step:
    """Write a step in the caller's transaction: two entries when there are words, which are erased one day."""
    facts = dict(facts or {})
    post_id = post.post_id if post else None
    step = Step.objects.create(
        hazard=hazard,
        kind=kind,
        at=at,
        by_user=by.user_id,
        by_post=post_id,
        client_id=client_id,
        text=text,
        facts=facts,
    )
    about: list[tuple[str, dict[str, Any]]] = [("hazard", facts)]
    if text:
        about.append((WORDS, {"step": str(step.id), "text": text}))
    for object_kind, details in about:
        record(
            root=hazard.root_id, verb=f"hazards.{kind}", object_kind=object_kind, object_id=hazard.id, at=at,
            actor=by.user_id, post=post_id, details=details,
        )  # fmt: skip
    _attach(step, photographs, batch=client_id or step.id, root=hazard.root_id, by=by, at=at, post=post)
    return step


def _attach(step: Step, evidence: Iterable[Evidence], *, batch: uuid.UUID, **how: Any) -> None:
    """Hang what came with the step on it; what lies in another matter is carried over."""
    evidence = list(evidence)
    there = [one for one in evidence if isinstance(one, Attachment)]
    came = [one for one in evidence if not isinstance(one, Attachment)]
    attachments.keep_all(files=came, batch=batch, matter_kind=MATTER, matter_id=step.id, **how)
    attachments.carry_over(attachments=there, matter_kind=MATTER, matter_id=step.id, **how)


def said_before(
    by: Actor, client_id: uuid.UUID | None, kinds: Iterable[str], text: str, facts: Mapping[str, Any]
) -> Step | None:
    """The author's step under this ``client_id``, when it says the same.

    :raises Conflict: it says something else; that one stays.
    """
    if client_id is None or by.user_id is None:
        return None
    step = Step.objects.select_related("hazard").filter(by_user=by.user_id, client_id=client_id).first()
    if step is None:
        return None
    forgotten = not step.text
    same = step.kind in kinds and (forgotten or step.text == text)
    if not same or any(step.facts.get(name) != value for name, value in facts.items()):
        raise Conflict(
            "hazard-other-content",
            _("Something else was sent under this number before; that one stays as it is."),
        )
    return step
