"""Slowing down whoever tries many passwords from one address, without keeping the address.

Addresses are keyed hashes under a salt that lives in memory for a day. A school's shared address is slowed for
seconds, never shut out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading

from django.conf import settings
from django.http import HttpRequest

from duecare.core import clock

_DAY = 24 * 3600.0


class Slowdown:
    """A bucket for each address: ``burst`` attempts at once, then one every ``every`` seconds."""

    def __init__(self, burst: int, every: float, most: int = 20_000) -> None:
        self.burst, self.every, self.most = burst, every, most
        self._lock = threading.Lock()
        self._buckets: dict[bytes, tuple[float, float]] = {}
        self._salt, self._salted_at = secrets.token_bytes(32), clock.monotonic()

    def wait(self, address: str) -> float:
        """Take one attempt. :returns: 0 when it may go on, else the seconds until the next may."""
        now = clock.monotonic()
        with self._lock:
            if now - self._salted_at > _DAY:
                self._salt, self._salted_at = secrets.token_bytes(32), now
                self._buckets.clear()
            key = hmac.new(self._salt, address.encode(), hashlib.sha256).digest()[:12]
            left, seen = self._buckets.pop(key, (float(self.burst), now))
            left = min(float(self.burst), left + (now - seen) / self.every)
            waiting = 0.0 if left >= 1 else (1 - left) * self.every
            self._buckets[key] = (left - 1 if waiting == 0 else left, now)
            if len(self._buckets) > self.most:
                self._buckets.pop(next(iter(self._buckets)))
        return waiting

    def forget(self) -> None:
        """Start afresh."""
        with self._lock:
            self._buckets.clear()


#: Attempts to sign in, show a second factor or use an enrolment code, in this process.
attempts = Slowdown(burst=30, every=2.0)


def address_of(request: HttpRequest) -> str:
    """Where the request came from, past as many proxies as the deployment says are its own. Never stored."""
    proxies = int(settings.DUECARE["DUECARE_PROXIES"])
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
