"""When and whether somebody is sent e-mail."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotAllowed
from duecare.notify.models import Preference
from duecare.orgs.rules import Actor


def prefer(*, mail: bool, quiet_from: time, quiet_until: time, by: Actor, at: datetime) -> Preference:
    """Choose for oneself. Equal times mean no quiet hours; escalations are never held.

    :raises NotAllowed: when nobody is signed in.
    """
    if by.user_id is None:
        raise NotAllowed("notify.nobody", _("Sign in first."))
    before = Preference.objects.filter(user_id=by.user_id).first()
    off_at = None if mail else (before and before.mail_off_at) or at
    wishes, _made = Preference.objects.update_or_create(
        user_id=by.user_id,
        defaults={
            "mail_off_at": off_at, "quiet_from": quiet_from, "quiet_until": quiet_until, "changed_at": at,
        },
    )  # fmt: skip
    return wishes
