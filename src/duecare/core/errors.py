"""Errors a person can act on.

Whatever goes wrong by a rule of the domain is a `DomainError`: a stable code for programs, a
sentence for people in the language that is active when it is shown, and an HTTP status. Each
shell turns it into its own answer (page, problem+json, exit code) in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
"""A plain string or a `gettext_lazy` one."""


class DomainError(Exception):
    """A rule says no.

    :param code: stable, lower-case, dotted or hyphenated; part of the API.
    :param message: a `gettext_lazy` sentence, with ``%(name)s`` for each parameter it shows.
    :param hint: what to do about it; formatted like the message.
    :param status: the HTTP status to answer with; each subclass has its own default.
    :param params: the values for the placeholders; kept in `params` for programs as well.
    """

    default_status = 400

    def __init__(
        self,
        code: str,
        message: Text,
        /,
        *,
        hint: Text | None = None,
        status: int | None = None,
        **params: object,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.params = params
        self.status = self.default_status if status is None else status
        self._message = message
        self._hint = hint

    @property
    def message(self) -> str:
        """The sentence, with its parameters, in the language active now."""
        return self._formatted(self._message)

    @property
    def hint(self) -> str | None:
        """What to do about it, in the language active now, or None."""
        return None if self._hint is None else self._formatted(self._hint)

    def _formatted(self, text: Text) -> str:
        return str(text) % self.params if self.params else str(text)

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {self.message!r})"


class NotAllowed(DomainError):  # noqa: N818 - it reads as the answer it is
    """Whoever asks has no right to this."""

    default_status = 403


class NotFound(DomainError):  # noqa: N818 - it reads as the answer it is
    """There is no such thing, or none that whoever asks may know of."""

    default_status = 404


class Conflict(DomainError):  # noqa: N818 - it reads as the answer it is
    """It contradicts what is already on record."""

    default_status = 409


class TooLate(DomainError):  # noqa: N818 - it reads as the answer it is
    """The time for it has passed."""

    default_status = 409


class BadInput(DomainError):  # noqa: N818 - it reads as the answer it is
    """What was given cannot be used.

    :param where: the place in the input, such as ``holidays[3].date``, or None for all of it.
    """

    def __init__(
        self,
        code: str,
        message: Text,
        /,
        *,
        where: str | None = None,
        hint: Text | None = None,
        status: int | None = None,
        **params: object,
    ) -> None:
        super().__init__(code, message, hint=hint, status=status, **params)
        self.where = where
