"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.notify import views

app_name = "notify"
urlpatterns: list[URLPattern] = [
    path("notices/", views.notices, name="notices"),
    path("notices/reading/", views.reading_of_all, name="reading_of_all"),
    path("notices/preference/", views.preference, name="preference"),
    path("notices/<uuid:notice_id>/", views.notice, name="notice"),
    path("notices/<uuid:notice_id>/reading/", views.reading, name="reading"),
]
