"""What people see of the organisation."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from duecare.orgs.models import Appointment, User
from duecare.orgs.rules import Actor, HeldPost, reach_of

_COLUMNS = (
    "post_id",
    "post__kind",
    "post__title",
    "post__title_en",
    "post__unit_id",
    "post__unit__key",
    "post__unit__lineage",
    "post__unit__root_id",
    "deputy",
    "post__unit__kind",
)


def actor_of(user: User | Any, at: datetime) -> Actor:
    """The person with every post held at ``at``; nobody signed in has no posts. One query."""
    if not user.is_authenticated:
        return Actor(None, "")
    return Actor(user.id, user.name, tuple(_held(row) for row in _rows(user.id, at)))


def _rows(user_id: uuid.UUID, at: datetime) -> list[tuple[Any, ...]]:
    statement, order = _statement()
    given = {"user": _as_stored(User, "id", user_id), "at": _as_stored(Appointment, "starts_at", at)}
    with connection.cursor() as cursor:
        cursor.execute(statement, [given[name] for name in order])
        return list(cursor.fetchall())


@cache
def _statement() -> tuple[str, tuple[str, ...]]:
    """The query as text and which parameter stands where: every request asks it, so it is composed once."""
    user_id, at = uuid.UUID(int=1), datetime(1970, 1, 1, tzinfo=UTC)
    asked = Appointment.objects.filter(user_id=user_id).holding(at).values_list(*_COLUMNS)
    statement, parameters = asked.query.sql_with_params()
    users = {_as_stored(User, "id", user_id), user_id}
    return statement, tuple("user" if parameter in users else "at" for parameter in parameters)


def _as_stored(model: type[Model], name: str, value: object) -> Any:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field.get_db_prep_value(value, connection)


def _held(row: tuple[Any, ...]) -> HeldPost:
    post, kind, title, title_en, unit, key, lineage, root, deputy, unit_kind = row
    ids = (one if isinstance(one, uuid.UUID) else uuid.UUID(one) for one in (post, unit, root))
    post_id, unit_id, root_id = ids
    reach = reach_of(unit_kind, lineage)
    return HeldPost(post_id, kind, title, title_en, unit_id, key, lineage, root_id, bool(deputy), reach)
