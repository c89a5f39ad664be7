"""The key that signs heads: Ed25519 (RFC 8032), kept in the home folder's ``keys/audit.key``."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from duecare.audit import keyfiles
from duecare.audit.rules import Head


def private_key() -> Ed25519PrivateKey:
    """The deployment's key.

    :raises duecare.audit.keyfiles.KeyMissing: when there is none.
    """
    return Ed25519PrivateKey.from_private_bytes(keyfiles.audit_key(settings.HOME))


def name_of(public: Ed25519PublicKey) -> str:
    """The name of a key in heads: the first 8 bytes of SHA-256 of the public key, in hexadecimal."""
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def sign(head: Head) -> Head:
    """The head under the deployment's key."""
    key = private_key()
    named = replace(head, key=name_of(key.public_key()))
    return replace(named, signature=key.sign(named.signed()))


def signed_here(head: Head) -> bool:
    """Whether the head names the key that this deployment has."""
    return head.key == name_of(private_key().public_key())


def genuine(head: Head) -> bool:
    """Whether the signature is the deployment's own."""
    try:
        private_key().public_key().verify(head.signature, head.signed())
    except InvalidSignature:
        return False
    return True
