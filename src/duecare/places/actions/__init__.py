"""The only writers of places."""

from duecare.places.actions.adding import add_place
from duecare.places.actions.changing import change_place
from duecare.places.actions.closing import close_place, close_with_units

__all__ = ["add_place", "change_place", "close_place", "close_with_units"]
