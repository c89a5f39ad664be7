"""Pages of units, people and getting in: thin shells around actions and queries."""
