"""A reader's own views of the ledger: filters under a name. They are nobody else's, and no part of the record."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.hazards import rules
from duecare.hazards.models import SavedView
from duecare.orgs.models import User
from duecare.orgs.rules import Actor


@transaction.atomic
def save_view(*, name: str, query: str, by: Actor) -> SavedView:
    """Keep filters under a name; the same name again takes the new filters.

    :param query: the part of the ledger's address behind the question mark.
    :raises BadInput: it has no name, or one of them is too long.
    :raises Conflict: there are 20 already.
    """
    owner = _owner(by)
    name = _named(name)
    if len(query) > rules.VIEW_LENGTH:
        raise BadInput("view-too-long", _("These filters are too long to be saved."))
    mine = SavedView.objects.filter(user_id=owner)
    view = mine.filter(name=name).first()
    if view is None:
        if mine.count() >= rules.VIEWS:
            raise Conflict("views-full", _("You have saved 20 views; delete one first."))
        return SavedView.objects.create(user_id=owner, name=name, query=query)
    view.query = query
    view.save(update_fields=["query"])
    return view


@transaction.atomic
def rename_view(*, view_id: uuid.UUID, name: str, by: Actor) -> SavedView:
    """Call it otherwise.

    :raises NotFound: it isn't the reader's.
    :raises BadInput: the name is empty or too long.
    :raises Conflict: another of the reader's views has it.
    """
    view = _mine(view_id, _owner(by))
    name = _named(name)
    if SavedView.objects.filter(user_id=view.user_id, name=name).exclude(id=view.id).exists():
        raise Conflict("view-name-taken", _("Another of your views has this name."))
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def delete_view(*, view_id: uuid.UUID, by: Actor) -> None:
    """Throw it away. :raises NotFound: it isn't the reader's."""
    _mine(view_id, _owner(by)).delete()


def _owner(by: Actor) -> uuid.UUID:
    """Whose view it is; their changes wait for each other."""
    if by.user_id is None:
        raise NotAllowed("views-nobody", _("Sign in first."))
    User.objects.select_for_update().get(id=by.user_id)
    return by.user_id


def _mine(view_id: uuid.UUID, owner: uuid.UUID) -> SavedView:
    view = SavedView.objects.filter(id=view_id, user_id=owner).first()
    if view is None:
        raise NotFound("view-unknown", _("You have no such view."))
    return view


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadInput("view-unnamed", _("Give the view a name."), where="name")
    if len(name) > rules.VIEW_NAME_LENGTH:
        raise BadInput(
            "view-name-long", _("At most %(most)s characters."), where="name", most=rules.VIEW_NAME_LENGTH
        )
    return name
