"""Sending and seeing photographs and papers, as a person does: through a form and the pages."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from PIL import Image

from duecare.attachments import store
from duecare.attachments.models import Attachment
from duecare.attachments.rules import limits
from duecare.attachments.uploads import Bounded, RefusedUpload
from tests.attachments import pictures
from tests.people import FOUNDED, District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.urls("tests.attachments.site")]

AT = FOUNDED + timedelta(days=1)


def send(district: District, *files: bytes, who: str = "reporter_x1", batch: uuid.UUID | None = None, **more):
    """Send files from the page of the school QY-X1, named for what they are not."""
    named = [SimpleUploadedFile("photo.jpg", data, content_type="image/jpeg") for data in files]
    given = {"batch": batch or uuid.uuid4(), "photographs": named, **more}
    with clock_at(AT), TestCase.captureOnCommitCallbacks(execute=True):
        return client_for(who, "en").post(f"/tests/{district['QY-X1'].id}/", given)


def see(address: str, who: str = "reporter_x1"):
    with clock_at(AT + timedelta(hours=1)):
        return client_for(who, "en").get(address)


def test_a_photograph_is_sent_and_seen(district):
    assert send(district, pictures.jpeg(), caption="the blocked  exit").status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.caption, attachment.received_at) == ("the blocked exit", AT)
    assert attachment.by_user == district.people["reporter_x1"].id
    assert attachment.by_post == district.posts["reporter_x1"].id
    page = see(f"/tests/{district['QY-X1'].id}/").content.decode()
    address = f"/attachments/{attachment.id}/"
    assert f'href="{address}"' in page and f'src="{address}thumbnail/"' in page
    assert 'alt="the blocked exit"' in page and 'width="320" height="240"' in page
    for of, size in ((address, (400, 300)), (f"{address}thumbnail/", (320, 240))):
        answer = see(of)
        with Image.open(BytesIO(b"".join(answer.streaming_content))) as picture:
            assert (picture.size, len(picture.getexif())) == (size, 0)


def test_pictures_are_kept_by_no_browser_and_run_nothing(district):
    send(district, pictures.jpeg(), pictures.written(pictures.paper()))
    for attachment in Attachment.objects.all():
        answer = see(f"/attachments/{attachment.id}/")
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        if attachment.kind == limits.PAPER:
            assert answer["Content-Disposition"] == f'attachment; filename="paper-{attachment.number}.pdf"'
            assert answer["Content-Type"] == "application/pdf"
            assert see(f"/attachments/{attachment.id}/thumbnail/").status_code == 404
        else:
            assert answer["Content-Type"] == "image/jpeg"


def test_another_unit_s_photograph_is_not_there_by_its_address(district):
    send(district, pictures.jpeg())
    addresses = [f"/attachments/{Attachment.objects.get().id}/"]
    addresses.append(f"{addresses[0]}thumbnail/")
    for address in addresses:
        assert see(address).status_code == see(address, "coordinator").status_code == 200
        assert see(address, "reporter_x2").status_code == 404
        client = client_for("reporter_x1")
        client.logout()
        assert client.get(address).status_code == 302
    assert see(f"/attachments/{uuid.uuid4()}/").status_code == 404
    assert send(district, pictures.jpeg(), who="reporter_x2").status_code == 404
    assert Attachment.objects.count() == 1


def test_what_a_module_does_not_answer_for_nobody_sees(district):
    send(district, pictures.jpeg())
    Attachment.objects.update(matter_kind="gone.module")
    assert see(f"/attachments/{Attachment.objects.get().id}/", "coordinator").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pictures.SVG, "nothing else"),
        (pictures.png_of(60_000, 60_000), "at most 50 million pixels"),
        (pictures.jpeg()[:-1500], "not arrived whole"),
        (bytes(100 * limits.MEGABYTE), "at most 20 MB"),
    ],
    ids=["svg with script", "bomb", "truncated", "100 MB"],
)
def test_what_is_not_taken_is_said_beside_the_field_and_nothing_is_kept(district, data, said):
    answer = send(district, pictures.jpeg(), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page and "photo.jpg: " in page
    assert not Attachment.objects.exists() and not list(store.incoming().iterdir())


def test_heic_and_a_polyglot_are_taken_as_the_pixels_they_are(district):
    polyglot = pictures.jpeg() + b"<script>alert(1)</script>"
    assert send(district, pictures.HEIC.read_bytes(), polyglot).status_code == 302
    for attachment in Attachment.objects.all():
        data = b"".join(see(f"/attachments/{attachment.id}/").streaming_content)
        assert data.startswith(b"\xff\xd8\xff") and b"script" not in data and b"Phone-X" not in data


def test_a_second_click_sends_it_once(district):
    batch = uuid.uuid4()
    for _click in range(2):
        assert send(district, pictures.jpeg(), batch=batch).status_code == 302
    assert Attachment.objects.count() == 1
    assert len(list(store.paths())) == 2  # the photograph and its thumbnail


def test_another_caption_under_the_same_number_is_a_conflict_and_changes_nothing(district):
    batch = uuid.uuid4()
    send(district, pictures.jpeg(), batch=batch, caption="before")
    answer = send(district, pictures.jpeg(), batch=batch, caption="after")
    assert answer.status_code == 409 and "stays as it is" in answer.content.decode()
    assert Attachment.objects.get().caption == "before"


def test_too_many_at_once_are_counted_not_read(district):
    answer = send(district, *[pictures.SVG] * 13)
    assert answer.status_code == 422 and "At most 12" in answer.content.decode()


def test_a_page_with_two_inputs_works_without_javascript(district):
    page = see(f"/tests/{district['QY-X1'].id}/").content.decode()
    assert page.count('type="file"') == page.count('name="photographs"') == 2
    assert 'capture="environment"' in page and "application/pdf" in page and "image/heic" in page


def test_chinese_readers_are_told_in_chinese(district):
    with clock_at(AT):
        answer = client_for("reporter_x1").post(
            f"/tests/{district['QY-X1'].id}/",
            {"batch": uuid.uuid4(), "photographs": [SimpleUploadedFile("a.svg", pictures.SVG)]},
        )
    assert "不接受其他类型的文件" in answer.content.decode()


def test_what_is_too_large_is_said_on_every_page_that_takes_a_file(district):
    big = SimpleUploadedFile("units.xlsx", bytes(limits.MOST_BYTES + 1))
    with clock_at(AT):
        answer = client_for("administrator", "en").post("/units/import/", {"file": big})
    assert answer.status_code == 422 and "at most 20 MB" in answer.content.decode()


def test_what_is_too_large_never_fills_the_disk(rf):
    """As the request comes in, piece by piece: the file on disk stops growing and goes."""
    upload = Bounded(rf.post("/"))
    upload.new_file("photographs", "big.jpg", "image/jpeg", None)
    piece, most = bytes(limits.MEGABYTE), 0
    for number in range(100):
        upload.receive_data_chunk(piece, number * len(piece))
        most = max([most, *(path.stat().st_size for path in store.incoming().iterdir())])
    refused = upload.file_complete(100 * len(piece))
    assert isinstance(refused, RefusedUpload) and refused.why == "too-big"
    assert most <= limits.MOST_BYTES and not list(store.incoming().iterdir())
