"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.plans import views

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("plans/", views.programmes, name="programmes"),
    path("plans/<slug:key>/", views.programme, name="programme"),
    path("plans/<slug:key>/month/", views.month, name="month"),
    path("plans/<slug:key>/versions/<int:number>/", views.version, name="version"),
]
