"""Looking for planted words in everything that a deployment leaves on a disk, however they may be written there."""

from __future__ import annotations

import base64
import gzip
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


def written(word: str) -> set[bytes]:
    """A word as it might stand in a file: in clear, as JSON or Python, in an address, as hex or base64."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), word.encode("unicode_escape"), quote(word).encode()}
    found |= {plain.hex().encode(), plain.hex().upper().encode()}
    return found | {_in_base64(plain, start) for start in range(3)}


def _in_base64(plain: bytes, start: int) -> bytes:
    """What stands in base64 for certain when so many bytes come before, modulo three."""
    coded = base64.b64encode(b"\0" * start + plain)
    first = -(-start * 8 // 6)
    return coded[first : (start + len(plain)) * 8 // 6]


def planted_in(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Where which word stands, in any file below, in archives too."""
    wanted = {word: written(word) for word in words}
    return [
        f"{name}: {word}"
        for name, content in _contents(folder)
        for word, forms in wanted.items()
        if any(form in content for form in forms)
    ]


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield str(path), path.read_bytes()
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as archive:
                for member in archive.getmembers():
                    file = archive.extractfile(member) if member.isfile() else None
                    if file is not None:
                        yield f"{path}!{member.name}", file.read()
        elif path.suffix == ".gz":
            yield f"{path}!", gzip.decompress(path.read_bytes())
