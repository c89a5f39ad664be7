"""Why a report is not taken."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.reports.models import Submission
from duecare.reports.rules import Fault


class BadValues(BadInput):
    """What was typed does not fit the form.

    :param faults: by field key; "" is the report as a whole.
    """

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__(
            "reports.values",
            _("The report does not fit its form: %(fields)s."),
            hint=_("Nothing was filed. Mend what is marked and send it again."),
            fields=", ".join(f"{key} ({fault.code})" if key else fault.code for key, fault in faults.items()),
        )
        self.faults = faults


class AlreadyFiled(Conflict):
    """Somebody was quicker: there is a version that the writer had not seen.

    :param latest: the version that counts now.
    """

    def __init__(self, latest: Submission) -> None:
        super().__init__(
            "reports.already-filed",
            _("This report has been filed in the meantime."),
            hint=_(
                "Look at what was filed. If yours is right, file it as a correction; both stay on record."
            ),
        )
        self.latest = latest


def sent_differently() -> Conflict:
    """One sending, two contents: told to its author alone."""
    return Conflict(
        "reports.sent-differently",
        _("This page was sent before, with other content; that first sending stands."),
        hint=_("Open the report again, look at what was filed, and correct it there."),
    )


def not_yours_to_file() -> NotAllowed:
    """The actor may see the report and not file it."""
    return NotAllowed("reports.not-yours-to-file", _("None of your posts may file this unit's report."))


def written_later() -> BadInput:
    """Paper can't be from the future."""
    return BadInput(
        "reports.written-later",
        _("The time it was written on paper lies in the future."),
        where="written_at",
        hint=_("Enter when it was written; the time of receipt is noted by itself."),
    )


def not_filed_yet() -> Conflict:
    """There is nothing to ask about or to look at."""
    return Conflict("reports.not-filed", _("This report has not been filed yet."))


def asked_before() -> Conflict:
    """Sending back happens once (charter, rule 4)."""
    return Conflict(
        "reports.asked-before",
        _("This report was sent back once already."),
        hint=_("A report is sent back once; speak with the unit, or look at its answer."),
    )


def answered_before() -> Conflict:
    """The question has its answer."""
    return Conflict("reports.answered-before", _("This question has been answered already."))
