"""Files that are always whole: whoever reads one finds the last text or the one before, never a half."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class Kept:
    """A file that is replaced as a whole. What is no plain file, such as a pipe, is written to."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()  # what a link points at is replaced, not the link
        self.beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")

    def try_out(self) -> None:
        """Make sure that it can be written, changing nothing.

        :raises OSError: it cannot.
        """
        if self.path.exists():
            with self.path.open("r+b" if self.path.is_file() else "wb"):
                pass
        if not self._plain:
            return
        try:
            self.beside.touch()
        finally:
            self.beside.unlink(missing_ok=True)

    def replace(self, text: str) -> None:
        """Put a text, in UTF-8, in the place of what was there.

        :raises OSError: it cannot be written; what was there stays.
        """
        if not self._plain:
            self.path.write_text(text, "utf-8")
            return
        try:
            with self.beside.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self.beside.replace(self.path)
        except OSError:
            with suppress(OSError):
                self.beside.unlink(missing_ok=True)
            raise

    @property
    def _plain(self) -> bool:
        return self.path.is_file() or not self.path.exists()
