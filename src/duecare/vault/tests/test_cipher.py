"""The ciphers: what was wrapped for one is nobody else's, and nothing can be changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core.errors import Conflict
from duecare.vault import cipher

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, st.binary(max_size=40), st.binary(max_size=40))
def test_a_wrapped_key_is_unwrapped_at_its_place_alone(key, info, elsewhere):
    private = cipher.new_key()
    wrapped = cipher.wrap(key, cipher.public_of(private), info)
    assert len(wrapped) == cipher.WRAPPED_BYTES and cipher.unwrap(wrapped, private, info) == key
    with pytest.raises(Conflict):
        cipher.unwrap(wrapped, cipher.new_key(), info)
    if elsewhere != info:
        with pytest.raises(Conflict):
            cipher.unwrap(wrapped, private, elsewhere)


@given(KEYS, st.binary(max_size=300), st.binary(max_size=40), st.integers(0))
def test_no_bit_of_what_is_encrypted_can_be_changed(key, plain, bond, place):
    sealed = cipher.encrypt(plain, key, bond)
    assert cipher.decrypt(sealed, key, bond) == plain
    place %= len(sealed) * 8
    changed = bytearray(sealed)
    changed[place // 8] ^= 1 << place % 8
    with pytest.raises(Conflict):
        cipher.decrypt(bytes(changed), key, bond)
    with pytest.raises(Conflict):
        cipher.decrypt(sealed, key, bond + b".")


def test_keys_that_belong_together_match_and_others_do_not():
    one, other = cipher.new_key(), cipher.new_key()
    assert cipher.match(one, cipher.public_of(one)) and not cipher.match(one, cipher.public_of(other))
