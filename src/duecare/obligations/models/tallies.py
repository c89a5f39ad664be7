"""Counts and sums for each unit, folded upward from deltas."""

from __future__ import annotations

from django.db import models


class TallyDelta(models.Model):
    """``amount`` to add to a measure of the unit and of every unit above it, as the tree was at opening.

    The kernel writes transitions (``opened``, ``missed``, ``discharged-late`` …), which the fold turns into measures
    by :data:`duecare.obligations.rules.MEASURES`: one row a transition. Modules add measures of their own, as
    ``figure:<field>`` and ``count:<field>``. Amounts are integers; a figure with decimals is scaled by its form.
    """

    id = models.BigAutoField(primary_key=True)
    lineage = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    strand = models.CharField(max_length=100)
    slot = models.DateField()
    measure = models.CharField(max_length=60)
    amount = models.BigIntegerField()


class Tally(models.Model):
    """A measure of one unit's whole subtree in one slot of one strand.

    Measures of the kernel: ``owed`` (opened), ``open``, ``missed`` (due passed undone, for ever), ``silent`` (missed
    and still open), ``discharged``, ``late`` (discharged after due), ``waived``, ``lapsed``.
    """

    id = models.BigAutoField(primary_key=True)
    unit_key = models.CharField(max_length=5)
    slot = models.DateField()
    strand = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    measure = models.CharField(max_length=60)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_key", "slot", "strand", "kind", "measure"], name="tally_once"
            ),
        ]
