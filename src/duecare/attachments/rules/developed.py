"""What came out of the darkroom."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that was read and made anew, and lies in memory alone, to be sealed.

    :param kind: photograph or paper; ``content`` the JPEG or PDF; ``small`` its thumbnail, of a photograph.
    :param width: in pixels, of a photograph; ``pages``: of a paper.
    """

    kind: str
    content: bytes = field(repr=False)
    small: bytes = field(repr=False, default=b"")
    width: int | None = None
    height: int | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Developed:
    """Something that was read, made anew and lies on disk, durable, and is attached to nothing yet.

    :param file: its random name in the store; ``kind``: photograph or paper; ``bytes``: of what is kept.
    :param original: SHA-256 in hex of what came; ``digest``: of what is kept.
    :param width: in pixels, of a photograph; ``pages``: of a paper.
    """

    file: str
    kind: str
    original: str
    digest: str
    bytes: int
    width: int | None = None
    height: int | None = None
    pages: int | None = None
