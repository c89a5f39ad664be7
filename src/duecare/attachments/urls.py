"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "attachments"
urlpatterns: list[URLPattern] = []
