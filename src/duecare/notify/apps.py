"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from duecare.web import navigation


class Notify(AppConfig):
    """Hands down the inbox of notices, with its count of unread ones."""

    name = "duecare.notify"
    verbose_name = _("notices")

    def ready(self) -> None:
        """Fill the registry."""
        from duecare.notify.queries import unread  # noqa: PLC0415  # models are not loaded before

        def count(request: HttpRequest) -> int:
            return unread(request.user.id)

        navigation.register(
            navigation.Place(_("Notices"), "notify:notices", "bell", 25, quick=True, count=count)
        )
        navigation.register(
            navigation.Place(_("Message settings"), "notify:preference", "moon", 20, menu="account")
        )
