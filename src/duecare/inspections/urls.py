"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.inspections.views import checklists, filling, inspections, programmes, sending, walk

app_name = "inspections"
urlpatterns: list[URLPattern] = [
    path("", inspections.listed, name="inspections"),
    path("new/", filling.new, name="new"),
    path("session/", sending.session, name="session"),
    path("packet/", sending.packet, name="packet"),
    path("photographs/", sending.photographs, name="photographs"),
    path("sent/", sending.sent, name="sent"),
    path("walk/", walk.shell, name="walk"),
    path("walk/worker.js", walk.worker, name="worker"),
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/<slug:key>/", checklists.checklist, name="checklist"),
    path("draws/", programmes.draws, name="draws"),
    path("owed/<uuid:obligation_id>/", programmes.owed, name="owed"),
    path("programmes/", programmes.listed, name="programmes"),
    path("programmes/<slug:programme>/<slug:key>/", programmes.one, name="programme"),
    path("<uuid:inspection_id>/", inspections.one, name="inspection"),
    path("<uuid:inspection_id>/decision/", inspections.decision, name="decision"),
]
