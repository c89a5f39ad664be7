"""What people do with reports, and the only writers of them."""

from datetime import datetime

from duecare.reports.actions.filing import file_report
from duecare.reports.actions.forgetting import forget_texts
from duecare.reports.actions.questions import answer_question, ask_question
from duecare.reports.actions.refusals import AlreadyFiled, BadValues
from duecare.reports.actions.reviewing import review_report
from duecare.reports.actions.rounds import materialise
from duecare.reports.actions.series import begin_series, change_series, end_series


def schedule(at: datetime, until: datetime) -> int:
    """The module's turn of the clock: bring what is coming into being, erase what has had its time."""
    forget_texts(at)
    return materialise(at, until)


__all__ = [
    "AlreadyFiled",
    "BadValues",
    "answer_question",
    "ask_question",
    "begin_series",
    "change_series",
    "end_series",
    "file_report",
    "forget_texts",
    "materialise",
    "review_report",
    "schedule",
]
