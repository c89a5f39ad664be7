"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from duecare.reports.views import days, exports, report

app_name = "reports"
_DAY = "reports/series/<str:programme>/<str:key>/<str:day>/"
urlpatterns: list[URLPattern] = [
    path("reports/", days.days, name="days"),
    path("reports/history/", days.history, name="history"),
    path("reports/<uuid:obligation_id>/", report.show, name="report"),
    path("reports/<uuid:obligation_id>/submission/", report.submission, name="submission"),
    path("reports/<uuid:obligation_id>/question/", report.ask, name="ask"),
    path("reports/<uuid:obligation_id>/review/", report.review, name="review"),
    path("reports/questions/<uuid:owed_id>/", report.question, name="question"),
    path("reports/questions/<uuid:owed_id>/answer/", report.answer, name="answer"),
    path(_DAY, days.day, name="day"),
    re_path(
        r"^reports/series/(?P<programme>[^/]+)/(?P<key>[^/]+)/(?P<day>[^/]+)/export\.(?P<form>csv|xlsx)$",
        exports.export,
        name="export",
    ),
]
