"""Of a PDF its pages are kept; one with a script, an action, another file or a lock is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from duecare.attachments import store
from duecare.attachments.darkroom.__main__ import apart
from duecare.attachments.rules import limits
from duecare.core.errors import BadInput
from tests.attachments import pictures


def action(kind: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def annotated(entry: str, value: DictionaryObject) -> bytes:
    """A paper whose page has a note that does something."""
    writer = pictures.paper()
    note = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Link"), NameObject(entry): writer._add_object(value)}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return pictures.written(writer)


def with_file() -> bytes:
    writer = pictures.paper()
    writer.add_attachment("program.exe", b"MZ")
    return pictures.written(writer)


def locked() -> bytes:
    writer = pictures.paper()
    writer.encrypt("secret")
    return pictures.written(writer)


def pointed_at() -> bytes:
    """The word that gives it away is an object of its own, which the action only points at."""
    writer = pictures.paper()
    launch = DictionaryObject({NameObject("/S"): writer._add_object(NameObject("/Launch"))})
    writer.root_object[NameObject("/OpenAction")] = launch
    return pictures.written(writer)


def test_pages_are_kept_and_nothing_that_is_written_about_them(developed):
    kept = developed(pictures.written(pictures.paper(pages=3)) + b"<script>alert(1)</script>")
    data = store.path_of(kept.file).read_bytes()
    assert (kept.kind, kept.pages) == (limits.PAPER, 3)
    assert not store.path_of(kept.file, small=True).exists()
    for gone in (pictures.MAKER, pictures.NOTE, "Exif", "script", "/Info", "pypdf"):
        assert gone.encode() not in data
    pages = PdfReader(BytesIO(data)).pages
    photograph = pages[0].images[0].image
    assert len(pages) == 3 and photograph is not None and photograph.size == (200, 150)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pictures.written(pictures.paper(OpenAction=action("/JavaScript"))), "active"),
        (pictures.written(pictures.paper(OpenAction=action("/Launch"))), "active"),
        (pictures.written(pictures.paper(AA=DictionaryObject())), "active"),
        (
            pictures.written(pictures.paper(AcroForm=DictionaryObject({NameObject("/XFA"): ArrayObject()}))),
            "active",
        ),
        (annotated("/A", action("/GoToR")), "active"),
        (annotated("/FS", DictionaryObject({NameObject("/EF"): DictionaryObject()})), "active"),
        (pointed_at(), "active"),
        (with_file(), "active"),
        (locked(), "locked"),
        (pictures.written(pictures.paper(pages=0)), "damaged"),
        (pictures.written(pictures.paper())[:-2500], "damaged"),
        (b"%PDF-1.7\n" + bytes(3000), "damaged"),
        (b"<html>" + pictures.written(pictures.paper()), "unknown-kind"),
    ],
)
def test_what_is_more_than_pages_is_refused_with_a_sentence(developed, data, code):
    with pytest.raises(BadInput) as refused:
        developed(data)
    assert refused.value.code == f"attachment-{code}"
    assert not list(store.paths())


def test_names_written_in_another_way_are_the_same_names(developed):
    data = pictures.written(pictures.paper(OpenAction=action("/JavaScript")))
    with pytest.raises(BadInput, match=r"script|脚本"):
        developed(data.replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS ", b"/J#53 "))


def test_one_that_leads_in_circles_is_refused(developed):
    """Pages that are their own parents would be walked for ever."""
    writer = pictures.paper()
    tree = writer.root_object["/Pages"]
    assert isinstance(tree, DictionaryObject)
    tree[NameObject("/Kids")] = ArrayObject([writer.root_object.raw_get("/Pages")])
    with pytest.raises(BadInput):
        developed(pictures.written(writer))


def test_one_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    """A chain of 300,000 objects; the limit is a second here."""
    monkeypatch.setattr(limits, "MOST_SECONDS", 1)
    job = {name: tmp_path / name for name in ("source", "target", "small")}
    job["source"].write_bytes(chain(300_000))
    assert apart(job) == {"refused": "too-hard"}


def chain(length: int) -> bytes:
    """A PDF whose every object points at the next."""
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number in range(1, length + 1):
        places.append(len(file))
        file += b"%d 0 obj\n<</N %d 0 R>>\nendobj\n" % (number, number % length + 1)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (length + 1)
    end = b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (length + 1, len(file))
    return bytes(file) + head + table + end
