"""What people see of reports, already cut to what they may."""

from duecare.reports.queries.days import DayPage, DaysPage, day_page, days_page
from duecare.reports.queries.export import export_header, export_rows
from duecare.reports.queries.history import HistoryPage, history_page
from duecare.reports.queries.report import ReportPage, fields_asked, question_home, report_page
from duecare.reports.queries.summary import summary_text

__all__ = [
    "DayPage",
    "DaysPage",
    "HistoryPage",
    "ReportPage",
    "day_page",
    "days_page",
    "export_header",
    "export_rows",
    "fields_asked",
    "history_page",
    "question_home",
    "report_page",
    "summary_text",
]
