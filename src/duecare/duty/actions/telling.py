"""Telling people which watches they have lost and gained."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext, override

from duecare.duty.models import Assignment, Roster
from duecare.duty.rules.terms import post_of, shift_of
from duecare.notify.actions import say
from duecare.orgs.rules import Actor
from duecare.web import moments
from duecare.web.templatetags.duecare import titled

#: Watches named in one message; more are counted.
MOST_NAMED = 20


def tell_changes(
    *, roster: Roster, ended: Sequence[Assignment], made: Sequence[Assignment], by: Actor, at: datetime
) -> None:
    """Tell everyone who loses or gains a watch that has not begun, but not the one who did it."""
    lost, gained = _by_user(ended, at), _by_user(made, at)
    for user_id in sorted({*lost, *gained} - {by.user_id}, key=str):
        lines = {}
        for language in ("zh-hans", "en"):
            with override(language):
                lines[language] = _body(roster, lost[user_id], gained[user_id])
        _say(roster, user_id, lines, at)


def _say(roster: Roster, user_id: uuid.UUID, lines: dict[str, str], at: datetime) -> None:
    titles = {}
    for language in lines:
        with override(language):
            titles[language] = gettext("Your watches have changed: %(roster)s") % {
                "roster": titled(roster.arrangement.terms)
            }
    say(
        recipients=[user_id],
        root=roster.arrangement.root_id,
        dedup=f"duty/changed/{roster.id}/{roster.revision}/{user_id}",
        title=titles["zh-hans"],
        title_en=titles["en"],
        body=lines["zh-hans"],
        body_en=lines["en"],
        at=at,
    )


def _by_user(rows: Iterable[Assignment], at: datetime) -> dict[uuid.UUID, list[Assignment]]:
    found: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
    for assignment in rows:
        if assignment.starts_at > at:
            found[assignment.user_id].append(assignment)
    return found


def _body(roster: Roster, lost: Sequence[Assignment], gained: Sequence[Assignment]) -> str:
    parts = []
    if gained:
        parts.append(gettext("You now stand:") + "\n" + watches_in_words(roster, gained))
    if lost:
        parts.append(gettext("You no longer stand:") + "\n" + watches_in_words(roster, lost))
    return "\n".join(parts)


def watches_in_words(roster: Roster, rows: Sequence[Assignment]) -> str:
    """A line for each watch, in the language active now."""
    terms = roster.arrangement.terms
    lines = [
        gettext("%(day)s, %(shift)s, %(post)s")
        % {
            "day": moments.day(one.day),
            "shift": titled(shift_of(terms, one.shift)),
            "post": titled(post_of(terms, one.post)),
        }
        for one in sorted(rows, key=lambda one: one.starts_at)
    ]
    more = len(lines) - MOST_NAMED
    if more > 0:
        lines[MOST_NAMED:] = [gettext("… and %(count)s more") % {"count": more}]
    return "\n".join(lines)
