"""The inverted index over the words of hazards, on both databases; migration 0006 sets it up."""

from __future__ import annotations

from duecare.findable.index import Index

INDEX = Index("hazards_words", "hazards_findable")
additions, removals = INDEX.additions, INDEX.removals
