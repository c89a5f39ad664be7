"""Addresses. Those under ``/c/`` are for everybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.receptions.views import keeping, public

app_name = "receptions"
urlpatterns: list[URLPattern] = [
    path("c/<str:key>/reception/", public.days, name="days"),
    path("c/<str:key>/reception/<uuid:day_id>/", public.day, name="day"),
    path("c/<str:key>/reception/<uuid:day_id>/back/", public.back, name="back"),
    path("receptions/", keeping.listed, name="kept"),
    path("receptions/owed/<uuid:obligation_id>/", keeping.owed, name="owed"),
    path("receptions/<uuid:day_id>/", keeping.one, name="one"),
    path("receptions/<uuid:day_id>/held/", keeping.held, name="held"),
    path("receptions/<uuid:day_id>/called-off/", keeping.called_off, name="called-off"),
]
