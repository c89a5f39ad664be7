"""Addresses. No code is ever part of one."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.receipts import views

app_name = "receipts"
urlpatterns: list[URLPattern] = [
    path("", views.enter, name="enter"),
    path("matter/", views.matter, name="matter"),
    path("leaving/", views.leave, name="leaving"),
    path("matter/<slug:what>/", views.act, name="act"),
]
