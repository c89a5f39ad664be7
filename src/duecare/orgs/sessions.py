"""The session engine: Django's own, whose rows also say whose they are and on what kind of device they began."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from duecare.orgs.models import Session

DEVICE = "device"
BEGAN = "began_at"
#: Set once a second factor was shown in this session.
VERIFIED = "second_factor"


class SessionStore(DatabaseStore):
    """Sessions in :class:`duecare.orgs.models.Session`."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        session = super().create_model_instance(dict(data))
        assert isinstance(session, Session)
        session.user_id = uuid.UUID(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        session.device = data.get(DEVICE, "")
        session.began_at = datetime.fromisoformat(data[BEGAN]) if data.get(BEGAN) else None
        return session
