"""Addresses. The short ones stand on labels and posters."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.sightings.views import reading, sending

app_name = "sightings"
urlpatterns: list[URLPattern] = [
    path("p/<str:code>/sighting/", sending.at_place, name="at_place"),
    path("s/<str:key>/", sending.units, name="units"),
    path("s/<str:root_key>/<str:key>/", sending.at_unit, name="at_unit"),
    path("sightings/", reading.waiting, name="waiting"),
    path("sightings/poster/", reading.poster, name="poster"),
    path("sightings/owed/<uuid:obligation_id>/", reading.owed, name="owed"),
    path("sightings/<uuid:sighting_id>/", reading.show, name="sighting"),
    path("sightings/<uuid:sighting_id>/<slug:what>/", reading.decide, name="decide"),
]
