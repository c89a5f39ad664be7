"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.orgs import closing, rights
from duecare.orgs.vocabulary import PostKind
from duecare.web import navigation


class Places(AppConfig):
    """Hands down rights, words of the record and a line of the navigation."""

    name = "duecare.places"
    verbose_name = _("places")

    def ready(self) -> None:
        """Fill the registries."""
        from duecare.places.actions import close_with_units  # noqa: PLC0415  # models are not loaded before

        rights.register("places.keep", "coordinator", "leader", "inspector")
        rights.register("places.see", *PostKind.values)
        closing.register("places", lambda _units: None, close_with_units)
        verbs.register(
            {
                "places.added": _("added a place"),
                "places.changed": _("changed what is known of a place"),
                "places.closed": _("closed a place"),
            },
            objects={"place": _("a place")},
        )
        within = (
            "places:unit",
            "places:place",
            "places:labels",
            "places:new",
            "places:details",
            "places:closing",
        )
        navigation.register(
            navigation.Place(_("Places"), "places:home", "map-pin", 66, "places.see", within=within)
        )
