"""Notices and their deliveries, each message once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from duecare.notify.models import Delivery, Mention, Notice, Preference
from duecare.notify.rules import GROWS_FOR, QUIET_FROM, QUIET_UNTIL, held_until
from duecare.notify.wording import Matter, Words, words
from duecare.obligations.models import Obligation
from duecare.orgs.models import Unit, User

EMAIL = "email"


@dataclass(slots=True)
class Draft:
    """A message to be written: who is told what about which obligations."""

    key: str
    what: str
    recipient: User
    root: Unit
    done_at: datetime
    urgent: bool = False
    obligations: list[Obligation] = field(default_factory=list)
    #: 2 and more: the message says again, or goes on with, what one of the same key said.
    edition: int = 1

    @property
    def dedup(self) -> str:
        """The key that the database holds once."""
        return self.key if self.edition == 1 else f"{self.key}/{self.edition}"


def write(drafts: Sequence[Draft], at: datetime) -> int:
    """Write the messages, in the caller's transaction.

    One whose key is taken grows while it has not been sent, read or said the same; else it becomes a new edition.
    Keys are taken in order, so that processes writing at once wait for each other and never in a circle.

    :returns: how many notices were made or grew.
    """
    done = 0
    left = sorted(drafts, key=lambda d: d.dedup)
    while left:
        taken = _insert(left, at)
        done += len(left) - len(taken)
        left = []
        for draft in taken:
            if _grow(draft, at):
                done += 1
            else:
                draft.edition += 1
                left.append(draft)
    return done


def _insert(drafts: Sequence[Draft], at: datetime) -> list[Draft]:
    """Write those whose key is free; returns the others."""
    notices = [_notice(draft, at) for draft in drafts]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    ours = set(Notice.objects.filter(id__in=[n.id for n in notices]).values_list("id", flat=True))
    pairs = [(draft, n) for draft, n in zip(drafts, notices, strict=True) if n.id in ours]
    Mention.objects.bulk_create(
        [Mention(notice=n, obligation=o) for draft, n in pairs for o in draft.obligations]
    )
    deliveries = [delivery_of(draft, n, at) for draft, n in pairs]
    Delivery.objects.bulk_create([d for d in deliveries if d])
    return [draft for draft, n in zip(drafts, notices, strict=True) if n.id not in ours]


def _grow(draft: Draft, at: datetime) -> bool:
    """Take further obligations up into a message that is still on its way; False when it can't be."""
    notice = Notice.objects.select_for_update().get(dedup=draft.dedup)
    if notice.read_at or notice.forgotten_at or at - notice.created_at > GROWS_FOR:
        return False
    if Delivery.objects.select_for_update().filter(notice=notice).exclude(attempts=0).exists():
        return False
    said = {m.obligation_id: m.obligation for m in _mentions(notice)}
    if any(o.id in said for o in draft.obligations):
        return False
    said |= {o.id: o for o in draft.obligations}
    for name, value in _columns(words(draft.what, _matters(list(said.values())), draft.done_at)).items():
        setattr(notice, name, value)
    notice.save(update_fields=["title", "title_en", "body", "body_en"])
    Mention.objects.bulk_create([Mention(notice=notice, obligation=o) for o in draft.obligations])
    return True


def _mentions(notice: Notice) -> QuerySet[Mention]:
    return Mention.objects.filter(notice=notice).select_related("obligation__debtor")


def _notice(draft: Draft, at: datetime) -> Notice:
    said = words(draft.what, _matters(draft.obligations), draft.done_at)
    return Notice(
        recipient=draft.recipient,
        root=draft.root,
        dedup=draft.dedup,
        what=draft.what,
        created_at=at,
        **_columns(said),
    )


def _columns(said: Words) -> dict[str, str]:
    return {"title": said.title, "title_en": said.title_en, "body": said.body, "body_en": said.body_en}


def _matters(obligations: Sequence[Obligation]) -> list[Matter]:
    """As messages name them: by due time, then as the tree is ordered."""
    return [
        Matter(
            o.title,
            o.title_en,
            o.debtor.name,
            o.debtor.name_en,
            o.due_at,
            o.basis,
            o.debtor.zone,
            (o.number or o.id.hex[-6:]) if o.confidential else "",
        )
        for o in sorted(obligations, key=lambda o: (o.due_at, o.lineage))
    ]


def delivery_of(draft: Draft, notice: Notice, at: datetime) -> Delivery | None:
    """The mail of a notice; None for who has no address or wants none, and where no mail server is set."""
    wishes: Preference | None = getattr(draft.recipient, "notice_preference", None)
    if (
        not draft.recipient.email
        or not settings.DUECARE["DUECARE_SMTP_URL"]
        or (wishes and wishes.mail_off_at)
    ):
        return None
    quiet = (wishes.quiet_from, wishes.quiet_until) if wishes else (QUIET_FROM, QUIET_UNTIL)
    what = "escalate" if draft.urgent else draft.what
    held = held_until(what, at, *quiet, ZoneInfo(draft.root.zone))
    return Delivery(notice=notice, channel=EMAIL, created_at=at, next_try_at=held or at, held_until=held)
