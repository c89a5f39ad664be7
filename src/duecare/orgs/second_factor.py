"""The second factor: TOTP and passkeys, kept by django-allauth."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's adapter."""
