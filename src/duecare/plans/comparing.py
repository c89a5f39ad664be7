"""What applying a plan would change, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from duecare.obligations.sections import Change, PlanContext
from duecare.obligations.shapes import day, shown, spoken_day, titles
from duecare.plans.checking import Checked
from duecare.plans.models import PlanVersion, Programme
from duecare.plans.sections import SECTIONS


def compare(
    programme: Programme | None, checked: Checked, context: PlanContext, at: datetime
) -> list[Change]:
    """Every difference between the plan in force and the one that was read."""
    before = programme.versions.order_by("-number").first() if programme else None
    changes = list(_own(before, checked))
    for section in SECTIONS:
        for change in section.diff(checked.body.get(section.key, []), context, at):
            path = change.path if change.path[:1] == (section.key,) else (section.key, *change.path)
            changes.append(Change(change.act, path, str(change.message)))
    return changes


def in_both_languages(
    programme: Programme | None, checked: Checked, context: PlanContext, at: datetime
) -> list[dict[str, Any]]:
    """The same as it is kept with the version: ``{act, path, zh, en}``."""
    told = {}
    for short, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            told[short] = compare(programme, checked, context, at)
    return [
        {"act": zh.act, "path": list(zh.path), "zh": str(zh.message), "en": str(en.message)}
        for zh, en in zip(told["zh"], told["en"], strict=True)
    ]


def _own(before: PlanVersion | None, checked: Checked) -> Iterator[Change]:
    new = checked.body
    if before is None:
        period = new["period"]
        message = _("The programme “%(title)s” begins: %(first)s to %(last)s.")
        words = {
            "title": shown(*titles(new["title"])),
            "first": spoken_day(day(period["first"])),
            "last": spoken_day(day(period["last"])),
        }
        yield Change("add", (), message % words)
        return
    old = before.body
    yield from _title(old, new)
    yield from _period(old["period"], new["period"])
    yield from _phases(old.get("phases", {}), new.get("phases", {}))
    for name, sentence in _sentences().items():
        if old.get(name) != new.get(name):
            yield Change("change", (name,), sentence % {"before": old.get(name), "after": new.get(name)})
    if before.calendar != checked.calendar_body or (
        not checked.calendar_body and old.get("calendar", "cn") != new.get("calendar", "cn")
    ):
        yield Change("change", ("calendar",), _("The calendar changes."))


def _title(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["title"] != new["title"]:
        message = _("The plan is now called “%(title)s”.") % {"title": shown(*titles(new["title"]))}
        yield Change("change", ("title",), message)


def _period(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    sentences = {
        "first": _("The programme begins on %(after)s instead of %(before)s."),
        "last": _("The programme's last day is %(after)s instead of %(before)s."),
        "closes": _("The closing summary is in by %(after)s instead of %(before)s."),
    }
    for name, sentence in sentences.items():
        before, after = old.get(name, old["last"]), new.get(name, new["last"])
        if before != after:
            words = {"before": spoken_day(day(before)), "after": spoken_day(day(after))}
            yield Change("change", ("period", name), sentence % words)


def _phases(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in [*new, *(k for k in old if k not in new)]:
        if old.get(key) == new.get(key):
            continue
        phase = new.get(key) or old[key]
        title = shown(*titles(phase.get("title", key)))
        if key not in new:
            yield Change("end", ("phases",), _("The phase “%(title)s” is dropped.") % {"title": title})
            continue
        message = _("The phase “%(title)s” lasts from %(first)s to %(last)s.")
        words = {
            "title": title,
            "first": spoken_day(day(phase["first"])),
            "last": spoken_day(day(phase["last"])),
        }
        yield Change("change" if key in old else "add", ("phases", key), message % words)


def _sentences() -> dict[str, str]:
    return {
        "office": _("Reports are owed to %(after)s instead of %(before)s."),
        "zone": _("Times are those of %(after)s instead of %(before)s."),
        "scope": _("The scope changes."),
        "aims": _("The aims are put in other words."),
        "leading_group": _("The leading group changes."),
        "ladders": _("The ladders change: who is reminded and told, and when."),
        "closing": _("What closes the programme changes."),
    }
