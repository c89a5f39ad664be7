"""Rows of people and their posts checked against each other and against the units there will be."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from duecare.orgs.importing.columns import post_kind
from duecare.orgs.importing.tables import Reader, Row
from duecare.orgs.importing.units import check_phone
from duecare.orgs.rules import USERNAME, tidy_username
from duecare.orgs.vocabulary import GUARDED_POSTS

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
#: What a cell may say: these words, and in Chinese those of the translation.
KINDS_OFFERED = _(
    "Use one of: leader, coordinator, reporter, case officer, inspector, duty officer, mediator, auditor, "
    "administrator."
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One post of one person; ``starts`` and ``ends`` are the first and last local day of a deputy."""

    row: int
    username: str
    name: str
    unit: str
    post: str
    title: str
    title_en: str
    email: str
    phone: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an import of people must keep to.

    :param units: codes of the units there will be.
    :param elsewhere: sign-in names taken in another organisation.
    :param left: sign-in names of people who have left.
    :param may_administer: whether posts that administer may be given.
    :param held: sign-in names and units that hold such posts already.
    """

    units: Container[str]
    elsewhere: Container[str]
    left: Container[str]
    may_administer: bool
    held: Container[tuple[str, str]]


def read(reader: Reader, limits: Limits) -> list[PersonRow]:
    """The rows that can stand; every one that cannot is noted."""
    found: list[PersonRow] = []
    first: dict[str, PersonRow] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for row in reader.rows():
        person = _person(reader, row, limits)
        if person is None:
            continue
        known = first.setdefault(person.username, person)
        _check_same(reader, known, person)
        place = (person.username, person.unit, person.post, person.title)
        if place in seen:
            reader.report(
                row.number, "post", _("Row %(other)s gives this person this post already."),
                _("Delete one of the rows."),
                other=seen[place],
            )  # fmt: skip
        else:
            seen[place] = row.number
            found.append(person)
    return found


def _person(reader: Reader, row: Row, limits: Limits) -> PersonRow | None:
    username, kind = tidy_username(row["username"]), post_kind(row["post"])
    if username and not USERNAME.fullmatch(username):
        reader.report(
            row.number, "username", _("“%(text)s” is no sign-in name."),
            _("Use 2 to 60 letters, digits or . _ @ + -"), text=row["username"],
        )  # fmt: skip
    elif username in limits.elsewhere:
        reader.report(
            row.number, "username", _("The sign-in name %(username)s is taken in another organisation."),
            _("Choose another."), username=username,
        )  # fmt: skip
    elif username in limits.left:
        reader.report(
            row.number, "username", _("%(username)s has left."), _("Delete the row, or choose a new sign-in name."),
            username=username,
        )  # fmt: skip
    if row["unit"] and row["unit"] not in limits.units:
        reader.report(
            row.number, "unit", _("There is no unit with the code %(unit_code)s."),
            _("Correct the code, or add the unit."), unit_code=row["unit"],
        )  # fmt: skip
    _check_kind(reader, row, kind, username, limits)
    check_phone(reader, row)
    _check_email(reader, row)
    starts, ends = _dates(reader, row)
    if not username or kind is None or not row["unit"]:
        return None
    return PersonRow(
        row.number, username, row["name"], row["unit"], kind.value, row["title"], row["title_en"], row["email"],
        row["phone"], starts, ends,
    )  # fmt: skip


def _check_kind(reader: Reader, row: Row, kind: str | None, username: str, limits: Limits) -> None:
    if row["post"] and kind is None:
        reader.report(
            row.number, "post", _("There is no kind of post called “%(text)s”."),
            KINDS_OFFERED,
            text=row["post"],
        )  # fmt: skip
    elif kind in GUARDED_POSTS and not limits.may_administer and (username, row["unit"]) not in limits.held:
        reader.report(
            row.number, "post", _("Only an administrator gives or takes this post."),
            _("Delete the row, or let an administrator import the file."),
        )  # fmt: skip


def _check_email(reader: Reader, row: Row) -> None:
    if row["email"]:
        try:
            validate_email(row["email"])
        except ValidationError:
            reader.report(
                row.number, "email", _("“%(text)s” is no e-mail address."), _("Correct it, or leave it empty."),
                text=row["email"],
            )  # fmt: skip


def _check_same(reader: Reader, first: PersonRow, person: PersonRow) -> None:
    for field in ("name", "email", "phone"):
        if getattr(first, field) != getattr(person, field):
            reader.report(
                person.row, field, _("Row %(other)s says otherwise of %(username)s."),
                _("Write the same in every row of one person."), other=first.row, username=person.username,
            )  # fmt: skip


def _dates(reader: Reader, row: Row) -> tuple[date | None, date | None]:
    starts, ends = (_date(reader, row, field) for field in ("starts", "ends"))
    if row["starts"] and not row["ends"]:
        reader.report(
            row.number, "ends", _("A deputy needs a last day."), _("Write the last day of standing in.")
        )
    elif row["ends"] and not row["starts"]:
        reader.report(
            row.number, "starts", _("A deputy needs a first day."), _("Write the first day of standing in.")
        )
    elif starts and ends and ends < starts:
        reader.report(row.number, "ends", _("The last day lies before the first."), _("Correct one of them."))
    return starts, ends


def _date(reader: Reader, row: Row, field: str) -> date | None:
    if not row[field]:
        return None
    found = _DATE.fullmatch(row[field])
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(row[field])
    except ValueError:
        reader.report(
            row.number, field, _("“%(text)s” is no date."), _("Write it as 2027-03-05."), text=row[field]
        )
        return None


def by_username(rows: list[PersonRow]) -> Mapping[str, list[PersonRow]]:
    """The rows of each person, in the order of the file."""
    found: dict[str, list[PersonRow]] = {}
    for row in rows:
        found.setdefault(row.username, []).append(row)
    return found
