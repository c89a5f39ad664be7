"""``{% load attachments %}``: photographs and papers on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from duecare.attachments.models import Attachment
from duecare.attachments.rules.limits import THUMBNAIL_SIDE

register = template.Library()


@register.inclusion_tag("attachments/gallery.html")
def gallery(attachments: Sequence[Attachment], zone: Any = None) -> dict[str, Any]:
    """Thumbnails that open the photographs, papers to download, and what was forgotten.

    :param zone: of the times: a unit, a zone or its name; the deployment's where none is given.
    """
    return {"attachments": attachments, "zone": zone}


@register.filter
def small_size(photograph: Attachment) -> tuple[int, int]:
    """Width and height of the thumbnail, so that the page does not jump when it comes."""
    width, height = photograph.width or 1, photograph.height or 1
    scale = min(1.0, THUMBNAIL_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
