"""What something is by its first bytes. Its name and what the sender calls it are never asked."""

from __future__ import annotations

from pathlib import Path

JPEG, PNG, WEBP, HEIC, PDF = "JPEG", "PNG", "WEBP", "HEIC", "PDF"

#: Brands of ISO/IEC 23008-12 files whose pictures are HEVC; ``mif1`` says nothing of the coding.
_HEVC = {b"heic", b"heix", b"heim", b"heis"}
_ENOUGH = 512


def kind_of(source: Path) -> str | None:
    """One of the five kinds, or None for everything else."""
    with source.open("rb") as file:
        head = file.read(_ENOUGH)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return PDF
    return HEIC if head[4:8] == b"ftyp" and _brands(head) & _HEVC else None


def _brands(head: bytes) -> set[bytes]:
    """The main brand and the compatible ones of a file type box."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[at : at + 4] for at in (8, *range(16, end - 3, 4))}


def webp_size(source: Path) -> tuple[int, int]:
    """Width and height of a WebP by its header: its decoder takes the memory before it tells the size.

    Source: RFC 9649 (VP8X, VP8L) and RFC 6386, 9.1 (VP8). (0, 0) for what is none of them.
    """
    with source.open("rb") as file:
        head = file.read(30)
    chunk, body = head[12:16], head[20:]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if chunk == b"VP8L" and body[:1] == b"\x2f":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return 0, 0
