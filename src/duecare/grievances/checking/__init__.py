"""Everything wrong with a file of a procedure or of categories, each with its place."""

from duecare.grievances.checking.categories import CATEGORIES, CategoriesRefused
from duecare.grievances.checking.categories import check_bytes as check_categories
from duecare.grievances.checking.procedure import PROCEDURE, ProcedureRefused
from duecare.grievances.checking.procedure import check_bytes as check_procedure

__all__ = [
    "CATEGORIES",
    "PROCEDURE",
    "CategoriesRefused",
    "ProcedureRefused",
    "check_categories",
    "check_procedure",
]
