"""From bytes to text: size and encoding."""

from __future__ import annotations

import codecs
from pathlib import Path as File

from django.utils.translation import gettext as _

from duecare.documents.findings import FileRefused, Finding, Sort, Spot

MAX_BYTES = 1_000_000
"""A plan of a thousand items is a fifth of this; what is bigger is something else."""


def read_bytes(file: File, sort: Sort) -> bytes:
    """A file's content, its size looked at before it is read.

    :raises FileRefused: the sort's; it is too big.
    """
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise too_big(size, str(file), sort)
    return file.read_bytes()


def text_of(data: bytes, file: str, sort: Sort) -> str:
    """The text of a file.

    :raises FileRefused: the sort's; it is too big, or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise too_big(len(data), file, sort)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refused(file, Spot(1, 1), "UTF-16", sort)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refused(file, _spot(data, error.start), _guess(data), sort) from None


def too_big(size: int, file: str, sort: Sort) -> FileRefused:
    """The refusal of a file that is too big, before anything of it is read."""
    return sort.refused(
        [
            Finding(
                file,
                Spot(1, 1),
                str(sort.too_big) % {"size": f"{size / 1e6:.1f}", "most": f"{MAX_BYTES / 1e6:.0f}"},
                _("Is it the right file?"),
            )
        ]
    )


def _refused(file: str, spot: Spot, encoding: str, sort: Sort) -> FileRefused:
    message = _("The file is not saved as UTF-8 (it looks like %(encoding)s).") % {"encoding": encoding}
    hint = _("Save it again and choose the encoding UTF-8.")
    return sort.refused([Finding(file, spot, message, hint)])


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
