"""Why something is not taken."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it reads as the answer it is
    """What was sent can't be kept. :param code: a code of :mod:`duecare.attachments.rules.refusals`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
