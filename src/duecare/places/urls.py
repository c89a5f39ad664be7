"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.places.views import keeping, showing

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("p/<str:code>/", showing.place, name="place"),
    path("places/", showing.home, name="home"),
    path("places/units/<uuid:unit_id>/", showing.unit, name="unit"),
    path("places/units/<uuid:unit_id>/labels/", showing.labels, name="labels"),
    path("places/units/<uuid:unit_id>/new/", keeping.new, name="new"),
    path("places/<uuid:place_id>/details/", keeping.details, name="details"),
    path("places/<uuid:place_id>/closing/", keeping.closing, name="closing"),
]
