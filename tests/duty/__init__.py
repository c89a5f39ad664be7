"""Tests of rosters through their own process."""
