"""Files that are always whole: whoever reads one finds the last text or the one before, never a half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
            with self.path.open("r+b" if self._plain else "wb"):
                pass
        if self._plain:
            with self._beside():
                self.beside.touch()
            self.beside.unlink()

    def replace(self, text: str) -> None:
        """Put a text, in UTF-8, in the place of what was there.

        :raises OSError: it cannot be written; what was there stays.
        """
        if not self._plain:
            self.path.write_text(text, "utf-8")
            return
        with self._beside():
            with self.beside.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self.beside.replace(self.path)

    @contextmanager
    def _beside(self) -> Iterator[None]:
        """Work on a file beside it; what goes wrong is said of the file itself, and leaves nothing."""
        try:
            yield
        except OSError as error:
            with suppress(OSError):
                self.beside.unlink()
            raise OSError(error.errno, error.strerror, str(self.path)) from error

    @property
    def _plain(self) -> bool:
        return self.path.is_file() or not self.path.exists()
