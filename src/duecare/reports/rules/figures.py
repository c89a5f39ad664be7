"""What a report adds to the sums of its unit and of every unit above."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from duecare.reports.rules.fields import Field, Form

NIL = "count:nil"


def measures(form: Form, values: Mapping[str, Any] | None, nil: bool) -> dict[str, int]:
    """Measures of one version: ``figure:<field>`` (scaled), ``count:<field>`` (1 when given), ``count:nil``.

    :param values: None when there is no such version. A figure that was left blank gives no measure at all.
    """
    if values is None:
        return {}
    if nil:
        return {NIL: 1}
    given: dict[str, int] = {}
    for asked in form.figures:
        if asked.key in values:
            given[f"figure:{asked.key}"] = int(values[asked.key])
            given[f"count:{asked.key}"] = 1
    return given


def deltas_between(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What to add so that only ``after`` counts; measures that stay the same are left out."""
    names = [*before, *(name for name in after if name not in before)]
    changed = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: amount for name, amount in changed.items() if amount}


def unscaled(asked: Field, amount: int) -> Decimal:
    """The number people wrote, from the integer that is kept."""
    return Decimal(amount).scaleb(-asked.decimals)


def shown(asked: Field, amount: int) -> str:
    """A figure as people read it, with every digit its field has."""
    return f"{unscaled(asked, amount):,.{asked.decimals}f}"
