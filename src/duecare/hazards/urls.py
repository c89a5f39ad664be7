"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.hazards.views import figures, hazard, ledger, paper, reporting, saved

app_name = "hazards"
urlpatterns: list[URLPattern] = [
    path("", ledger.show, name="ledger"),
    path("hazards.xlsx", ledger.export, name="export"),
    path("figures/", figures.show, name="figures"),
    path("views/", saved.all_of_mine, name="views"),
    path("views/<uuid:view_id>/name/", saved.name, name="view_name"),
    path("views/<uuid:view_id>/deletion/", saved.deletion, name="view_deletion"),
    path("new/", reporting.new, name="new"),
    path("paper/", paper.upload, name="paper"),
    path("paper/template.xlsx", paper.template, name="paper_template"),
    path("owed/<uuid:obligation_id>/", hazard.owed, name="owed"),
    path("<uuid:hazard_id>/", hazard.show, name="hazard"),
    path("<uuid:hazard_id>/<slug:what>/", hazard.act, name="act"),
]
