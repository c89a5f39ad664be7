"""Addresses. No code is ever part of one."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.receipts import views

app_name = "receipts"
urlpatterns: list[URLPattern] = [
    path("", views.enter, name="enter"),
    path("matter/", views.matter, name="matter"),
    path("own/", views.own_code, name="own_code"),
    path("leaving/", views.leave, name="leaving"),
    path("matter/files/<uuid:file_id>/", views.file, name="file"),
    path("matter/<slug:what>/", views.act, name="act"),
]
