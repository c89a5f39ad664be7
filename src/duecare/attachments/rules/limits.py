"""What is taken and what is kept, in numbers."""

from __future__ import annotations

PHOTOGRAPH, PAPER = "photograph", "paper"
KINDS = (PHOTOGRAPH, PAPER)

MEGABYTE = 1024 * 1024
#: Bytes of one thing as it is sent, and of a paper as it is kept.
MOST_BYTES = 20 * MEGABYTE
#: Bytes of everything in one request that are written to disk, and of a request that is read to its end.
MOST_AT_ONCE, MOST_READ = 100 * MEGABYTE, 250 * MEGABYTE
#: Bytes of everything in one request that is held in memory, since it is to be sealed.
MOST_VEILED = 30 * MEGABYTE
#: Pixels of a photograph as it is sent. WebP is decoded whole and several times over; no camera writes it.
MOST_PIXELS, MOST_WEBP_PIXELS = 50_000_000, 12_500_000
#: Longest side in pixels of what is kept, and of its thumbnail.
LONGEST_SIDE, THUMBNAIL_SIDE = 2048, 320
MOST_PAGES = 500
CAPTION_LENGTH = 200

#: Bytes of memory and seconds that reading one thing may take.
MOST_MEMORY = 448 * MEGABYTE
MOST_SECONDS = 20
#: Seconds that a thing waits for those before it.
MOST_WAIT = 30
