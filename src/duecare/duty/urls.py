"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.duty.views import drafts, people, rosters, searches, watches

app_name = "duty"
_ROSTER = "rosters/<uuid:roster_id>/"
_DRAFT = f"{_ROSTER}drafts/<int:number>/"
_WATCH = "watches/<uuid:watch_id>/"
urlpatterns: list[URLPattern] = [
    path("", watches.on_duty, name="now"),
    path("owed/<uuid:obligation_id>/", watches.subject, name="owed"),
    path(_WATCH, watches.watch, name="watch"),
    path(f"{_WATCH}check-in/", watches.check_in, name="check-in"),
    path(f"{_WATCH}presence/", watches.presence, name="presence"),
    path(f"{_WATCH}log/", watches.write_line, name="log"),
    path(f"{_WATCH}matters/", watches.open_matter, name="matters"),
    path(f"{_WATCH}matters/<uuid:matter_id>/closing/", watches.close_matter, name="matter-closing"),
    path(f"{_WATCH}handover/", watches.write_handover, name="handover"),
    path(f"{_WATCH}handover/signature/", watches.sign, name="signature"),
    path("rosters/", rosters.rosters, name="rosters"),
    path(_ROSTER, rosters.roster, name="roster"),
    path(f"{_ROSTER}fairness/", rosters.fair, name="fairness"),
    path(f"{_ROSTER}comparison/", rosters.comparison, name="comparison"),
    path(f"{_ROSTER}table/", rosters.table, name="table"),
    path(f"{_ROSTER}workbook/", rosters.workbook, name="workbook"),
    path(f"{_ROSTER}grid/", drafts.read_back, name="grid"),
    path(f"{_ROSTER}people/", people.people, name="people"),
    path(f"{_ROSTER}people/entries/", people.enter, name="people-entries"),
    path(f"{_ROSTER}people/leaves/", people.enter_leave, name="people-leaves"),
    path(f"{_ROSTER}people/<uuid:watchkeeper_id>/leaving/", people.let_go, name="people-leaving"),
    path(f"{_ROSTER}wishes/", people.wishes, name="wishes"),
    path(f"{_ROSTER}wishes/entries/", people.wish, name="wish-entries"),
    path(f"{_ROSTER}wishes/<uuid:wish_id>/withdrawal/", people.take_back, name="wish-withdrawal"),
    path(f"{_ROSTER}drafts/", drafts.begin, name="drafts"),
    path(_DRAFT, drafts.draft, name="draft"),
    path(f"{_DRAFT}cells/", drafts.put, name="draft-cells"),
    path(f"{_DRAFT}publication/", drafts.publish, name="draft-publication"),
    path(f"{_DRAFT}changes/", drafts.take_over, name="draft-changes"),
    path(f"{_DRAFT}discarding/", drafts.discard, name="draft-discarding"),
    path(f"{_ROSTER}searches/", searches.ask, name="searches"),
    path(f"{_ROSTER}searches/<uuid:search_id>/", searches.search, name="search"),
    path(f"{_ROSTER}searches/<uuid:search_id>/stop/", searches.stop, name="search-stop"),
]
