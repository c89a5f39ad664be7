"""Rule 2: no movement, whereabouts, contacts, opinion or belief of a person, in any column, form or script."""

from __future__ import annotations

import re
from io import BytesIO

from django.db import models

from duecare.attachments import store
from duecare.attachments.actions import develop
from duecare.reports.plan.schema import TYPES
from tests.attachments import pictures
from tests.charter.tables import columns
from tests.guards import sources

WATCHING = re.compile(
    r"(?:^|_)(?:lat|lon|lng|latitude|longitude|coordinates?|geo\w*|gps|location\w*|whereabouts|movements?|track\w*"
    r"|itinerar\w*|travel\w*|flights?|plates?|contacts|ethnic\w*|nation\w*|religio\w*|belie\w+|faith|politic\w*|party"
    r"|opinions?|faces?|biometr\w*|fingerprints?|ip|ip_?address|user_?agent|referrer|referer|hosts?)(?:_|$)"
)
#: The kinds of columns there are. No point, no polygon, no picture, no file, no float that two of would be a place.
COLUMN_TYPES = {
    models.BigAutoField, models.BigIntegerField, models.BinaryField, models.BooleanField, models.CharField,
    models.DateField, models.DateTimeField, models.EmailField, models.ForeignKey, models.JSONField,
    models.OneToOneField, models.PositiveIntegerField, models.PositiveSmallIntegerField, models.SmallIntegerField,
    models.TextField, models.TimeField, models.UUIDField,
}  # fmt: skip
#: What of a browser could tell where or who somebody is.
SPYING = re.compile(
    r"geolocation|getCurrentPosition|watchPosition|getUserMedia|deviceorientation|devicemotion|sendBeacon"
    r"|FaceDetector|navigator\.(?:userAgent|platform|connection|plugins)|toDataURL"
)

#: Where a script may look at one of these, in the browser alone: to say "open this in the phone's own browser"
#: (docs/decisions/an-inspection-lies-on-the-phone-until-the-server-has-it.md).
LOOKED_AT = {"src/duecare/inspections/static/inspections/walk/phone.js": ["navigator.userAgent"]}


#: Coordinates belong to hazards, places and incidents alone; here they lie, and nowhere else.
PLACED = {"places.Place.latitude", "places.Place.longitude"}


def test_no_column_is_named_for_watching():
    found = {name for name, _field in columns() if WATCHING.search(name.rpartition(".")[2].lower())}
    assert found == PLACED


def test_columns_are_of_a_closed_list_of_types():
    own = {"CanonicalJSON"}
    foreign = {
        name: type(field).__name__
        for name, field in columns()
        if type(field) not in COLUMN_TYPES and type(field).__name__ not in own and name not in PLACED
    }
    assert not foreign


def test_a_form_can_ask_for_four_types_of_fields_and_none_is_a_place_or_a_person():
    assert set(TYPES) == {"number", "choice", "text", "yesno"}


def test_no_script_asks_the_browser_where_or_who_somebody_is():
    scripts = [path for path in sources.files(".js") if path.is_relative_to(sources.PACKAGE)]
    assert scripts
    found = {sources.name(path): SPYING.findall(path.read_text()) for path in scripts}
    assert {name: hits for name, hits in found.items() if hits} == LOOKED_AT


def test_photographs_lose_their_place_and_their_device_on_arrival(settings, tmp_path):
    """Also in their thumbnails, and those on the pages of a paper; nothing but the pixels is carried over."""
    settings.HOME = tmp_path
    sent = [pictures.jpeg(), pictures.HEIC.read_bytes(), pictures.written(pictures.paper())]
    for data in sent:
        assert b"Phone-X" in data
        kept = store.path_of(develop(file=BytesIO(data)).file)
        both = [kept, *kept.parent.glob(f"{kept.name}.*")]
        assert not [path for path in both if b"Exif" in path.read_bytes() or b"Phone-X" in path.read_bytes()]


def test_nothing_looks_for_faces():
    installed = {
        name.lower()
        for name in re.findall(r'^  "([\w-]+)', (sources.ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    }
    assert "pillow" in installed
    assert not [name for name in installed if re.search("face|dlib|opencv|mediapipe|insight", name)]
