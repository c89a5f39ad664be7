"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.duty.views import calendars, deciding, drafts, mine, people, rosters, searches, watches

app_name = "duty"
_ROSTER = "rosters/<uuid:roster_id>/"
_DRAFT = f"{_ROSTER}drafts/<int:number>/"
_WATCH = "watches/<uuid:watch_id>/"
_SWAP = "swaps/<uuid:swap_id>/"
_LEAVE = "leaves/<uuid:leave_id>/"
_ASSIGNMENT = "assignments/<uuid:assignment_id>/"
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
    path(f"{_WATCH}taking/", deciding.take, name="taking"),
    path(f"{_WATCH}posts/<slug:post>/", deciding.place, name="place"),
    path(f"{_WATCH}posts/<slug:post>/cover/", deciding.fill, name="place-cover"),
    path("mine/", mine.show, name="mine"),
    path("mine/leaves/", mine.ask_leave, name="leaves"),
    path(f"{_ASSIGNMENT}passing/", mine.passing, name="passing"),
    path(f"{_ASSIGNMENT}offer/", mine.offer, name="offer"),
    path(f"{_ASSIGNMENT}cover/", deciding.put_in, name="cover"),
    path("requests/", deciding.requests, name="requests"),
    path(_SWAP, deciding.swap, name="swap"),
    path(f"{_SWAP}acceptance/", mine.accept, name="swap-acceptance"),
    path(f"{_SWAP}declining/", mine.decline, name="swap-declining"),
    path(f"{_SWAP}withdrawal/", mine.withdraw, name="swap-withdrawal"),
    path(f"{_SWAP}consent/", deciding.consent, name="swap-consent"),
    path(f"{_SWAP}refusal/", deciding.refuse, name="swap-refusal"),
    path(f"{_SWAP}undoing/", deciding.undo, name="swap-undoing"),
    path(_LEAVE, deciding.leave, name="leave"),
    path(f"{_LEAVE}grant/", deciding.grant, name="leave-grant"),
    path(f"{_LEAVE}refusal/", deciding.refuse_leave, name="leave-refusal"),
    path(f"{_LEAVE}withdrawal/", mine.withdraw_leave, name="leave-withdrawal"),
    path("calendar/", calendars.show, name="calendar"),
    path("calendar/addresses/", calendars.make_address, name="calendar-addresses"),
    path("calendar/addresses/<uuid:feed_id>/ending/", calendars.end_address, name="calendar-ending"),
    path("feeds/<str:token>.ics", calendars.ics, name="ics"),
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
