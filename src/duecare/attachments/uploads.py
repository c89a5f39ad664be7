"""Uploads as they arrive: what is too large is thrown away while it comes, and never fills memory or disk."""

from __future__ import annotations

import tempfile
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from duecare.attachments import store
from duecare.attachments.rules import limits
from duecare.attachments.rules.refusals import refusal
from duecare.attachments.veiled import is_veiled


class RefusedUpload(UploadedFile):
    """Stands for a file that was not kept: it has a name and a size, and reading it says why.

    :param why: a code of :mod:`duecare.attachments.rules.refusals`.
    """

    def __init__(self, why: str, **about: Any) -> None:
        super().__init__(**about)
        self.why = why

    def read(self, num_bytes: int | None = None) -> bytes:
        """:raises BadInput: always."""
        raise refusal(self.why)


class Incoming(TemporaryUploadedFile):
    """A file that is arriving; in the deployment's own folder, where a sweep finds what a killed process leaves."""

    def __init__(self, **about: Any) -> None:
        file = tempfile.NamedTemporaryFile(dir=store.incoming())  # noqa: SIM115 - closed by Django
        UploadedFile.__init__(self, file=file, **about)


class Held(UploadedFile):
    """A file that is arriving at a page whose uploads touch no disk."""

    def __init__(self, **about: Any) -> None:
        super().__init__(file=BytesIO(), **about)


class Bounded(FileUploadHandler):
    """Writes uploads to disk up to the limits; a :class:`RefusedUpload` takes the place of what goes past them.

    For every page of the site (``FILE_UPLOAD_HANDLERS``). A request that is larger still is not read to its end.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._written = self._read = 0
        self._why = ""
        self._veiled = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one file."""
        super().new_file(*args, **kwargs)
        self._why = ""
        self._veiled = self.request is not None and is_veiled(self.request.path_info)
        made: type[Held | Incoming] = Held if self._veiled else Incoming
        try:
            self.file = made(name=self.file_name, content_type=self.content_type, size=0)
        except OSError:
            self._why = "no-room"

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, or throw it away."""
        self._read += len(raw_data)
        if self._read > limits.MOST_READ:
            raise StopUpload(connection_reset=True)
        if not self._why and start + len(raw_data) > limits.MOST_BYTES:
            self._refuse("too-big")
        most = limits.MOST_VEILED if self._veiled else limits.MOST_AT_ONCE
        if not self._why and self._written + len(raw_data) > most:
            self._refuse("too-much")
        if self._why:
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self._refuse("no-room")
        self._written += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """End the file."""
        about = {"name": self.file_name, "content_type": self.content_type, "size": file_size}
        if not self._why:
            try:
                self.file.seek(0)
                self.file.size = file_size
            except OSError:
                self._refuse("no-room")
        return RefusedUpload(self._why, **about) if self._why else self.file

    def _refuse(self, why: str) -> None:
        self._why = why
        self.file.close()
