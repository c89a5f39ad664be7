"""Photographs on the phone: upright, smaller, without place and device, blurred where somebody wants it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.attachments import pictures
from tests.inspections.offline.phone import Phone, noise
from tests.inspections.offline.scene import ROUND, SCHOOL, STAIRS, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BYTES = """async () => {
  const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.length > 30);
  const opening = indexedDB.open(name);
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const reading = database.transaction("photographs").objectStore("photographs").getAll();
  const rows = await new Promise((done) => (reading.onsuccess = () => done(reading.result)));
  database.close();
  return [...new Uint8Array(await rows[0].blob.arrayBuffer())];
}"""


def taken(phone: Phone, file: bytes) -> None:
    """Take a photograph of the exits; whether to keep it is asked."""
    path = phone.folder / "photograph.jpg"
    path.write_bytes(file)
    phone.item("exits").locator("input[type=file]").first.set_input_files(str(path))
    phone.page.locator(".walk-canvas").wait_for()


def kept(phone: Phone) -> bytes:
    """Keep it; returns what lies on the phone."""
    phone.page.locator("[data-keep]").click()
    expect(phone.item("exits").locator(".walk-photographs li")).to_have_count(1)
    return bytes(phone.page.evaluate(BYTES))


def test_it_is_made_smaller_turned_upright_and_loses_place_and_device(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    sent = pictures.jpeg(
        4000, 3000, orientation=6
    )  # held upright: its upper left quarter comes to the upper right
    assert b"Phone-X" in sent and b"Exif" in sent
    taken(phone, sent)
    data = kept(phone)
    assert not [word for word in (b"Exif", b"Phone-X", b"taken at home") if word in data]
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", (1536, 2048))
        upper_left, upper_right = (image.getpixel((x, 300)) for x in (300, 1200))
    assert upper_left[1] > 240 and upper_right[1] < 20  # type: ignore[index]


def test_a_finger_blurs_what_it_draws_over_and_nothing_else(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    taken(phone, noise(800, 600))
    box = phone.page.locator(".walk-canvas").bounding_box()
    assert box is not None
    phone.page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    phone.page.mouse.down()
    phone.page.mouse.move(box["x"] + box["width"] / 4 + 10, box["y"] + box["height"] / 2, steps=3)
    phone.page.mouse.up()
    assert_blurred(kept(phone), at=(200, 300), not_at=(600, 300))


def test_keys_blur_the_marked_area(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    taken(phone, noise(800, 600))
    canvas = phone.page.locator(".walk-canvas")
    canvas.focus()
    for key in ("ArrowRight",) * 5:
        canvas.press(key)
    expect(phone.page.locator(".walk-dialog [role=status]")).to_have_text(
        "Marked area, in hundredths: 75 across, 50 down"
    )
    canvas.press("+")
    canvas.press("Enter")
    assert_blurred(kept(phone), at=(600, 300), not_at=(200, 300))


def test_a_blur_is_taken_back_and_a_photograph_is_not_kept(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    taken(phone, noise(800, 600))
    phone.page.locator(".walk-canvas").press("Enter")
    phone.page.locator("button", has_text="Without blur").click()
    assert_blurred(kept(phone), at=None, not_at=(400, 300))
    taken(phone, pictures.jpeg())
    phone.page.locator("button", has_text="Don’t keep").click()
    expect(phone.item("exits").locator(".walk-photographs li")).to_have_count(1)
    phone.page.locator("button", has_text="Remove").click()
    expect(phone.item("exits").locator(".walk-photographs li")).to_have_count(0)
    assert not phone.kept()["photographs"]


def test_what_is_no_photograph_says_so(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    path = phone.folder / "words.jpg"
    path.write_text("no photograph")
    phone.item("exits").locator("input[type=file]").first.set_input_files(str(path))
    says(phone, "This file can’t be read as a photograph.")


def assert_blurred(data: bytes, *, at: tuple[int, int] | None, not_at: tuple[int, int]) -> None:
    """Noise has a wide spread of greys; a block of their mean has hardly any."""
    with Image.open(BytesIO(data)) as image:
        grey = image.convert("L")
        for point, blurred in ((at, True), (not_at, False)):
            if point is not None:
                x, y = point
                low, high = grey.crop((x - 6, y - 6, x + 6, y + 6)).getextrema()
                assert (high - low < 60) is blurred, (point, low, high)  # type: ignore[operator]
