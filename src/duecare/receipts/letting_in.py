"""Letting a browser in for half an hour: a signed cookie that only the receipt's pages get, and no script can read."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac

from duecare.receipts import queries
from duecare.receipts.models import Receipt
from duecare.receipts.rules import OPEN_FOR

COOKIE = "receipt"
_SALT = "duecare.receipts"


def let_in(response: HttpResponseBase, receipt: Receipt, at: datetime) -> None:
    """Open the receipt's page to this browser until half an hour after ``at``. The code is not in the cookie."""
    until = int((at + OPEN_FOR).timestamp())
    response.set_cookie(
        COOKIE,
        _signer().sign_object([str(receipt.id), until, _of_code(receipt)]),
        max_age=int(OPEN_FOR.total_seconds()),
        path=reverse("receipts:enter"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def shut(response: HttpResponseBase) -> None:
    """Close it in this browser."""
    response.delete_cookie(COOKIE, path=reverse("receipts:enter"), samesite="Strict")


def opened(request: HttpRequest, at: datetime) -> Receipt | None:
    """The receipt that the browser was let in with and that still stands; None when there is none or it is too late."""
    try:
        receipt_id, until, of_code = _signer().unsign_object(request.COOKIES.get(COOKIE, ""))
    except (signing.BadSignature, ValueError):
        return None
    if at.timestamp() > until:
        return None
    receipt = queries.standing(uuid.UUID(receipt_id))
    return receipt if receipt is not None and _of_code(receipt) == of_code else None


def _of_code(receipt: Receipt) -> str:
    """What ties the cookie to the code: with a replaced one nobody stays in."""
    return salted_hmac(_SALT, receipt.digest).hexdigest()[:16]


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT)
