"""The record's signed heads go outside."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duecare.audit.queries import heads_to_send
from duecare.notify.actions.messages import EMAIL
from duecare.notify.models import Delivery, Letter
from duecare.orgs.models import Unit


def send_heads(at: datetime) -> int:
    """Write the day's heads to every address of ``DUECARE_HEADS_TO``; :func:`deliver` sends the letters.

    To be called in every round: it decides by itself what is due. A head counts as sent once a server took it.

    :returns: how many letters were written.
    """
    addresses = settings.DUECARE["DUECARE_HEADS_TO"]
    if not addresses or not settings.DUECARE["DUECARE_SMTP_URL"]:
        return 0
    heads = heads_to_send(at)
    if not heads:
        return 0
    names = dict(Unit.objects.filter(id__in=[h.root for _id, h in heads]).values_list("id", "name"))
    parts = [f"{names.get(head.root, head.root)}\n{head}" for _id, head in heads]
    with override(settings.LANGUAGE_CODE):
        subject = _("Signed heads of the record, %(date)s") % {"date": f"{heads[0][1].at:%Y-%m-%d}"}
        told = _(
            "Keep this mail. With a line below, anybody can later prove that the record was not altered: "
            "duecare audit verify --against FILE"
        )
    ids = [str(head_id) for head_id, _head in heads]
    body = "\n\n".join([told, *parts]) + "\n"
    return sum(_write(address, subject, body, ids, at) for address in addresses if not _under_way(address))


def _under_way(address: str) -> bool:
    """Whether an earlier day's letter still waits for the mail server: it proves as much, and they would pile up."""
    return Delivery.objects.filter(letter__to=address, next_try_at__isnull=False).exists()


def _write(address: str, subject: str, body: str, ids: list[str], at: datetime) -> bool:
    """One letter to one address for each set of heads."""
    letter = Letter(
        dedup=f"heads/{ids[0]}/{len(ids)}/{address}",
        to=address,
        subject=subject,
        body=body,
        heads=ids,
        created_at=at,
    )
    with transaction.atomic():
        Letter.objects.bulk_create([letter], ignore_conflicts=True)
        if not Letter.objects.filter(id=letter.id).exists():
            return False
        Delivery.objects.create(letter=letter, channel=EMAIL, created_at=at, next_try_at=at)
    return True
