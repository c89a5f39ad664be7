"""Checking a plan: everything wrong with it at once, each thing where it stands."""

from duecare.plans.checking.whole import Checked, examine

__all__ = ["Checked", "examine"]
