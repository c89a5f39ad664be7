"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.inspections import views

app_name = "inspections"
urlpatterns: list[URLPattern] = [
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/<slug:key>/", views.checklist, name="checklist"),
]
