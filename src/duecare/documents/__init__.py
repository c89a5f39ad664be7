"""Files that people write by hand: read with the place of every value, checked, refused by the charter, explained."""
