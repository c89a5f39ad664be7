"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.hazards.views import hazard, ledger, paper, reporting

app_name = "hazards"
urlpatterns: list[URLPattern] = [
    path("", ledger.show, name="ledger"),
    path("hazards.xlsx", ledger.export, name="export"),
    path("new/", reporting.new, name="new"),
    path("paper/", paper.upload, name="paper"),
    path("paper/template.xlsx", paper.template, name="paper_template"),
    path("owed/<uuid:obligation_id>/", hazard.owed, name="owed"),
    path("<uuid:hazard_id>/", hazard.show, name="hazard"),
    path("<uuid:hazard_id>/<slug:what>/", hazard.act, name="act"),
]
