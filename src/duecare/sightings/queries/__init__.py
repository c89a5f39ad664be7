"""What people see of sightings: the public before it writes, readers, and whoever has the code."""

from duecare.sightings.queries.entry import MOST_UNITS, About, about, root_of, unit_of, units_of
from duecare.sightings.queries.reading import Reading, Waiting, poster_roots, reading, waiting
from duecare.sightings.queries.seen import of_obligation, one, visible

__all__ = [
    "MOST_UNITS",
    "About",
    "Reading",
    "Waiting",
    "about",
    "of_obligation",
    "one",
    "poster_roots",
    "reading",
    "root_of",
    "unit_of",
    "units_of",
    "visible",
    "waiting",
]
