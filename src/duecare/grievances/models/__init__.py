"""The nouns of cases. Nobody is the subject of a row but the case."""

from duecare.grievances.models.cases import (
    NEVER,
    Case,
    CaseQuerySet,
    Concerned,
    Hold,
    Owed,
    ProcedureVersion,
    Step,
)
from duecare.grievances.models.figures import PublishedFigure, RatingGroup, SealedRating
from duecare.grievances.models.finding import Findable
from duecare.grievances.models.provisions import Provision
from duecare.grievances.models.sealed import Inquiry, Look, Paper, Sealed, SealedIdentity

__all__ = [
    "NEVER",
    "Case",
    "CaseQuerySet",
    "Concerned",
    "Findable",
    "Hold",
    "Inquiry",
    "Look",
    "Owed",
    "Paper",
    "ProcedureVersion",
    "Provision",
    "PublishedFigure",
    "RatingGroup",
    "Sealed",
    "SealedIdentity",
    "SealedRating",
    "Step",
]
