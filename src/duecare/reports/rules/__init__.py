"""Pure decisions of reporting: what a form asks, what may be typed, which cut-offs there are, what counts."""

from duecare.reports.rules.cutoffs import Cutoff, Span, cutoffs_between, overlaps, spans_from
from duecare.reports.rules.fields import RESERVED_KEYS, Field, Form, Option, form_from, form_id
from duecare.reports.rules.figures import deltas_between, shown, unscaled
from duecare.reports.rules.reading import Fault, Reading, plain, read

__all__ = [
    "RESERVED_KEYS",
    "Cutoff",
    "Fault",
    "Field",
    "Form",
    "Option",
    "Reading",
    "Span",
    "cutoffs_between",
    "deltas_between",
    "form_from",
    "form_id",
    "overlaps",
    "plain",
    "read",
    "shown",
    "spans_from",
    "unscaled",
]
