"""A step of a case as a letter: what the owner was told, by which post, until when; it has no code and no name."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar import local_date
from duecare.core.errors import NotFound, Text
from duecare.grievances.models import Case, Step
from duecare.grievances.queries.page import CasePage, case_page
from duecare.grievances.rules import Role
from duecare.grievances.rules import Words as Title
from duecare.orgs.models import Post
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says.

    :param on: the local day of the step.
    :param parts: headings, some empty, with texts, in the order of a reply.
    :param until: the limits that run since the step, with their last local days and articles.
    :param qr: a picture that leads to where a code is typed; the code is not in it.
    """

    case: Case
    title: str
    on: date
    post: Post
    parts: Sequence[tuple[Text, str]]
    until: Sequence[tuple[Title, date, Title]]
    address: str
    qr: str


def letter(by: Actor, case_id: uuid.UUID, step_id: uuid.UUID, at: datetime) -> Letter:
    """A step that a post did and its owner sees, as a letter.

    :raises NotFound: ``by`` does not hold the case, or there is no such step, or nothing to be read in it.
    """
    page = case_page(by, case_id, at)
    told = next((one for one in page.told if one.step.id == step_id), None)
    if told is None or told.post is None or not told.is_letter:
        raise NotFound("case-letter-unknown", _("There is no such letter."))
    address = str(settings.DUECARE["DUECARE_URL"]).rstrip("/") + reverse("receipts:enter")
    picture = segno.make(address, error="m").svg_data_uri(scale=3, border=2)
    day = local_date(told.step.at, page.case.root.zone)
    return Letter(
        page.case, told.title, day, told.post, told.parts, _until(page, told.step), address, picture
    )


def _until(page: CasePage, step: Step) -> list[tuple[Title, date, Title]]:
    """What the owner may still do, and by when: the rights that this step gave."""
    return [
        (clock.title, clock.on, clock.articles[0])
        for clock in page.clocks.running
        if clock.of is Role.OWNER and clock.started == step.at
    ]
