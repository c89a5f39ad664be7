"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.web import views

urlpatterns: list[URLPattern] = [
    path("language/", views.choose_language, name="language"),
    path("health/", views.show_health, name="health"),
]
