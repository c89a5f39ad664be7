"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.tasks import views

app_name = "tasks"
urlpatterns: list[URLPattern] = [
    path("tasks/<uuid:obligation_id>/", views.show, name="task"),
    path("tasks/<uuid:obligation_id>/completion/", views.complete, name="completion"),
]
