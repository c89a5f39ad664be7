"""Which prepared words an officer is offered for an act."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.conf import settings

from duecare.grievances import versions
from duecare.grievances.actions.providing import in_force
from duecare.grievances.models import Case
from duecare.grievances.rules import Wording, Words, wordings_from

#: A wording's languages, by what they are called in themselves: the officer chooses the one that the owner reads.
_NAMES = {code[:2]: name for code, name in settings.LANGUAGES}


def wordings(root_id: uuid.UUID) -> Sequence[Wording]:
    """Those of the plans in force, the newest first, then those that come with the program. One statement."""
    found: list[Wording] = []
    for body in in_force(root_id):
        found += wordings_from(body.get("wordings", []))
    return [*found, *versions.shipped_wordings()]


def wording_choices(known: Sequence[Wording], case: Case, act: str) -> list[tuple[str, str]]:
    """What can be chosen for an act: each wording in each language, with its title in that language."""
    fitting = {one.key: one for one in reversed(known) if one.fits(act, case.category)}
    return [
        (f"{key}.{language}", f"{_in(fitting[key].title, language)} · {name}")
        for key in reversed(fitting)
        for language, name in _NAMES.items()
    ]


def wording_parts(known: Sequence[Wording], case: Case, act: str, chosen: str) -> dict[str, str]:
    """The words that were chosen, by part; none where they are not offered."""
    key, _, language = chosen.partition(".")
    if language not in _NAMES:
        return {}
    one = next((one for one in known if one.key == key and one.fits(act, case.category)), None)
    return {part: _in(text, language) for part, text in one.parts.items()} if one else {}


def _in(text: Words, language: str) -> str:
    return text.zh if language == "zh" else text.en
