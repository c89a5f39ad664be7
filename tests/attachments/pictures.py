"""What people and others send: made here, so that each test says what is in it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

#: What a phone writes into a photograph; none of it may come out.
MAKER, NOTE = "Phone-X Model 9", "taken at home"
HEIC = Path(__file__).parent / "data" / "photograph.heic"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def exif(orientation: int = 1) -> Image.Exif:
    """A phone's EXIF: maker, where it was, which way it was held."""
    data = Image.Exif()
    data[0x0112], data[0x010F], data[0x010E] = orientation, MAKER, NOTE
    where = data.get_ifd(0x8825)
    where[1], where[2], where[3], where[4] = "N", (39.0, 54.0, 20.0), "E", (116.0, 23.0, 29.0)
    return data


def picture(width: int = 400, height: int = 300) -> Image.Image:
    """White, its upper left quarter red."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height // 2))
    return image


def jpeg(width: int = 400, height: int = 300, *, orientation: int = 1, **options: Any) -> bytes:
    """A photograph as a phone sends it."""
    return saved(picture(width, height), "JPEG", exif=exif(orientation), comment=NOTE.encode(), **options)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture in that format."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def other_colours() -> bytes:
    """A colour profile that is not sRGB: what is stored as red is meant as green, and the other way round."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels in a few bytes: a decompression bomb when they are many."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(min(width * height * 3 + height, 30_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    """A WebP whose header promises so many pixels."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x00\x10\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + size + bytes(100)


def paper(pages: int = 1, **root: Any) -> PdfWriter:
    """A PDF: each page has a photograph with a phone's EXIF; ``root`` is written into its catalogue."""
    writer = PdfWriter()
    for _number in range(pages):
        page = writer.add_blank_page(200, 150)
        photograph = StreamObject()
        photograph._data = jpeg(200, 150)
        photograph.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(200),
                NameObject("/Height"): NumberObject(150),
                NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
                NameObject("/BitsPerComponent"): NumberObject(8),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        drawn = DictionaryObject({NameObject("/P"): writer._add_object(photograph)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
        words = DecodedStreamObject()
        words.set_data(b"q 200 0 0 150 0 0 cm /P Do Q")
        page[NameObject("/Contents")] = writer._add_object(words)
    writer.add_metadata({"/Author": MAKER})
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = value
    return writer


def written(writer: PdfWriter) -> bytes:
    """The PDF's bytes."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
