"""The session engine: Django's own, whose rows also say whose they are and on what kind of device they began."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from duecare.orgs.models import Session
from duecare.web import rows

DEVICE = "device"
BEGAN = "began_at"
#: Set once a second factor was shown in this session.
VERIFIED = "second_factor"


class SessionStore(DatabaseStore):
    """Sessions in :class:`duecare.orgs.models.Session`."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """The session's row, if it has not run out; read by a ready statement, since every request asks for it."""
        found = rows.find(Session, session_key=self.session_key)
        # Django dates sessions by the machine's clock, also where another is installed.
        if found is None or found.expire_date <= timezone.now():  # noqa: TID251
            self._session_key = None
            return None
        return found

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        session = super().create_model_instance(dict(data))
        assert isinstance(session, Session)
        session.user_id = uuid.UUID(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        session.device = data.get(DEVICE, "")
        session.began_at = datetime.fromisoformat(data[BEGAN]) if data.get(BEGAN) else None
        return session
