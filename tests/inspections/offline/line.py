"""What comes between a phone and the server: it can be cut at any step, be slow, or have a proxy that answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass
class Line:
    """Every request of a test passes through it.

    :param log: the paths that were asked for, in order, each with what came of it: a status or ``cut``.
    """

    log: list[tuple[str, int | str]] = field(default_factory=list)
    cuts: dict[str, str] = field(default_factory=dict)
    says: list[tuple[str, int, dict[str, Any] | None]] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)
    asked: threading.Event = field(default_factory=threading.Event)

    def cut(self, path: str, when: str) -> None:
        """Lose every request for that path, ``before`` the server has it or ``after``, until it is mended."""
        self.cuts[path] = when

    def hold(self, path: str) -> None:
        """Let requests for that path wait until they are let go; ``asked`` is set when the first one waits."""
        self.held[path] = threading.Event()

    def mend(self) -> None:
        """Let everything through again."""
        self.cuts.clear()
        for event in self.held.values():
            event.set()
        self.held.clear()

    def say(self, path: str, status: int, body: dict[str, Any] | None = None) -> None:
        """Answer the next request for that path with this instead of the server."""
        self.says.append((path, status, body))

    def took(self, path: str) -> list[int | str]:
        """What came of every request for that path."""
        return [status for asked, status in self.log if asked.endswith(path)]

    def pass_on(self, request: HttpRequest, answer: Answer) -> HttpResponseBase:
        """Let a request through, or not."""
        for path, event in [one for one in self.held.items() if request.path.endswith(one[0])]:
            self.log.append((path, "held"))
            self.asked.set()
            event.wait(30)
        for said in [one for one in self.says if request.path.endswith(one[0])][:1]:
            self.says.remove(said)
            return self._instead(request, *said[1:])
        when = next((when for path, when in self.cuts.items() if request.path.endswith(path)), "")
        if when == "before":
            return self._hang_up(request)
        response = answer(request)
        if when == "after":
            return self._hang_up(request)
        self.log.append((request.path, response.status_code))
        return response

    def _instead(self, request: HttpRequest, status: int, body: dict[str, Any] | None) -> HttpResponse:
        self.log.append((request.path, status))
        assert request.body is not None  # read to its end, as a server does
        text = "" if body is None else json.dumps(body)
        return HttpResponse(text, status=status, content_type="application/json")

    def _hang_up(self, request: HttpRequest) -> HttpResponse:
        self.log.append((request.path, "cut"))
        stream: Any = request.META["wsgi.input"]
        stream._read.__self__.raw._sock.shutdown(socket.SHUT_RDWR)
        return HttpResponse()
