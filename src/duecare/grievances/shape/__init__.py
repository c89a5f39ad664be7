"""The JSON Schemas (2020-12) of the files of cases."""

from duecare.grievances.shape.categories import CATEGORY_DEFS, categories_schema
from duecare.grievances.shape.procedure import DEFS, procedure_schema
from duecare.grievances.shape.wordings import WORDING_DEFS, wordings_schema

__all__ = [
    "CATEGORY_DEFS",
    "DEFS",
    "WORDING_DEFS",
    "categories_schema",
    "procedure_schema",
    "wordings_schema",
]
