"""Photographs and papers as they go to a browser: to be looked at, kept nowhere, and taken for nothing else."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase


def sheet(content: bytes, *, photograph: bool, name: str) -> HttpResponse:
    """What was sealed, opened for whoever may see it: a JPEG that is shown or a PDF that is downloaded.

    :param name: without ending.
    """
    kind, ending = ("image/jpeg", "jpg") if photograph else ("application/pdf", "pdf")
    response = HttpResponse(content, content_type=kind)
    how = "inline" if photograph else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}.{ending}"'
    guard(response)
    return response


def guard(response: HttpResponseBase) -> None:
    """Tell the browser to keep it nowhere, to take it for nothing else than it is, and to run nothing in it."""
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
