"""Photographs come out as pixels: upright, no longer than 2048, without place, device or anything that rode along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from duecare.attachments import store
from duecare.attachments.developers import DARKROOM
from duecare.attachments.rules import limits
from duecare.core.errors import BadInput
from tests.attachments import pictures

WHITE, RED = (255, 255, 255), (254, 0, 0)


def bytes_of(kept):
    return store.path_of(kept.file).read_bytes() + store.path_of(kept.file, small=True).read_bytes()


def near(found, wanted):
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


def test_a_phone_s_photograph_loses_place_and_device(developed, picture_of):
    kept = developed(pictures.jpeg())
    picture = picture_of(kept)
    assert (picture.format, picture.size, kept.kind) == ("JPEG", (400, 300), limits.PHOTOGRAPH)
    assert not picture.getexif() and not picture.getexif().get_ifd(0x8825)
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for gone in (pictures.MAKER, pictures.NOTE, "Exif", "GPS", "http://ns.adobe.com"):
        assert gone.encode() not in bytes_of(kept)


def test_all_that_rides_along_goes_whatever_the_format(developed):
    image, about = pictures.picture(), {"exif": pictures.exif(), "xmp": pictures.MAKER.encode()}
    sent = [
        pictures.saved(image, "WEBP", **about),
        pictures.saved(image, "PNG", exif=pictures.exif()),
        pictures.saved(image, "JPEG", **about, icc_profile=pictures.other_colours()),
        pictures.saved(image, "MPO", save_all=True, append_images=[image], exif=pictures.exif()),
        pictures.HEIC.read_bytes(),
    ]
    for data in sent:
        assert b"Phone-X" in data
        assert b"Phone-X" not in bytes_of(developed(data)) and b"ICC_PROFILE" not in bytes_of(developed(data))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_however_the_phone_was_held(developed, picture_of, orientation):
    kept = developed(pictures.jpeg(orientation=orientation))
    picture = picture_of(kept)
    assert picture.size == (kept.width, kept.height) == ((400, 300) if orientation < 5 else (300, 400))
    corners = [(20, 20), (picture.width - 20, 20), (picture.width - 20, picture.height - 20)]
    corners.append((20, picture.height - 20))
    red = [index for index, at in enumerate(corners) if near(picture.getpixel(at), RED)]
    assert red == [{1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[orientation]]


def test_heic_is_read_and_stands_upright(developed, picture_of):
    picture = picture_of(developed(pictures.HEIC.read_bytes()))
    assert picture.size == (48, 64)
    assert near(picture.getpixel((40, 8)), RED) and near(picture.getpixel((8, 8)), WHITE)


def test_it_is_made_no_longer_than_2048_and_has_a_thumbnail(developed, picture_of):
    kept = developed(pictures.jpeg(6000, 1500))
    assert picture_of(kept).size == (kept.width, kept.height) == (2048, 512)
    assert picture_of(kept, small=True).size == (320, 80)
    assert near(picture_of(kept).getpixel((500, 100)), RED)


@pytest.mark.parametrize("size", [(1, 1), (9000, 3), (3, 9000), (3000, 2999), (5003, 2001)])
def test_odd_sizes_are_kept_whole(developed, picture_of, size):
    kept = developed(pictures.saved(pictures.picture(*size), "PNG"))
    assert picture_of(kept).size == tuple(max(1, round(n * min(1, 2048 / max(size)))) for n in size)


def test_what_is_transparent_lies_on_white(developed, picture_of):
    seen = [
        pictures.saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"),
        pictures.saved(Image.new("LA", (50, 50), (0, 0)), "PNG"),
        pictures.saved(Image.new("P", (50, 50)), "PNG", transparency=0),
        pictures.saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "WEBP", lossless=True),
    ]
    assert all(picture_of(developed(data)).getpixel((25, 25)) == WHITE for data in seen)


def test_colours_that_a_profile_means_otherwise_come_out_as_srgb(developed, picture_of):
    data = pictures.saved(
        Image.new("RGB", (50, 50), (200, 30, 60)), "PNG", icc_profile=pictures.other_colours()
    )
    assert near(picture_of(developed(data)).getpixel((25, 25)), (30, 200, 60))


def test_a_polyglot_comes_out_as_pixels(developed):
    """A photograph with a script in its comment, and an archive and a page of HTML behind its end."""
    script = b"<html><script>alert(1)</script></html>"
    kept = developed(pictures.saved(pictures.picture(), "JPEG", comment=script) + script + b"PK\x03\x04")
    assert b"script" not in bytes_of(kept) and b"PK\x03\x04" not in bytes_of(kept)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pictures.png_of(60_000, 60_000), "too-many-pixels"),
        (pictures.png_of(9_000, 6_000), "too-many-pixels"),
        (pictures.webp_of(16_000, 16_000), "too-many-webp"),
        (pictures.jpeg()[:-1500], "damaged"),
        (pictures.HEIC.read_bytes()[:500], "damaged"),
        (pictures.saved(pictures.picture(), "PNG")[:-300], "damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(5000), "damaged"),
        (pictures.SVG, "unknown-kind"),
        (pictures.saved(pictures.picture(), "GIF"), "unknown-kind"),
        (pictures.saved(pictures.picture(), "AVIF"), "unknown-kind"),
        (b"PK\x03\x04" + bytes(500), "unknown-kind"),
        (b"<html>", "unknown-kind"),
        (b"", "empty"),
        (pictures.jpeg() + bytes(limits.MOST_BYTES), "too-big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_photograph_is_refused_with_a_sentence_and_leaves_nothing(developed, data, code):
    with pytest.raises(BadInput) as refused:
        developed(data)
    assert refused.value.code == f"attachment-{code}" and refused.value.hint
    assert not list(store.paths()) and not list(store.incoming().iterdir())


def test_the_darkroom_survives_what_breaks_a_decoder_and_being_killed(developed):
    with pytest.raises(BadInput):
        developed(b"\xff\xd8\xff\xe0" + bytes(5000))
    assert DARKROOM._process is not None
    DARKROOM._process.kill()
    assert developed(pictures.jpeg()).width == 400


def test_the_darkroom_has_no_network_where_the_kernel_allows_that(developed):
    allowed = subprocess.run(["unshare", "--user", "--net", "true"], check=False).returncode == 0
    developed(pictures.jpeg())
    assert DARKROOM._process is not None
    of = [Path(f"/proc/{who}/ns/net").readlink() for who in ("self", DARKROOM._process.pid)]
    assert (of[0] != of[1]) == allowed


def test_one_thing_is_read_at_a_time_and_who_waits_too_long_is_told(developed, monkeypatch):
    monkeypatch.setattr(limits, "MOST_WAIT", 0.1)
    with DARKROOM._one_at_a_time, pytest.raises(BadInput) as refused:
        developed(pictures.jpeg())
    assert (refused.value.code, refused.value.status) == ("attachment-busy", 503)
    assert not list(store.incoming().iterdir())


def test_48_megapixels_stay_within_300_megabytes(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(pictures.jpeg(8064, 6048))
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, source], capture_output=True, text=True, check=True
    )
    answer, kilobytes = measured.stdout.splitlines()
    assert "'width': 2048" in answer and int(kilobytes) < 300_000


MEASURE = """
import resource, sys
from pathlib import Path
from duecare.attachments.darkroom.__main__ import apart
source = Path(sys.argv[1])
print(apart({"source": source, "target": source.with_name("target"), "small": source.with_name("small")}))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
