"""Answers of the standard, as XML or JSON, and its form of errors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

#: The names of the elements in a list, by the list's name.
_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
}
_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


class Refused(Exception):  # noqa: N818 - named as the standard's answer
    """A refusal, in the standard's form.

    :param status: 400, 403, 404, 413 or 429.
    :param retry_after: seconds to wait, with 429.
    """

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(status, description)
        self.status, self.description, self.retry_after = status, description, retry_after


def answered(form: str, name: str, value: Any, status: int = 200) -> HttpResponse:
    """A value under its root element; JSON has no root, as the standard says.

    :param form: ``xml`` or ``json``.
    """
    if form == "json":
        content = json.dumps(value, ensure_ascii=False)
    else:
        content = ET.tostring(_element(name, value), encoding="unicode", short_empty_elements=True)
        content = f'<?xml version="1.0" encoding="utf-8"?>\n{content}'
    return HttpResponse(content, content_type=_TYPES[form], status=status)


def refusal(form: str, refused: Refused) -> HttpResponse:
    """The standard's error: a list with code and description."""
    value = [{"code": str(refused.status), "description": refused.description}]
    response = answered(form, "errors", value, refused.status)
    if refused.retry_after:
        response["Retry-After"] = str(refused.retry_after)
    return response


def _element(name: str, value: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, one) for key, one in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        element.extend(_element(_ITEMS[name], one) for one in value)
    elif value is not None:
        element.text = str(value)
    return element
