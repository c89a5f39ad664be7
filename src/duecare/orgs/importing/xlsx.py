"""Reading .xlsx: first a look through the XML that costs little memory, then the values.

The look counts what unpacking would cost, finds formulas (the reader would give their cached values, which are not
what the cell says) and refuses document type declarations, so that no bomb of zeros, entities or far-off cells is
ever unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, Any
from xml.parsers import expat

import python_calamine
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.orgs.importing.findings import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    MOST_UNPACKED,
    Sheet,
)

_PIECE = 256 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WORKSHEET = "/worksheet"


def read(data: bytes, columns: int = MOST_COLUMNS) -> list[Sheet]:
    """Every visible or hidden sheet that has cells.

    :param columns: a sheet with more is not read.
    :raises BadInput: when the bytes are no workbook, or too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > MOST_UNPACKED or len(archive.infolist()) > 2_000:
                raise too_big()
            looks = _look(archive, columns)
        book = python_calamine.load_workbook(io.BytesIO(data))
        return [_values(book.get_sheet_by_name(name), formulas) for name, formulas in looks.items()]
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        python_calamine.CalamineError,
        KeyError,
        ValueError,
    ) as error:
        raise unreadable() from error
    except (RuntimeError, NotImplementedError, EOFError, OSError) as error:  # an encrypted or odd archive
        raise unreadable() from error


def unreadable() -> BadInput:
    """The file is not what its name says."""
    return BadInput(
        "not-a-workbook",
        _("This file is not an .xlsx workbook, or it is damaged or locked by a password."),
        hint=_("Open it in the spreadsheet program and save it as .xlsx without a password, or as .csv."),
    )


def too_big() -> BadInput:
    """The file is more than is read."""
    return BadInput(
        "too-big",
        _("This file is too big: at most %(bytes)s MB, %(rows)s rows and %(columns)s columns are read."),
        hint=_("Delete empty rows and columns and pictures, or split the file."),
        bytes=MOST_BYTES // 1024 // 1024,
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
    )


def text_of(value: Any) -> str:
    """A cell's value as text: numbers without a needless .0, dates as 2027-03-05."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return unmarked(str(value).strip())


def unmarked(text: str) -> str:
    """The text without the mark that an export puts before a cell that looks like a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _values(sheet: Any, formulas: frozenset[tuple[int, int]]) -> Sheet:
    left = sheet.start[1] if sheet.start else 0
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [text_of(cell) for cell in cells]
        if any(texts):
            rows.append((number, [""] * left + texts))
    merged = tuple((first[0] + 1, first[1]) for first, _last in sheet.merged_cell_ranges or ())
    return Sheet(sheet.name, rows, formulas, merged)


def _look(archive: zipfile.ZipFile, columns: int) -> dict[str, frozenset[tuple[int, int]]]:
    """Formula cells by sheet name; refuses what would cost too much to unpack."""
    lengths = _string_lengths(archive)
    files = _sheet_files(archive)
    spent = [0]
    return {name: _Cells(lengths, spent, columns).read(archive, path) for name, path in files.items()}


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and attributes.get("Type", "").endswith(_WORKSHEET):
            target = attributes["Target"]
            targets[attributes["Id"]] = target[1:] if target.startswith("/") else "xl/" + target

    found: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            relation_id = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            if relation_id in targets:
                found[attributes["name"]] = targets[relation_id]

    _walk(archive, "xl/_rels/workbook.xml.rels", relation)
    _walk(archive, "xl/workbook.xml", sheet)
    if not found:
        raise unreadable()
    return found


def _string_lengths(archive: zipfile.ZipFile) -> list[int]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    lengths: list[int] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)

    _walk(archive, "xl/sharedStrings.xml", start, text=text)
    return lengths


class _Cells:
    """One sheet's cells as they pass by: where they are, which hold a formula, how much text they stand for."""

    def __init__(self, lengths: list[int], spent: list[int], columns: int) -> None:
        self.lengths, self.spent, self.columns = lengths, spent, columns
        self.formulas: set[tuple[int, int]] = set()
        self.row, self.column, self.shared = 0, -1, False
        self.value = ""

    def read(self, archive: zipfile.ZipFile, path: str) -> frozenset[tuple[int, int]]:
        """:returns: the cells with a formula: (row from 1, column from 0)."""
        _walk(archive, path, self.start, end=self.end, text=self.text)
        return frozenset(self.formulas)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r"))
            self.shared, self.value = attributes.get("t") == "s", ""
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), -1
            self._within()
        elif name == "f":
            self.formulas.add((self.row, self.column))

    def end(self, name: str) -> None:
        if name == "c" and self.shared and self.value:
            self.spent[0] += self.lengths[int(self.value)]
            if self.spent[0] > MOST_TEXT:
                raise too_big()

    def text(self, piece: str) -> None:
        if self.shared:
            self.value += piece
        else:
            self.spent[0] += len(piece)

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
        else:
            found = _REFERENCE.fullmatch(reference)
            if not found:
                raise unreadable()
            self.column = -1
            for letter in found[1]:
                self.column = (self.column + 1) * 26 + ord(letter) - 65
            self.row = int(found[2])
        self._within()

    def _within(self) -> None:
        if self.row > MOST_ROWS or self.column >= self.columns:
            raise too_big()


def _walk(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, dict[str, str]], None],
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Let an XML part pass by. Declarations, and with them entities, are refused."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True

    def declared(*_arguments: object) -> None:
        raise unreadable()

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(path) as part:
        _feed(parser, part)


def _feed(parser: Any, part: IO[bytes]) -> None:
    while piece := part.read(_PIECE):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
