"""The two ciphers: HPKE for keys, AES-256-GCM for values. Nothing else in the vault touches cryptography.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM, base mode: whoever has a public key can wrap, only the private
one unwraps, and ``info`` binds what is wrapped to its place.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from duecare.vault.rules.refusals import refusal

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
#: A wrapped key: the ephemeral public key, the key, the tag.
WRAPPED_BYTES = 32 + KEY_BYTES + TAG_BYTES
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_key() -> bytes:
    """32 random bytes: a private key of X25519, or a key of AES-256."""
    return os.urandom(KEY_BYTES)


def public_of(private: bytes) -> bytes:
    """The public key of a private one, 32 bytes each."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def wrap(key: bytes, public: bytes, info: bytes) -> bytes:
    """A key of 32 bytes that only the holder of the private key gets back: :data:`WRAPPED_BYTES`."""
    return _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=info)


def unwrap(wrapped: bytes, private: bytes, info: bytes) -> bytes:
    """The key that was wrapped. :raises Conflict: it was wrapped for another key or place, or changed."""
    try:
        return _SUITE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), info=info)
    except (InvalidTag, ValueError) as error:
        raise refusal("not-genuine") from error


def match(private: bytes, public: bytes) -> bool:
    """Whether the two belong together, shown by wrapping and unwrapping and not by arithmetic alone."""
    if public_of(private) != public:
        return False
    key = new_key()
    return unwrap(wrap(key, public, b"match"), private, b"match") == key


def encrypt(plain: bytes, key: bytes, bond: bytes) -> bytes:
    """Nonce, cipher text and tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bond)


def decrypt(sealed: bytes, key: bytes, bond: bytes) -> bytes:
    """The plain text. :raises Conflict: it was sealed elsewhere, or changed."""
    return decrypt_with(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], key, bond)


def encrypt_with(nonce: bytes, plain: bytes, key: bytes, bond: bytes) -> bytes:
    """Cipher text and tag under a nonce that the caller uses once for this key."""
    return AESGCM(key).encrypt(nonce, plain, bond)


def decrypt_with(nonce: bytes, sealed: bytes, key: bytes, bond: bytes) -> bytes:
    """The plain text. :raises Conflict: it was sealed elsewhere, or changed."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, bond)
    except (InvalidTag, ValueError) as error:
        raise refusal("not-genuine") from error
