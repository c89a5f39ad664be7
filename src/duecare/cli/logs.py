"""Log lines as JSON on standard error: what happened, never to whom. No address, agent or content is written."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

from duecare.web.openly import is_open


class JsonLines(logging.Formatter):
    """One JSON object a line: ``at`` (UTC; of pages for everybody the day alone), ``level``, ``from``, ``message`` and,
    of an error, where it stands.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an exception only its type and the code lines are kept: values may be personal."""
        line: dict[str, object] = {
            "at": _when(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _about_request(record) or record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [
                f"{f.filename.rsplit('site-packages/')[-1]}:{f.lineno} {f.name}" for f in frames[-12:]
            ]
        return json.dumps(line, ensure_ascii=False)


def only_errors_of_open_pages(record: logging.LogRecord) -> bool:
    """Whether a line is written: of a page for people without an account only errors are.

    Whatever keeps the lines puts a time of its own to each, and nobody is to be found by when they wrote.
    """
    return record.levelno >= logging.ERROR or not _on_open_page(record)


def _when(record: logging.LogRecord) -> str:
    """The moment; of a page for people without an account the day alone."""
    at = datetime.fromtimestamp(record.created, UTC)
    return at.date().isoformat() if _on_open_page(record) else at.isoformat(timespec="milliseconds")


def _on_open_page(record: logging.LogRecord) -> bool:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match is not None and is_open(match.func)


def _about_request(record: logging.LogRecord) -> str:
    """Status, method and the pattern of the address: what stands in an address may be a secret or a person's id."""
    request = getattr(record, "request", None)
    if request is None:
        return ""
    match = getattr(request, "resolver_match", None)
    page = f"/{match.route}" if match else "no such page"
    return f"{getattr(record, 'status_code', '')} {getattr(request, 'method', '')} {page}".strip()


def configure(level: str) -> None:
    """Send every logger's lines from ``level`` up to standard error."""
    logging.raiseExceptions = False  # a line that can't be written is lost, not printed raw
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    handler.addFilter(only_errors_of_open_pages)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # These two print addresses or user names with every line.
    for name in ("axes", "django.server"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
