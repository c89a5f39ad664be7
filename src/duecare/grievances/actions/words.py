"""What is written about a case: checked against the sealed identity, then sealed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Text
from duecare.grievances.matters import CASE, IDENTITY
from duecare.grievances.models import Case, Sealed, SealedIdentity, Step
from duecare.grievances.rules import REVEALED, Identity, Need, reveals, turns_direction, without_invisible
from duecare.vault import actions as vault
from duecare.vault.models import MatterKey
from duecare.vault.rules.openings import Opening, Purpose
from duecare.vault.sealing import Sealer
from duecare.web import rows

#: Characters of a text.
TEXT_LENGTH = 5000
#: The field of a step's own text; the others are named by what a procedure needs.
TEXT = "text"
#: What has to come in words.
WRITTEN = (
    Need.NOTICE, Need.REASONS, Need.FACTS, Need.DECISION, Need.HOW_TO_APPEAL, Need.TO_WHOM, Need.OTHER_WAYS,
    Need.TERMS, Need.LEAD, Need.SESSION,
)  # fmt: skip
#: What stands above each, on forms and in letters.
HEADINGS: dict[str, Text] = {
    Need.NOTICE: _("Notice to the owner"), Need.REASONS: _("Reasons"), Need.FACTS: _("Facts found"),
    Need.DECISION: _("Decision"), Need.HOW_TO_APPEAL: _("How to ask for a review"), Need.TO_WHOM: _("Whose it is"),
    Need.OTHER_WAYS: _("The way that is right for it"), Need.TERMS: _("What was agreed"), Need.LEAD: _("Who leads"),
    Need.SESSION: _("When and where the parties meet"),
    TEXT: "",
}  # fmt: skip
#: As a reply is read: what was found, why, what is decided, and how to go on.
_ORDER = (
    Need.NOTICE, Need.SESSION, Need.FACTS, Need.REASONS, Need.DECISION, Need.TERMS, Need.LEAD, Need.TO_WHOM,
    Need.OTHER_WAYS, TEXT, Need.HOW_TO_APPEAL,
)  # fmt: skip
NEEDED: dict[Need, Text] = {
    Need.NOTICE: _("Write the notice that the owner gets."),
    Need.REASONS: _("Give the reasons."),
    Need.FACTS: _("Write what was found out."),
    Need.DECISION: _("Write what is decided."),
    Need.HOW_TO_APPEAL: _("Say how and until when a review can be asked for."),
    Need.TO_WHOM: _("Say whose it is."),
    Need.OTHER_WAYS: _("Name the way that is right for it."),
    Need.TERMS: _("Write what was agreed."),
    Need.LEAD: _("Name the unit or the post that leads."),
    Need.SESSION: _("Say on which day, at what time and where the parties meet."),
    Need.OWNERS_CONSENT: _("Confirm that the owner has agreed to this."),
}


def in_parts(words: Mapping[str, str]) -> list[tuple[Text, str]]:
    """What a step says, in the order in which it is read, each under its heading; a plain text has none."""
    return [(HEADINGS[name], words[name]) for name in _ORDER if name in words]


def tidy(text: str, where: str) -> str:
    """A text as it is kept: what can't be seen is taken out. :raises BadInput: it is too long, or turns direction."""
    if turns_direction(text):
        raise BadInput(
            "text-direction",
            _("The text has signs that turn the direction of writing. Type it again instead of pasting it."),
            where=where,
        )
    text = without_invisible(text).strip()
    if len(text) > TEXT_LENGTH:
        raise BadInput("text-too-long", _("At most %(most)s characters."), where=where, most=TEXT_LENGTH)
    return text


def seal_words(case: Case, step: Step, words: Mapping[str, str], key: MatterKey | None = None) -> None:
    """Seal what a step says, one row for each field that has words; in the caller's transaction.

    :param key: the case's, where the caller has it.
    """
    written = {field: text for field, text in words.items() if text}
    if not written:
        return
    sealer = Sealer(key or vault.key_of(matter_kind=CASE, matter_id=case.id))
    made = []
    for field, text in written.items():
        row = Sealed(step=step, field=field)
        row.value = sealer.seal(field=field, row=row.id, plain=text)
        made.append(row)
    rows.insert(*made)


def seal_identity(case: Case, identity: Identity, outside: str, key: MatterKey) -> None:
    """Seal who brought it under a key apart; an empty one is sealed too, so that nobody sees whether there is one."""
    parts = {
        "name": identity.name, "telephone": identity.telephone, "address": identity.address, "outside": outside,
    }  # fmt: skip
    value = Sealer(key).seal(field="identity", row=case.id, plain=parts)
    rows.insert(SealedIdentity(case=case, value=value))


def identity_of(case: Case, opening: Opening, at: datetime) -> tuple[Identity, str]:
    """Who brought it, and its number in another system.

    :raises Locked: the vault is locked. :raises NotFound: it is forgotten.
    """
    row = SealedIdentity.objects.get(case=case)
    opened = vault.open_matter(opening=opening, at=at)
    parts: Any = opened.unseal(sealed=bytes(row.value), field="identity", row=case.id, at=at)
    return Identity(parts["name"], parts["telephone"], parts["address"]), parts["outside"]


def require_silent(case: Case, words: Mapping[str, str], at: datetime) -> None:
    """Let nothing through that gives the owner away.

    :raises BadInput: at the field that does; the message says what it is, never what was found.
    :raises Locked: the vault is locked, so nothing can be compared.
    """
    if not any(words.values()):
        return
    opening = Opening(uuid.uuid4(), IDENTITY, case.id, Purpose.COMPARING, at + timedelta(minutes=1))
    identity, _outside = identity_of(case, opening, at)
    for field, text in words.items():
        for found in reveals(text, identity):
            raise BadInput(f"reveals-{found.code.value}", REVEALED[found.code], where=field)
