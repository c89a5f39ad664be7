"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from duecare.desk.views import board, calendar, contacts, home, record, story, suspensions

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", home.show, name="home"),
    path("board/", board.start, name="board_start"),
    path("board/<str:key>/", board.show, name="board"),
    path("board/<str:key>/live/", board.live, name="board_live"),
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/feed/", calendar.feed_page, name="feed"),
    path("calendar/feed/address/", calendar.make_address, name="feed_address"),
    path("calendar/feed/end/", calendar.end_address, name="feed_end"),
    path("feeds/<str:token>.ics", calendar.ics, name="ics"),
    path("record/", record.show, name="record"),
    path("record/verification/", record.verify, name="verification"),
    path("record/<uuid:entry_id>/", record.entry, name="record_entry"),
    path("obligations/<uuid:obligation_id>/", story.show, name="obligation"),
    path("obligations/<uuid:obligation_id>/waiver/", story.waive, name="waiver"),
    path("obligations/<uuid:obligation_id>/term/", story.extend, name="term"),
    path("obligations/<uuid:obligation_id>/transfer/", story.reassign, name="transfer"),
    path("suspensions/", suspensions.show, name="suspensions"),
    path("contact-sheet/", contacts.start, name="contact_sheet_start"),
    path("contact-sheet/<str:key>/", contacts.show, name="contact_sheet"),
]
