"""How a name and a password, or a session, become a person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from duecare.orgs.models import User
from duecare.web import rows


class Accounts(ModelBackend):
    """Django's own; only the person of a session, whom every request asks for, is read by a ready statement."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, unless they have left. One statement."""
        user = rows.find(User, id=user_id)
        return user if user is not None and user.is_active else None
