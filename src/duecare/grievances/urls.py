"""Addresses. ``/c/`` is the public form; no address has a code or a word of a case in it."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.grievances.views import asked, bringing, desk, figures, posters, together

app_name = "grievances"
urlpatterns: list[URLPattern] = [
    path("c/", bringing.start, name="start"),
    path("c/<str:key>/figures/", figures.show, name="figures"),
    path("c/<str:key>/", bringing.bring, name="bring"),
    path("cases/", desk.listed, name="desk"),
    path("cases/new/", bringing.clerk, name="clerk"),
    path("cases/posters/", posters.listed, name="posters"),
    path("cases/posters/<str:key>/<str:unit_key>/", posters.sheets, name="poster"),
    path("cases/ratings/", desk.rated, name="ratings"),
    path("cases/together/", together.together, name="together"),
    path("cases/owed/<uuid:obligation_id>/", desk.owed, name="owed"),
    path("cases/asked/<uuid:obligation_id>/", asked.by_duty, name="asked"),
    path("cases/inquiries/<uuid:inquiry_id>/", asked.inquiry, name="inquiry"),
    path("cases/<uuid:case_id>/", desk.one, name="case"),
    path("cases/<uuid:case_id>/letters/<uuid:step_id>/", desk.letter, name="letter"),
    path("cases/<uuid:case_id>/papers/<uuid:paper_id>/", desk.paper, name="paper"),
    path("cases/<uuid:case_id>/steps/<slug:key>/", desk.act, name="act"),
    path("cases/<uuid:case_id>/<slug:what>/", desk.apart, name="apart"),
]
