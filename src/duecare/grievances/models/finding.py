"""What cases are found by."""

from __future__ import annotations

import uuid

from django.db import models

from duecare.grievances.models.cases import Case


class Findable(models.Model):
    """The tokens of a case's subject line, once for each unit that holds it now; no row without a line.

    Each token begins with its holder's mark (:mod:`duecare.grievances.word_index`), so that a search reads what the
    reader's own units hold and takes no longer for what others hold. Gone with the line when the case is forgotten.
    """

    id = models.BigAutoField(primary_key=True)
    case_id: uuid.UUID
    case = models.OneToOneField(Case, models.PROTECT, related_name="findable")
    words = models.TextField()
