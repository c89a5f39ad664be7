"""Everything wrong with a checklist's file, each with its place."""

from duecare.inspections.checking.whole import CHECKLIST, Checked, ChecklistRefused, check_bytes, check_file

__all__ = ["CHECKLIST", "Checked", "ChecklistRefused", "check_bytes", "check_file"]
