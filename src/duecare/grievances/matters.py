"""What the vault keeps apart: what was written in a case; who brought it; what a unit concerned was asked; ratings that
do not make ten yet."""

from __future__ import annotations

CASE, IDENTITY, INQUIRY = "grievances.case", "grievances.identity", "grievances.inquiry"
RATINGS = "grievances.ratings"
