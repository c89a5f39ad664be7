"""What people do with rosters and watches; the only writers."""
