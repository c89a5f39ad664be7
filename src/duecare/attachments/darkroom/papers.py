"""Papers made anew: the pages of a PDF and nothing else.

A PDF that holds a script, an action that starts something, another file or a lock is refused. Of the others the pages
are written into a new file: what is written about it (author, program, times), what stands outside its pages and behind
its end stays behind, and so does what a camera wrote into photographs on its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from duecare.attachments.darkroom.refused import Refused
from duecare.attachments.rules import limits

#: Entries of a dictionary that no plain paper has. Source: ISO 32000-1, 7.11.4, 12.6.4, 12.7.8, 13.
_ENTRIES = {
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/EF",
    "/XFA",
    "/RichMediaContent",
    "/AA",
}
#: Actions (``/S``) that do more than go to a page or an address.
_ACTIONS = (
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView",
)  # fmt: skip
_SUBTYPES = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")
#: What is written about the paper or a part of it.
_ABOUT = ("/Metadata", "/PieceInfo", "/LastModified")
_JPEG = ("/DCTDecode", ["/DCTDecode"])
_MOST_OBJECTS = 500_000


def develop(source: Path, target: Path) -> int:
    """Write the pages into a new file. :returns: how many there are.

    :raises Refused: it is locked, active, or too long. What can't be read raises whatever the reader raises.
    """
    reader = PdfReader(source)
    if reader.is_encrypted:
        raise Refused("locked")
    for entries in _dictionaries(reader):
        _require_plain(entries)
    count = len(reader.pages)
    if count == 0:
        raise Refused("damaged")
    if count > limits.MOST_PAGES:
        raise Refused("too-many-pages")
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    writer.metadata = None
    for entries in _dictionaries(writer):
        _strip(entries)
    writer.write(target)
    if target.stat().st_size > limits.MOST_BYTES:
        raise Refused("too-big")
    return count


def _dictionaries(paper: PdfReader | PdfWriter) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached, each once."""
    start = paper.trailer if isinstance(paper, PdfReader) else paper.root_object
    todo: list[Any] = [start]
    seen: set[int] = set()
    while todo:
        found = todo.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            if len(seen) > _MOST_OBJECTS:
                raise Refused("too-hard")
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            todo.extend(found.values())
        elif isinstance(found, ArrayObject):
            todo.extend(found)


def _require_plain(entries: DictionaryObject) -> None:
    if (
        not _ENTRIES.isdisjoint(entries)
        or _value(entries, "/S") in _ACTIONS
        or _value(entries, "/Subtype") in _SUBTYPES
    ):
        raise Refused("active")


def _value(entries: DictionaryObject, name: str) -> object:
    """What an entry holds, also where the file only points at it."""
    value = entries.get(name)
    return value.get_object() if isinstance(value, IndirectObject) else value


def _strip(entries: DictionaryObject) -> None:
    for name in _ABOUT:
        entries.pop(NameObject(name), None)
    if isinstance(entries, StreamObject) and _value(entries, "/Filter") in _JPEG:
        entries._data = without_camera(entries._data)


def without_camera(jpeg: bytes) -> bytes:
    """A JPEG without what a camera or a program wrote into it, its pixels untouched.

    Source: ITU-T T.81, B.1.1: kept are APP0 (JFIF) and APP14 (how its colours are meant) and what draws.
    """
    kept, at = bytearray(jpeg[:2]), 2
    while jpeg[at : at + 1] == b"\xff" and at + 4 <= len(jpeg):
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the pixels begin
            break
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept += jpeg[at : at + 2 + length]
        at += 2 + length
    return bytes(kept) + jpeg[at:]
