"""Addresses of the demo."""

from __future__ import annotations

from django.urls import path

from duecare.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.posts, name="posts"),
    path("session/", views.session, name="session"),
    path("clock/", views.clock_bar, name="clock"),
    path("pace/", views.pace, name="pace"),
    path("step/", views.step, name="step"),
]
