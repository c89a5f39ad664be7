"""From bytes to text: size and encoding."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from duecare.plans.findings import Finding, PlanRefused, Spot

MAX_BYTES = 1_000_000
"""A plan of a thousand items is a fifth of this; what is bigger is something else."""


def text_of(data: bytes, file: str) -> str:
    """The text of a plan file.

    :raises PlanRefused: it is too big, or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise too_big(len(data), file)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refused(file, Spot(1, 1), "UTF-16")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refused(file, _spot(data, error.start), _guess(data)) from None


def too_big(size: int, file: str) -> PlanRefused:
    """The refusal of a file that is too big, before anything of it is read."""
    return PlanRefused(
        [
            Finding(
                file,
                Spot(1, 1),
                _("The file has %(size)s MB; a plan has at most %(most)s MB.")
                % {"size": f"{size / 1e6:.1f}", "most": f"{MAX_BYTES / 1e6:.0f}"},
                _("Is it the right file?"),
            )
        ]
    )


def _refused(file: str, spot: Spot, encoding: str) -> PlanRefused:
    message = _("The file is not saved as UTF-8 (it looks like %(encoding)s).") % {"encoding": encoding}
    hint = _("Save it again and choose the encoding UTF-8.")
    return PlanRefused([Finding(file, spot, message, hint)])


def _spot(data: bytes, offset: int) -> Spot:
    before = data[:offset]
    start = before.rfind(b"\n") + 1
    return Spot(before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1)


def _guess(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return _("something else")
    return "GB18030 / GBK"
