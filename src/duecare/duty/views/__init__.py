"""Pages of rosters and watches."""
