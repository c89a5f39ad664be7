"""Times on the command line."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils.translation import gettext as _


def moment(_context: click.Context, _parameter: click.Parameter, text: str | None) -> datetime | None:
    """Read an ISO 8601 time that says its zone."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(_("write it like 2027-03-05T15:31:00+08:00")) from error
    if at.tzinfo is None:
        raise click.BadParameter(_("say the zone too, like 2027-03-05T15:31:00+08:00"))
    return at
