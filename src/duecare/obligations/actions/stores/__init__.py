"""How batches are read and written on each database, in a fixed number of statements whatever their size.

Ids and times stay in the database's own text form from reading to writing: turning a hundred thousand of them into
objects and back would cost more than everything else the clock does.
"""

from __future__ import annotations

from duecare.obligations.actions.stores.contract import Born, Due, Line, Move, Store
from duecare.obligations.actions.stores.postgres import Postgres
from duecare.obligations.actions.stores.sqlite import SQLite

_STORES: dict[str, Store] = {"postgresql": Postgres(), "sqlite": SQLite()}


def store_for(vendor: str) -> Store:
    """The store of a database, by Django's name for it."""
    return _STORES[vendor]


__all__ = ["Born", "Due", "Line", "Move", "Store", "store_for"]
