"""Everything wrong with a file of a procedure, of categories or of wordings, each with its place."""

from duecare.grievances.checking.categories import CATEGORIES, CategoriesRefused
from duecare.grievances.checking.categories import check_bytes as check_categories
from duecare.grievances.checking.procedure import PROCEDURE, ProcedureRefused
from duecare.grievances.checking.procedure import check_bytes as check_procedure
from duecare.grievances.checking.wordings import WORDINGS, WordingsRefused
from duecare.grievances.checking.wordings import check_bytes as check_wordings

__all__ = [
    "CATEGORIES",
    "PROCEDURE",
    "WORDINGS",
    "CategoriesRefused",
    "ProcedureRefused",
    "WordingsRefused",
    "check_categories",
    "check_procedure",
    "check_wordings",
]
