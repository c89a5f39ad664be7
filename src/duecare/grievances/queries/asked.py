"""An inquiry as the unit that is asked sees it: question, deadline, its own answer. Nothing else of the case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.grievances.holding import answering, number_of
from duecare.grievances.models import Inquiry
from duecare.grievances.queries.desk import last_day
from duecare.grievances.queries.page import opened
from duecare.obligations.models import Obligation
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """An inquiry, opened. ``due_on``: the last day; None once it is answered."""

    inquiry: Inquiry
    question: str
    answer: str
    due_on: date | None


def asked(by: Actor, inquiry_id: uuid.UUID, at: datetime) -> Asked:
    """An inquiry to a unit for which ``by`` answers.

    :raises NotFound: there is none. :raises Locked: it can't be read.
    """
    inquiry = Inquiry.objects.select_related("unit").filter(id=inquiry_id).first()
    post = answering(by, inquiry.unit) if inquiry else None
    if inquiry is None or post is None:
        raise NotFound("inquiry-unknown", _("There is no such inquiry."))
    question, answer = opened(inquiry, by, post.post_id, at)
    owed = Obligation.objects.filter(number=number_of(inquiry), debtor=inquiry.unit, closed_at=None).first()
    return Asked(inquiry, question, answer, last_day(owed.due_at, inquiry.unit.zone) if owed else None)


def asked_by_obligation(by: Actor, obligation_id: uuid.UUID) -> uuid.UUID:
    """The inquiry that a duty is about. :raises NotFound: there is none for ``by``."""
    row = Obligation.objects.filter(id=obligation_id, kind="grievances.inquiry").first()
    found = Inquiry.objects.filter(unit=row.debtor_id).select_related("unit") if row else []
    for inquiry in found:
        if row is not None and number_of(inquiry) == row.number and answering(by, inquiry.unit):
            return inquiry.id
    raise NotFound("inquiry-unknown", _("There is no such inquiry."))
