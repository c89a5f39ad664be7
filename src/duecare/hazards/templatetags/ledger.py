"""``{% load ledger %}``: the lines of the ledger, drawn without a template of their own, fifty to a page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from duecare.hazards.queries.ledger import Row
from duecare.web.templatetags.duecare import local, state, titled

register = template.Library()

_TITLE_LENGTH = 60
_LINE = (
    '<tr><th scope="row"><div class="hazard-what"><a href="{here}{id}/">{title}</a><br><span class="soft">'
    '{where}</span></div></th><td data-label="{state_head}">{badge}</td>'
    '<td class="hazard-level" data-label="{level_head}">{level}</td>'
    '<td data-label="{unit_head}">{unit}</td><td data-label="{due_head}">{due}</td>'
    '<td class="number" data-label="{days_head}">{age}</td></tr>'
)


@register.simple_tag
def ledger_lines(rows: Sequence[Row]) -> SafeString:
    """The body of the ledger's table: what, state, level, unit, deadline and age of each hazard."""
    heads = {
        "state_head": _("State"), "level_head": _("Level"), "unit_head": _("Unit"),
        "due_head": _("To be put right by"), "days_head": _("Days open"),
    }  # fmt: skip
    here = reverse("hazards:ledger")
    badges: dict[tuple[str, str], SafeString] = {}
    lines = []
    for hazard, look, age in rows:
        category, key = str(hazard.get_category_display()), (look.key, look.word)
        if key not in badges:
            badges[key] = state(*key)
        title = Truncator(hazard.text).chars(_TITLE_LENGTH) if hazard.text else capfirst(category)
        where = f"{titled(hazard.place)} · {category}" if hazard.place else category
        lines.append(
            format_html(
                _LINE, **heads, here=here, id=hazard.id, title=title, where=where, badge=badges[key],
                level=hazard.get_level_display(), unit=titled(hazard.unit), due=local(hazard.due_at, hazard.unit),
                age=age,
            )
        )  # fmt: skip
    return SafeString("\n".join(lines))
