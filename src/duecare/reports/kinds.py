"""The kinds of obligations that reporting brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.obligations.kinds import Kind

REPORT = Kind("reports.report", _("report"), "reports:report", icon="file-report")
QUESTION = Kind("reports.question", _("question about a report"), "reports:question", icon="help-circle")
