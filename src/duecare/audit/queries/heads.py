"""Signed heads: the latest, those to be sent outside, and those that came back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.audit.models import Tree, TreeHead
from duecare.audit.rules import BrokenHead, Head, NoHead, in_text
from duecare.audit.rules.heads import MARK
from duecare.audit.shapes import head_of
from duecare.core.errors import BadInput

#: How often each root's head goes outside.
SENT_EVERY = timedelta(hours=24)


def latest_head(root: uuid.UUID) -> Head | None:
    """The newest signed head of a root; ``str`` of it is the line to print."""
    row = TreeHead.objects.filter(root=root).order_by("-at", "-size").first()
    return head_of(row) if row else None


def latest_heads() -> list[Head]:
    """The newest signed head of every root."""
    roots = Tree.objects.order_by("root").values_list("root", flat=True)
    return [head for head in map(latest_head, roots) if head]


def heads_to_send(at: datetime) -> list[tuple[uuid.UUID, Head]]:
    """The newest head of each root of which none was sent in the last 24 hours, with the id to mark it sent by."""
    due = []
    for root in Tree.objects.order_by("root").values_list("root", flat=True):
        rows = TreeHead.objects.filter(root=root)
        newest = rows.order_by("-at", "-size").first()
        if newest and newest.sent_at is None and not rows.filter(sent_at__gt=at - SENT_EVERY).exists():
            due.append((newest.id, head_of(newest)))
    return due


def read_heads(text: str) -> list[Head]:
    """Every head in a pasted text or mail; broken lines and quote marks do no harm.

    :raises BadInput: when there is none, or one is damaged.
    """
    hint = _("It begins with %(mark)s and is one line of about 220 characters; copy it whole.")
    try:
        return in_text(text)
    except NoHead:
        message = _("No signed head of the record was found in this text.")
        raise BadInput("audit.no-head", message, hint=hint, mark=MARK) from None
    except BrokenHead:
        message = _("A signed head in this text is cut short or damaged.")
        raise BadInput("audit.broken-head", message, hint=hint, mark=MARK) from None
