"""Addresses, as the standard has them."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from duecare.api.open311 import views

app_name = "open311"
_FORM = r"\.(?P<form>xml|json)$"
urlpatterns: list[URLPattern] = [
    path("", views.discovery, {"form": "xml"}, name="root"),
    re_path(rf"^discovery{_FORM}", views.discovery, name="discovery"),
    re_path(rf"^services{_FORM}", views.services, name="services"),
    re_path(rf"^services/(?P<code>[a-z0-9-]{{1,40}}){_FORM}", views.definition, name="definition"),
    re_path(rf"^requests{_FORM}", views.requests, name="requests"),
    re_path(rf"^requests/(?P<number>[0-9A-Za-z-]{{1,40}}){_FORM}", views.one, name="one"),
    re_path(rf"^tokens/(?P<number>[0-9A-Za-z-]{{1,40}}){_FORM}", views.token, name="token"),
]
