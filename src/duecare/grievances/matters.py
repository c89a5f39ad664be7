"""What the vault keeps apart: what was written in a case; who brought it; what a unit concerned was asked."""

from __future__ import annotations

CASE, IDENTITY, INQUIRY = "grievances.case", "grievances.identity", "grievances.inquiry"
