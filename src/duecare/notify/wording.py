"""What messages say, in the language active when it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _

from duecare.notify.rules import NAMED
from duecare.web import moments


@dataclass(frozen=True, slots=True)
class Matter:
    """One obligation as a message names it.

    :param number: its opaque number when it is confidential; then nothing else of it is said.
    """

    title: str
    title_en: str
    unit: str
    unit_en: str
    due_at: datetime
    basis: str
    zone: str
    number: str = ""

    def name(self) -> str:
        """What is owed."""
        if self.number:
            return _("matter No. %(number)s") % {"number": self.number}
        return (self.title_en or self.title) if _english() else self.title

    def owed_by(self) -> str:
        """The unit that owes it; empty when that is confidential."""
        if self.number:
            return ""
        return (self.unit_en or self.unit) if _english() else self.unit

    def due(self) -> str:
        """When, in the unit's zone."""
        return moments.moment(self.due_at.astimezone(ZoneInfo(self.zone)))


@dataclass(frozen=True, slots=True)
class Words:
    """A message in both languages."""

    title: str
    body: str
    title_en: str
    body_en: str


def words(what: str, matters: Sequence[Matter], done_at: datetime) -> Words:
    """What a message of this kind about these matters says; ``matters`` in the order to name them."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            title = _title(what, matters, done_at)
            said += [_one_line(title, 200 if language == "zh-hans" else 240), _body(what, matters)]
    return Words(*said)


def _title(what: str, matters: Sequence[Matter], done_at: datetime) -> str:
    first = matters[0]
    names: dict[str, object] = {
        "title": first.name(), "due": first.due(), "unit": first.owed_by(), "count": len(matters)
    }  # fmt: skip
    if what == "outage":
        return _outage(len(matters))
    if what == "remind":
        before = any(m.due_at > done_at for m in matters)
        return (
            _("%(title)s: due %(due)s") if before else _("%(title)s: was due %(due)s, not done yet")
        ) % names
    if what in ("tell", "escalate"):
        text = _("Overdue: %(title)s") if first.number else _silent(len(matters))
        return (_("Escalated: %s") % text if what == "escalate" else text) % names
    acts = {
        "opened": _("Now open: %(title)s, due %(due)s"),
        "returned": _("Sent back with a question: %(title)s"),
        "extended": _("New due time %(due)s: %(title)s"),
        "paused": _("Stands still: %(title)s"),
        "resumed": _("Counts again, due %(due)s: %(title)s"),
        "reassigned": _("Passed on to you: %(title)s, due %(due)s"),
        "waived": _("No longer owed: %(title)s"),
        "discharged": _("Done: %(title)s"),
        "lapsed": _("Can no longer be done: %(title)s"),
    }
    return acts.get(what, _("News of: %(title)s")) % names


def _silent(count: int) -> str:
    if count == 1:
        return _("%(unit)s is overdue: %(title)s")
    return _("%(count)d units are overdue: %(title)s")


def _outage(count: int) -> str:
    text = ngettext(
        "While the service was down: %(count)d reminder",
        "While the service was down: %(count)d reminders",
        count,
    )
    return text % {"count": count}


def _body(what: str, matters: Sequence[Matter]) -> str:
    first = matters[0]
    if what == "outage":
        return "\n".join([*(_outage_line(m) for m in matters[:NAMED]), *_more(len(matters))])
    lines = [_("Due: %(due)s") % {"due": first.due()}]
    if first.basis and not first.number:
        lines.append(_("Basis: %(basis)s") % {"basis": first.basis})
    units = list(dict.fromkeys(unit for m in matters if (unit := m.owed_by())))
    if units:
        named = pgettext("between names", ", ").join(units[:NAMED])
        more = len(units) - NAMED
        if more > 0:
            named = _("%(units)s and %(count)d more") % {"units": named, "count": more}
        text = _("Unit: %(units)s") if len(units) == 1 else _("Units (%(count)d): %(units)s")
        lines.append(text % {"units": named, "count": len(units)})
    return "\n".join(lines)


def _outage_line(matter: Matter) -> str:
    values = {"title": matter.name(), "unit": matter.owed_by(), "due": matter.due()}
    text = _("- %(title)s, %(unit)s, due %(due)s") if values["unit"] else _("- %(title)s, due %(due)s")
    return text % values


def _more(count: int) -> list[str]:
    return [_("- and %(count)d more") % {"count": count - NAMED}] if count > NAMED else []


def _one_line(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _english() -> bool:
    return (get_language() or "").startswith("en")
