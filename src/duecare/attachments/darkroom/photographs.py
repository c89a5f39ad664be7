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
from PIL import Image, ImageCms, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin
from PIL.JpegImagePlugin import JpegImageFile

from duecare.attachments.darkroom.kinds import HEIC, WEBP, webp_size
from duecare.attachments.darkroom.refused import Refused
from duecare.attachments.rules import limits

#: Quality of what is kept and of thumbnails; 85 keeps the reading of a meter legible.
QUALITY, SMALL_QUALITY = 85, 75
#: About as many rows of the original are worked on at once.
_BAND = 256
#: Bytes that a progressive JPEG may take while it is read.
_MOST_COEFFICIENTS = 192 * limits.MEGABYTE
#: What is left to the fine step is at least this, by which its softening goes unseen.
_FINELY = 1.5
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
#: The picture made smaller, the size that it was decoded at, its colour profile, how to turn it upright.
Decoded = tuple[Image.Image, tuple[int, int], bytes | None, Image.Transpose | None]

#: Loaded here once, and not when they are first needed, which would be in each fork.
_READERS = (MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)

Image.MAX_IMAGE_PIXELS = limits.MOST_PIXELS
pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
pi_heif.options.DECODE_THREADS = 1


def develop(source: Path, kind: str, target: Path, small: Path) -> tuple[int, int]:
    """Write the copy and its thumbnail, both JPEG in sRGB. :returns: width and height of the copy.

    :raises Refused: it has too many pixels. What can't be decoded raises whatever the decoder raises.
    """
    # What was decoded is gone when the fine work begins: the two need not stand in memory at once.
    coarse, size, profile, turn = _heic(source) if kind == HEIC else _other(source, kind)
    picture = _in_srgb(_fine(coarse, size), profile)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info = {}
    picture.save(target, "JPEG", quality=QUALITY)
    size = picture.size
    picture.thumbnail((limits.THUMBNAIL_SIDE, limits.THUMBNAIL_SIDE), reducing_gap=_FINELY)
    picture.save(small, "JPEG", quality=SMALL_QUALITY)
    return size


def _other(source: Path, kind: str) -> Decoded:
    if kind == WEBP:
        _require_few(webp_size(source), limits.MOST_WEBP_PIXELS, "too-many-webp")
    try:
        opened = Image.open(source, formats=(kind,))
    except Image.DecompressionBombError:
        raise Refused("too-many-pixels") from None
    with opened as image:
        _require_few(image.size)
        profile, turn = image.info.get("icc_profile"), _UPRIGHT.get(_orientation(image))
        if isinstance(image, JpegImageFile):
            _require_modest(image)
            # The decoder itself leaves out what would be thrown away: up to seven eighths of each side.
            image.draft(None, _fitted(image.size))
        coarse = _flat(image) if _smaller_by(image.size) == 1 else _coarse(_bands(image), image.size)
        return coarse, image.size, profile, turn


def _heic(source: Path) -> Decoded:
    """Turned upright by its decoder already."""
    heif = pi_heif.open_heif(source, convert_hdr_to_8bit=True)
    _require_few(heif.size)
    return _coarse(_heif_bands(heif), heif.size), heif.size, heif.info.get("icc_profile"), None


def _require_modest(image: JpegImageFile) -> None:
    """A progressive JPEG is decoded only when all of it was read: two bytes for each sample until then."""
    if image.info.get("progressive"):
        tallest, widest = (max(layer[n] for layer in image.layer) for n in (2, 1))
        samples = sum(layer[1] * layer[2] for layer in image.layer) / (tallest * widest)
        if 2 * samples * image.width * image.height > _MOST_COEFFICIENTS:
            raise Refused("too-hard")


def _require_few(
    size: tuple[int, int], most: int = limits.MOST_PIXELS, otherwise: str = "too-many-pixels"
) -> None:
    if size[0] * size[1] > most:
        raise Refused(otherwise)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return 1  # what the camera wrote is broken; the pixels may be whole


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """The size at which the longest side is what is kept; never larger than it is."""
    scale = min(1.0, limits.LONGEST_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _smaller_by(size: tuple[int, int]) -> int:
    """By how much the coarse step makes it smaller: a whole number that leaves something for the fine one."""
    return max(1, int(max(size) / limits.LONGEST_SIDE / _FINELY))


def _spans(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """First and last row of each band; the coarse step makes whole rows of each but the last."""
    by = _smaller_by(size)
    rows = by * max(1, _BAND // by)
    return ((top, min(top + rows, size[1])) for top in range(0, size[1], rows))


def _bands(image: Image.Image) -> Iterator[Image.Image]:
    image.load()
    for top, bottom in _spans(image.size):
        yield _flat(image.crop((0, top, image.width, bottom)))


def _heif_bands(heif: pi_heif.HeifFile) -> Iterator[Image.Image]:
    """Straight from the decoder's buffer: as an image the whole would stand in memory twice."""
    rows, stride = memoryview(heif.data), heif.stride
    for top, bottom in _spans(heif.size):
        part, size = rows[top * stride : bottom * stride], (heif.size[0], bottom - top)
        yield _flat(Image.frombytes(heif.mode, size, part, "raw", heif.mode, stride))


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


def _coarse(bands: Iterator[Image.Image], size: tuple[int, int]) -> Image.Image:
    """Put the bands together, each made smaller, and still larger than what is kept."""
    by, top = _smaller_by(size), 0
    whole = Image.new("RGB", (-(-size[0] // by), -(-size[1] // by)))
    for band in bands:
        part = band.reduce(by)
        whole.paste(part, (0, top))
        top += part.height
    return whole


def _fine(coarse: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Make it the size that is kept."""
    fitted = _fitted(size)
    return coarse if coarse.size == fitted else coarse.resize(fitted, Image.Resampling.LANCZOS)


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
