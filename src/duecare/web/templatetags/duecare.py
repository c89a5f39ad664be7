"""``{% load duecare %}``: icons, titles by language, times in a zone, states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from duecare.web import moments, states

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without one it is decoration."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, css: str) -> SafeString:
    href = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, href
        )
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"></use></svg>', css, href)


@register.filter
def titled(thing: Any) -> str:
    """``title``/``title_en`` or ``name``/``name_en`` of an object, or ``zh``/``en`` of a mapping, as is read."""
    english = (get_language() or "").startswith("en")
    if isinstance(thing, str):
        return thing
    for native, other in (("title", "title_en"), ("name", "name_en"), ("zh", "en")):
        text = _get(thing, native)
        if text is not None:
            return str((_get(thing, other) or text) if english else (text or _get(thing, other) or ""))
    return str(thing)


register.filter("named", titled)


@register.filter
def local(at: datetime | None, zone: Any = None) -> str:
    """Date, weekday and time in the zone (IANA name, zone, or a unit): 3月5日 周五 15:30."""
    return _time(at, zone, "moment")


@register.filter
def local_full(at: datetime | None, zone: Any = None) -> str:
    """The same with year and seconds, for the record."""
    return _time(at, zone, "full")


@register.filter
def local_time(at: datetime | None, zone: Any = None) -> str:
    """The time of day in the zone: 15:30."""
    return _time(at, zone, "clock")


@register.filter
def day(on: date | None) -> str:
    """A local date with its weekday: 3月5日 周五."""
    if on is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), moments.day(on))


@register.filter
def weekday(on: date) -> str:
    """The weekday of a local date: 周五, Fri."""
    return moments.weekday(on)


@register.filter
def lasting(seconds: Any) -> str:
    """A timedelta in words of its largest unit: 35 分钟."""
    return moments.lasting(seconds)


@register.simple_tag(takes_context=True)
def since(context: Context, at: datetime | None) -> str:
    """How long ago, or how long until, seen from when the request came in."""
    if at is None:
        return "—"
    request = context.get("request")
    now = getattr(request, "received_at", None)
    if now is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', at.astimezone(UTC).isoformat(), moments.since(at, now)
    )


@register.simple_tag(takes_context=True)
def late_by(context: Context, due_at: datetime) -> str:
    """How long something is overdue, seen from when the request came in."""
    now = getattr(context.get("request"), "received_at", None)
    return moments.late_by(due_at, now) if now else ""


@register.simple_tag
def state(thing: Any, word: str = "") -> SafeString:
    """A badge for an obligation or a state's key: colour, shape and word."""
    look = states.LOOKS[states.key_of(thing)]
    return format_html(
        '<span class="state state-{}">{}<span>{}</span></span>', look.tone, icon(look.icon), word or look.word
    )


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value under a key, or None."""
    return mapping.get(key)


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _time(at: datetime | None, zone: Any, form: str) -> str:
    if at is None:
        return "—"
    local_at = in_zone(at, zone)
    text = {"moment": moments.moment, "full": moments.full, "clock": moments.clock_time}[form](local_at)
    return format_html('<time datetime="{}">{}</time>', local_at.isoformat(), text)


def in_zone(at: datetime, zone: Any = None) -> datetime:
    """The time in a zone given as IANA name, zone or unit; in the deployment's where none is."""
    return at.astimezone(_zone(zone))


def _zone(zone: Any) -> ZoneInfo:
    if isinstance(zone, ZoneInfo):
        return zone
    name = zone if isinstance(zone, str) and zone else getattr(zone, "zone", None)
    return ZoneInfo(str(name or settings.TIME_ZONE))


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """A block of the page a second time: the title is the heading too."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return SafeString(block.render(context).strip())


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget in the style sheet's classes."""
    kind = getattr(field.field.widget, "input_type", "text")
    if field.use_fieldset:
        return SafeString(field.as_widget())
    css = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}.get(
        kind, "form-control"
    )
    if field.errors:
        css += " is-invalid"
    return SafeString(field.as_widget(attrs={"class": css}))


@register.simple_tag(takes_context=True)
def bar(context: Context, name: str, values: Mapping[str, Any]) -> SafeString:
    """A bar's own template with what its module handed over."""
    template_ = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**values):
        return template_.render(context)
