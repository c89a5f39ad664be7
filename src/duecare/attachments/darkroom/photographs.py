"""Photographs made anew: turned upright, at most 2048 pixels long, pixels and nothing else.

What rides along with the pixels (EXIF with place and device, XMP, comments, thumbnails, colour profiles, whatever
stands behind the picture) never reaches the copy, because the copy is drawn from the pixels.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pi_heif
from PIL import Image, ImageCms

from duecare.attachments import limits
from duecare.attachments.darkroom.kinds import HEIC, JPEG, WEBP, webp_size
from duecare.attachments.darkroom.refused import Refused

#: Quality of what is kept and of thumbnails; 85 keeps the reading of a meter legible.
QUALITY, SMALL_QUALITY = 85, 75
#: Rows of the original that are worked on at once.
_BAND = 256
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = limits.MOST_PIXELS
pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
pi_heif.options.DECODE_THREADS = 1


def develop(source: Path, kind: str, target: Path, small: Path) -> tuple[int, int]:
    """Write the copy and its thumbnail, both JPEG in sRGB. :returns: width and height of the copy.

    :raises Refused: it has too many pixels. What can't be decoded raises whatever the decoder raises.
    """
    picture = _heic(source) if kind == HEIC else _other(source, kind)
    picture.info = {}
    picture.save(target, "JPEG", quality=QUALITY)
    size = picture.size
    picture.thumbnail((limits.THUMBNAIL_SIDE, limits.THUMBNAIL_SIDE))
    picture.save(small, "JPEG", quality=SMALL_QUALITY)
    return size


def _other(source: Path, kind: str) -> Image.Image:
    if kind == WEBP:
        _require_few(webp_size(source), limits.MOST_WEBP_PIXELS)
    try:
        opened = Image.open(source, formats=(kind,))
    except Image.DecompressionBombError:
        raise Refused("too-many-pixels") from None
    with opened as image:
        _require_few(image.size)
        profile, turn = image.info.get("icc_profile"), _UPRIGHT.get(_orientation(image))
        if kind == JPEG:
            # The decoder itself leaves out what would be thrown away: an eighth to a half of each side.
            image.draft(None, _fitted(image.size))
        picture = _shrunk(_bands(image), image.size)
    picture = _in_srgb(picture, profile)
    return picture.transpose(turn) if turn else picture


def _heic(source: Path) -> Image.Image:
    """Turned upright by its decoder already."""
    heif = pi_heif.open_heif(source, convert_hdr_to_8bit=True)
    _require_few(heif.size)
    picture = _shrunk(_heif_bands(heif), heif.size)
    return _in_srgb(picture, heif.info.get("icc_profile"))


def _require_few(size: tuple[int, int], most: int = limits.MOST_PIXELS) -> None:
    if not 0 < size[0] * size[1] <= most:
        raise Refused("too-many-pixels")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return 1  # what the camera wrote is broken; the pixels may be whole


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """The size at which the longest side is what is kept; never larger than it is."""
    scale = min(1.0, limits.LONGEST_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _bands(image: Image.Image) -> Iterator[Image.Image]:
    image.load()
    for top in range(0, image.height, _BAND):
        yield _flat(image.crop((0, top, image.width, min(top + _BAND, image.height))))


def _heif_bands(heif: pi_heif.HeifFile) -> Iterator[Image.Image]:
    """Straight from the decoder's buffer: as an image the whole would stand in memory twice."""
    width, height = heif.size
    rows, stride = memoryview(heif.data), heif.stride
    for top in range(0, height, _BAND):
        count = min(_BAND, height - top)
        part = rows[top * stride : (top + count) * stride]
        yield _flat(Image.frombytes(heif.mode, (width, count), part, "raw", heif.mode, stride))


def _flat(band: Image.Image) -> Image.Image:
    """The band in red, green and blue, on white where it is transparent."""
    if band.mode.startswith("I;16"):
        band = band.point(lambda value: value / 256).convert("L")
    if band.has_transparency_data:
        band = band.convert("RGBA")
        paper = Image.new("RGB", band.size, _WHITE)
        paper.paste(band, mask=band.getchannel("A"))
        return paper
    return band.convert("RGB")


def _shrunk(bands: Iterator[Image.Image], size: tuple[int, int]) -> Image.Image:
    """Put the bands together at the size that is kept, coarsely band by band and then finely as a whole."""
    fitted = _fitted(size)
    coarse = max(1, min(size[0] // fitted[0], size[1] // fitted[1]) // 2)
    whole = Image.new("RGB", (-(-size[0] // coarse), -(-size[1] // coarse)))
    top = 0
    for band in bands:
        part = band.reduce(coarse)
        whole.paste(part, (0, top))
        top += part.height
    return whole if whole.size == fitted else whole.resize(fitted, Image.Resampling.LANCZOS)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as sRGB, which is what a picture without a profile is taken for."""
    if not profile:
        return picture
    try:
        colours = ImageCms.ImageCmsProfile(BytesIO(profile))
        if colours.profile.xcolor_space.strip() != "RGB":
            return picture
        changed = ImageCms.profileToProfile(picture, colours, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture
