"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from duecare.reports.views import days, exports, report

app_name = "reports"
_DAY = "series/<str:programme>/<str:key>/<str:day>/"
urlpatterns: list[URLPattern] = [
    path("", days.days, name="days"),
    path("history/", days.history, name="history"),
    path("<uuid:obligation_id>/", report.show, name="report"),
    path("<uuid:obligation_id>/submission/", report.submission, name="submission"),
    path("<uuid:obligation_id>/question/", report.ask, name="ask"),
    path("<uuid:obligation_id>/review/", report.review, name="review"),
    path("questions/<uuid:owed_id>/", report.question, name="question"),
    path("questions/<uuid:owed_id>/answer/", report.answer, name="answer"),
    path(_DAY, days.day, name="day"),
    re_path(
        r"^series/(?P<programme>[^/]+)/(?P<key>[^/]+)/(?P<day>[^/]+)/export\.(?P<form>csv|xlsx)$",
        exports.export,
        name="export",
    ),
]
