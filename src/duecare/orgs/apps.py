"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.orgs import acts, audiences, rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import language, navigation


class Orgs(AppConfig):
    """Hands down the organisation's rights, the audience ``post`` and its places in the navigation."""

    name = "duecare.orgs"
    verbose_name = _("units and people")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.orgs import holders  # noqa: PLC0415  # models are not loaded before
        from duecare.orgs.actions.people import remember_language  # noqa: PLC0415

        rights.register("orgs.view", *PostKind.values)
        rights.register("orgs.contacts", "leader", "coordinator", "administrator", "duty_officer")
        rights.register("orgs.manage", "coordinator", "administrator")
        rights.register("orgs.administer", "administrator")
        verbs.register(acts.ACTS, objects=acts.OBJECTS)
        audiences.register("post", holders.holders)
        audiences.climb_by(holders.levels_above)
        navigation.decide_by(lambda request, right: rights.anywhere(request.actor, right))  # type: ignore[attr-defined]
        navigation.register(
            navigation.Place(_("Units and people"), "units", "building-community", 70, "orgs.view")
        )
        navigation.register(navigation.Place(_("Your account"), "account", "user-cog", 10, menu="account"))
        language.on_choice("orgs", remember_language)
