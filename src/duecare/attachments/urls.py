"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.attachments import views

app_name = "attachments"
urlpatterns: list[URLPattern] = [
    path("<uuid:attachment_id>/", views.show, name="attachment"),
    path("<uuid:attachment_id>/thumbnail/", views.show_thumbnail, name="thumbnail"),
]
