"""What a sighting is called where other floors keep something of it, and who wrote it."""

from __future__ import annotations

import uuid

from duecare.orgs.rules import Actor

#: What photographs are attached to, and what a receipt is of.
MATTER = "sightings.sighting"
#: What an entry of the record is about.
OBJECT = "sighting"
#: Stands where nobody has decided by a post.
NO_POST = uuid.UUID(int=0)
#: Whoever wrote: nobody knows who that is.
PASSER_BY = Actor(None, "")
