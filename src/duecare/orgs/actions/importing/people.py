"""Writing what differs between a table of people and the people, posts and appointments there are, in bulk."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from duecare.core.calendar.localtime import day_bounds
from duecare.core.ids import uuid7
from duecare.orgs import rights
from duecare.orgs.actions.importing.task import Import
from duecare.orgs.actions.posts import kind_titles
from duecare.orgs.importing import people as person_rows
from duecare.orgs.importing.findings import Change, ImportResult
from duecare.orgs.importing.people import Limits, PersonRow, by_username
from duecare.orgs.importing.tables import Reader
from duecare.orgs.importing.units import KnownUnit
from duecare.orgs.models import Appointment, Post, Unit, User
from duecare.orgs.rules import tidy_username
from duecare.orgs.vocabulary import GUARDED_POSTS

_BATCH = 2_000
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class People:
    """The people of an organisation by sign-in name, and who holds a post that administers where."""

    users: Mapping[str, User]
    guarded: set[tuple[str, str]]

    @classmethod
    def of(cls, root: Unit | None, at: datetime) -> People:
        """Everybody there is. Two statements."""
        if root is None:
            return cls({}, set())
        held = Appointment.objects.filter(post__unit__root_id=root.id, post__kind__in=GUARDED_POSTS).holding(
            at
        )
        users = {user.username: user for user in User.objects.filter(home__root_id=root.id)}
        return cls(users, set(held.values_list("user__username", "post__unit__code")))


def read(
    reader: Reader, there: People, codes: Container[str], root: Unit | None, task: Import
) -> list[PersonRow]:
    """The rows, checked against who is there.

    :param codes: the units that people may belong to.
    """
    limits = Limits(
        codes,
        _Elsewhere(reader, there.users),
        {name for name, user in there.users.items() if user.left_at is not None},
        root is None or rights.may(task.by, "orgs.administer", root.lineage),
        there.guarded,
    )
    return person_rows.read(reader, limits)


def apply(
    rows: list[PersonRow], there: People, known: Mapping[str, KnownUnit], result: ImportResult, task: Import
) -> None:
    """Write what differs, and count it all."""
    ids = _write_people(rows, there.users, known, result, task)
    posts = _write_posts(rows, known, result, task)
    _write_appointments(rows, ids, posts, known, result, task)
    result.people.missing = sorted(n for n, u in there.users.items() if n not in ids and u.left_at is None)


class _Elsewhere:
    """Sign-in names that people of other organisations have; asked for once, in pieces."""

    def __init__(self, reader: Reader, known: Container[str]) -> None:
        self.reader, self.known = reader, known
        self.taken: set[str] | None = None

    def __contains__(self, username: object) -> bool:
        if self.taken is None:
            self.taken = set(self._look())
        return username in self.taken

    def _look(self) -> Iterator[str]:
        index = self.reader.places["username"][0]
        rows = self.reader.sheet.rows[1:]
        names = {tidy_username(texts[index]) for _n, texts in rows if index < len(texts)}
        fresh = sorted(name for name in names if name not in self.known)
        for start in range(0, len(fresh), _BATCH):
            piece = fresh[start : start + _BATCH]
            yield from User.objects.filter(username__in=piece).values_list("username", flat=True)


def _write_people(
    rows: list[PersonRow],
    people: Mapping[str, User],
    known: Mapping[str, KnownUnit],
    result: ImportResult,
    task: Import,
) -> dict[str, uuid.UUID]:
    added, changed, ids = [], [], {}
    for username, own in by_username(rows).items():
        first, user = own[0], people.get(username)
        if user is None:
            user = User(
                username=username, name=first.name, email=first.email, phone=first.phone, created_at=task.at,
                home_id=known[first.unit].id, password=UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30),
            )  # fmt: skip
            added.append(user)
        elif fields := _differences(user, own, known):
            for field, (_old, new) in fields.items():
                setattr(user, field, new)
            changed.append(user)
            if len(result.people.changes) < _MOST_SHOWN:
                result.people.changes.append(Change(username, first.name, _in_codes(fields, known)))
        else:
            result.people.unchanged += 1
        ids[username] = user.id
    if task.writing:
        User.objects.bulk_create(added, batch_size=_BATCH)
        User.objects.bulk_update(changed, ["name", "email", "phone", "home"], batch_size=500)
    result.people.added, result.people.changed = len(added), len(changed)
    return ids


def _in_codes(
    fields: Mapping[str, tuple[Any, Any]], known: Mapping[str, KnownUnit]
) -> dict[str, tuple[str, str]]:
    """The differences as they are shown: the home by the code of its unit."""
    shown = {f: pair for f, pair in fields.items() if f != "home_id"}
    if "home_id" in fields:
        codes = {unit.id: code for code, unit in known.items()}
        before, after = (codes.get(unit_id, "") for unit_id in fields["home_id"])
        shown["unit"] = (before, after)
    return shown


def _differences(
    user: User, own: list[PersonRow], known: Mapping[str, KnownUnit]
) -> dict[str, tuple[str, str]]:
    fields = {
        f: (getattr(user, f), getattr(own[0], f))
        for f in ("name", "email", "phone")
        if getattr(user, f) != getattr(own[0], f)
    }
    if user.home_id not in {known[row.unit].id for row in own}:
        fields["home_id"] = (user.home_id, known[own[0].unit].id)
    return fields


def _write_posts(
    rows: list[PersonRow], known: Mapping[str, KnownUnit], result: ImportResult, task: Import
) -> dict[tuple[uuid.UUID, str, str], uuid.UUID]:
    """Posts by unit, kind and title; an empty title is the first of its kind.

    An English title that differs is taken over; an empty one leaves what there is.
    """
    standing = Post.objects.filter(unit__root_id=known[task.root_code].id, closed_at=None).order_by(
        "created_at", "id"
    )
    posts: dict[tuple[uuid.UUID, str, str], uuid.UUID] = {}
    english: dict[uuid.UUID, str] = {}
    columns = standing.values_list("unit_id", "kind", "title", "id", "title_en")
    for unit_id, kind, title, post_id, title_en in columns.iterator(_BATCH):
        posts[unit_id, kind, title] = post_id
        posts.setdefault((unit_id, kind, ""), post_id)
        english[post_id] = title_en
    added, changed = [], {}
    for row in rows:
        unit_id = known[row.unit].id
        if there := posts.get((unit_id, row.post, row.title)):
            if row.title_en and english.setdefault(there, row.title_en) != row.title_en:
                changed[there] = Post(id=there, title_en=row.title_en)
            continue
        title, title_en = (row.title, row.title_en) if row.title else kind_titles(row.post)
        post = Post(
            id=uuid7(), unit_id=unit_id, kind=row.post, title=title, title_en=title_en, created_at=task.at
        )
        added.append(post)
        posts[unit_id, row.post, title] = post.id
        posts.setdefault((unit_id, row.post, ""), post.id)
    if task.writing:
        Post.objects.bulk_create(added, batch_size=_BATCH)
        Post.objects.bulk_update(changed.values(), ["title_en"], batch_size=_BATCH)
    result.posts_added, result.posts_changed = len(added), len(changed)
    return posts


def _write_appointments(
    rows: list[PersonRow],
    people: Mapping[str, uuid.UUID],
    posts: Mapping[tuple[uuid.UUID, str, str], uuid.UUID],
    known: Mapping[str, KnownUnit],
    result: ImportResult,
    task: Import,
) -> None:
    at = task.at
    now = Appointment.objects.filter(post__unit__root_id=known[task.root_code].id).not_over(at)
    fields = now.values_list("user_id", "post_id", "deputy", "ends_at")
    standing = set(fields.iterator(chunk_size=_BATCH))
    added = []
    for row in rows:
        unit_id, zone = known[row.unit].id, known[row.unit].zone
        user_id, post_id = people[row.username], posts[unit_id, row.post, row.title]
        starts, ends, deputy = at, None, row.ends is not None
        if row.starts is not None and row.ends is not None:
            starts, ends = max(at, day_bounds(row.starts, zone)[0]), day_bounds(row.ends, zone)[1]
        if (user_id, post_id, deputy, ends) in standing or (ends is not None and ends <= at):
            continue
        standing.add((user_id, post_id, deputy, ends))
        added.append(
            Appointment(user_id=user_id, post_id=post_id, deputy=deputy, starts_at=starts, ends_at=ends)
        )
    if task.writing:
        Appointment.objects.bulk_create(added, batch_size=_BATCH)
    result.appointments_added = len(added)
