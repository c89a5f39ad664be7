"""The nouns of reporting."""

from duecare.reports.models.questions import Question, Review
from duecare.reports.models.series import Debtor, FormVersion, Round, Series
from duecare.reports.models.submissions import Submission

__all__ = ["Debtor", "FormVersion", "Question", "Review", "Round", "Series", "Submission"]
