"""``{% load desk %}``: acts and audiences in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from duecare.audit.verbs import object_label
from duecare.desk import words
from duecare.desk.queries.silence import Duty
from duecare.orgs.models import Unit
from duecare.orgs.vocabulary import PostKind
from duecare.web import moments
from duecare.web.templatetags.duecare import icon, in_zone, local_full, titled

register = template.Library()


@register.simple_tag
def told_lines(duty: Duty, unit: Unit) -> SafeString:
    """What the ladder did for a silent duty, and what it does next, as list items."""
    lines = [
        format_html(
            '<li>{}<span><span class="soft">{}</span> {} {}</span></li>',
            icon(act_icon(told.what)),
            _clock_or_day(told.at, duty, unit),
            words.act(told.what),
            audiences(told.audiences, told.unit, unit.name),
        )
        for told in duty.told
    ]
    if not lines:
        nobody = gettext("Nobody has been told yet.")
        lines.append(format_html('<li>{}<span class="soft">{}</span></li>', icon("bell-off"), nobody))
    if duty.ahead:
        lines.append(
            format_html(
                '<li class="ahead">{}<span>{} {} {} {}</span></li>',
                icon("hourglass"),
                _clock_or_day(duty.ahead.at, duty, unit),
                gettext("next:"),
                words.act(duty.ahead.what),
                audiences(duty.ahead.to),
            )
        )
    return SafeString("".join(lines))


def _clock_or_day(at: datetime, duty: Duty, unit: Unit) -> str:
    """The bare time of day on the day it was due, with its day on any other."""
    there, due = in_zone(at, unit), in_zone(duty.obligation.due_at, unit)
    return moments.clock_time(there) if there.date() == due.date() else moments.moment(there)


@register.filter
def local_clock(at: datetime | None, zone: Any = None) -> str:
    """The bare time of day in the zone, without an element around it."""
    return "—" if at is None else moments.clock_time(in_zone(at, zone))


@register.filter
def act_word(what: str) -> str:
    """An act of the ladder."""
    return words.act(what)


@register.filter
def act_icon(what: str) -> str:
    """Its shape."""
    return words.ACTS[what][1] if what in words.ACTS else "point-filled"


@register.filter
def act_tone(what: str) -> str:
    """Its colour."""
    return words.ACTS[what][2] if what in words.ACTS else "quiet"


@register.simple_tag
def audiences(names: str | Sequence[str], unit: Any = None, here: Any = None) -> str:
    """Who the audiences are; the unit is named unless it is the one that is spoken of anyway."""
    several = [names] if isinstance(names, str) else list(names)
    if unit is None:
        return words.joined(words.audience(name) for name in several)
    posts = words.joined(words.post(name) for name in several)
    return posts if here in (unit, getattr(unit, "name", unit)) else words.of_unit(posts, titled(unit))


@register.filter
def tel(number: str) -> str:
    """A telephone number as a link wants it."""
    return "".join(c for c in number if c.isdigit() or c in "+,;")


@register.filter
def post_word(kind: str) -> str:
    """What a kind of post is called."""
    return str(PostKind(kind).label) if kind in PostKind.values else kind


@register.filter
def object_word(kind: str) -> str:
    """What such an object of the record is called."""
    return object_label(kind)


@register.filter
def month_name(on: date) -> str:
    """2027年3月, Mar 2027."""
    return moments.month(on)


@register.filter
def date_clock(at: datetime) -> str:
    """The time of day of a time already in its zone."""
    return moments.clock_time(at)


#: Of a list no more is shown; how long it is, is.
MANY = 20


def _several(values: Sequence[Any]) -> SafeString | str:
    """Sentences a line each, anything else joined."""
    lines = [titled(one) if isinstance(one, dict) and "en" in one else str(one) for one in values[:MANY]]
    more = gettext("… %(n)d in all") % {"n": len(values)} if len(values) > MANY else ""
    if any(isinstance(one, dict) for one in values):
        return format_html_join("", "{}<br>", ([line] for line in [*lines, more] if line))
    return words.joined([*lines, more] if more else lines) or "—"


@register.simple_tag
def detail(value: Any, zone: Any) -> Any:
    """A detail of the record: a time in the zone, a list joined, yes and no in words."""
    if isinstance(value, datetime):
        return local_full(value, zone)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return _several(value)
    if isinstance(value, dict):
        return format_html_join("", "{}: {}<br>", value.items()) or "—"
    return "—" if value in (None, "") else value
