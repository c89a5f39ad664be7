"""What the clock does once a day."""

from __future__ import annotations

import logging
from datetime import datetime

from duecare.core.errors import DomainError
from duecare.vault.actions.forgetting import expire
from duecare.vault.actions.preparing import prepare
from duecare.vault.models import MonthKey

log = logging.getLogger("duecare.vault")


def keep_up(at: datetime) -> None:
    """Forget what has ended and make keys ahead, where there is a vault. A locked one is said in the log.

    :raises OSError: the key file can't be written.
    """
    if not MonthKey.objects.exists():
        return  # `duecare init` makes the first keys, where the key file is to be
    expire(at=at)
    try:
        prepare(at=at)
    except DomainError as locked:
        log.warning("no keys were made ahead: %s", locked.code)
