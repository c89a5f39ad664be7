"""What the vault says no to, and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound, Text


class Locked(DomainError):  # noqa: N818 - it reads as the answer it is
    """The vault can't be opened here and now; it takes in all the same."""

    default_status = 503


_WHOM: Text = _("Tell whoever runs the server; `duecare vault doctor` says what is wrong.")
_REFUSALS: dict[str, tuple[type[DomainError], Text, Text | None]] = {
    "locked": (
        Locked,
        _("The vault is locked: its key file is not there. New matters are taken in all the same."),
        _WHOM,
    ),
    "readable": (
        Locked,
        _("The vault stays locked: others than its owner can read its key file."),
        _WHOM,
    ),
    "damaged": (
        Locked,
        _("The vault stays locked: its key file is damaged, or is none."),
        _("Put back the latest backup of the vault's keys."),
    ),
    "unreadable": (
        Locked,
        _("The vault stays locked: its key file can't be read (%(why)s)."),
        _WHOM,
    ),
    "without-month": (
        Locked,
        _(
            "The key file has no key for the retention month %(month)s. What is sealed under it can't be opened."
        ),
        _("Put back the latest backup of the vault's keys."),
    ),
    "other-keys": (
        Locked,
        _("The key file belongs to another database: its keys for %(month)s do not match."),
        _("Put the right key file in its place; until then nothing sealed can be opened."),
    ),
    "no-month": (
        Locked,
        _("There is no key yet for what is to be kept until %(month)s."),
        _("Whoever runs the server calls `duecare init`, where the key file is."),
    ),
    "month-over": (Conflict, _("The retention month %(month)s is over; nothing new is sealed for it."), None),
    "month-not-over": (
        Conflict,
        _("The retention month %(month)s is not over yet; its keys stay until then."),
        None,
    ),
    "not-later": (
        Conflict,
        _("It is kept until %(kept)s already; it can only be moved to a later month, not to %(month)s."),
        None,
    ),
    "forgotten": (
        NotFound,
        _("What was sealed here is forgotten: its time is over and its key destroyed."),
        None,
    ),
    "not-genuine": (
        Conflict,
        _("What is sealed here does not belong here, or was changed. It is not shown."),
        _("Tell whoever runs the server: this does not happen by itself."),
    ),
    "too-long": (BadInput, _("The text is too long to be sealed in one piece."), _("Send it as a file.")),
    "opening-over": (
        NotAllowed,
        _("The time for which this was opened is over."),
        _("Open it again, with a reason."),
    ),
    "opening-without-reason": (
        NotAllowed,
        _("What is sealed is opened by a post, for a reason that its owner will read."),
        _("Say why you need to read it."),
    ),
    "no-room": (
        Conflict,
        _("There are two backups of the vault's keys already, and the older one is not at %(place)s."),
        _(
            "Destroy it, then run `duecare vault destroy %(place)s`, with --gone if it was destroyed elsewhere."
        ),
    ),
    "beside": (
        Conflict,
        _("A backup of the vault's keys may not lie beside the data it opens: %(place)s."),
        _("Give a folder on another medium, in other hands."),
    ),
    "backup-there": (Conflict, _("There is a file at %(place)s already; it is left as it is."), None),
    "place-too-long": (
        BadInput,
        _("The path of the folder is too long to be kept: %(place)s."),
        _("Give a folder with a shorter path."),
    ),
    "no-backup": (NotFound, _("No backup of the vault's keys is known at %(place)s."), None),
    "not-there": (
        Conflict,
        _("The backup at %(place)s is not there; it counts as destroyed only when somebody says so."),
        _("Plug in the medium it lies on, or add --gone if it was destroyed elsewhere."),
    ),
}


def refusal(code: str, **params: object) -> DomainError:
    """The error of that code, ``vault-`` before it, with its sentence and what to do.

    The sentence may be read by anybody: where the key file lies is in ``params`` alone.
    """
    kind, sentence, hint = _REFUSALS[code]
    status = 410 if code == "forgotten" else None
    return kind(f"vault-{code}", sentence, hint=hint, status=status, **params)
