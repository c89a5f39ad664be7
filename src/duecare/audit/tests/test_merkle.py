"""The tree of RFC 6962, against its own definition and against Certificate Transparency's known vectors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.audit.rules import merkle
from duecare.audit.rules.merkle import Frontier, consistency, consistent, includes, inclusion
from duecare.audit.rules.tiles import Tiles

# The leaves and roots that the reference implementation of Certificate Transparency is tested with.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

hashes = st.binary(max_size=8).map(merkle.leaf_hash)


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, over hashed leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    left, right = by_definition(leaves[:k]), by_definition(leaves[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def path_by_definition(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = merkle.split(len(leaves))
    if m < k:
        return [*path_by_definition(m, leaves[:k]), by_definition(leaves[k:])]
    return [*path_by_definition(m - k, leaves[k:]), by_definition(leaves[:k])]


def proof_by_definition(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if whole else [by_definition(leaves)]
    k = merkle.split(len(leaves))
    if m <= k:
        return [*proof_by_definition(m, leaves[:k], whole), by_definition(leaves[k:])]
    return [*proof_by_definition(m - k, leaves[k:], False), by_definition(leaves[:k])]


def grown(leaves: list[bytes]) -> Tiles:
    tiles = Tiles(0, lambda _level, _number: b"")
    tiles.extend(leaves)
    return tiles


def many(count: int) -> list[bytes]:
    return [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def test_known_roots_of_certificate_transparency():
    frontier = Frontier()
    for data, root in zip(CT_LEAVES, CT_ROOTS, strict=True):
        frontier.append(merkle.leaf_hash(data))
        assert frontier.root().hex() == root


def test_known_paths_of_certificate_transparency():
    leaves = [merkle.leaf_hash(data) for data in CT_LEAVES]
    node = grown(leaves).node
    assert inclusion(node, 0, 1) == []
    assert [step.hex() for step in inclusion(node, 0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [step.hex() for step in consistency(node, 6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.lists(hashes, max_size=80))
def test_roots_are_those_of_the_definition(leaves):
    frontier = Frontier()
    frontier.extend(leaves)
    assert frontier.root() == by_definition(leaves) == merkle.over(grown(leaves).node, 0, len(leaves))


@given(st.lists(hashes, min_size=1, max_size=60), st.data())
def test_paths_are_those_of_the_definition_and_prove_their_leaf_alone(leaves, data):
    leaf = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion(grown(leaves).node, leaf, len(leaves))
    root = by_definition(leaves)
    assert path == path_by_definition(leaf, leaves)
    assert includes(leaves[leaf], leaf, len(leaves), path, root)
    assert not includes(bytes(32), leaf, len(leaves), path, root)
    assert not includes(leaves[leaf], leaf, len(leaves), path, bytes(32))
    assert not includes(leaves[leaf], leaf, len(leaves), [*path, bytes(32)], root)
    if path:
        assert not includes(leaves[leaf], leaf, len(leaves), path[:-1], root)


@given(st.lists(hashes, min_size=1, max_size=60, unique=True), st.data())
def test_consistency_is_that_of_the_definition_and_refuses_another_past(leaves, data):
    old = data.draw(st.integers(1, len(leaves)))
    proof = consistency(grown(leaves).node, old, len(leaves))
    before, now = by_definition(leaves[:old]), by_definition(leaves)
    assert proof == proof_by_definition(old, leaves)
    assert consistent(old, len(leaves), before, now, proof)
    assert not consistent(old, len(leaves), bytes(32), now, proof)
    assert not consistent(old, len(leaves), before, bytes(32), proof)
    if proof:
        assert not consistent(old, len(leaves), before, now, proof[:-1])
        assert not consistent(old, len(leaves), before, now, [*proof, bytes(32)])


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 1000, 65_536 + 300])
def test_tiles_carry_trees_wider_than_one(size):
    leaves = many(size)
    tiles = grown(leaves)
    frontier = Frontier()
    frontier.extend(leaves)
    assert merkle.over(tiles.node, 0, size) == frontier.root()
    for leaf in (0, 1, size // 2, size - 1):
        path = inclusion(tiles.node, leaf, size)
        assert includes(leaves[leaf], leaf, size, path, frontier.root())
    half = Frontier()
    half.extend(leaves[: size // 2])
    proof = consistency(tiles.node, size // 2, size)
    assert consistent(size // 2, size, half.root(), frontier.root(), proof)


@given(st.integers(0, 600), st.lists(st.integers(1, 300), max_size=4))
def test_tiles_grow_the_same_in_any_steps(first, steps):
    kept: dict[tuple[int, int], bytes] = {}
    size = 0

    def fetch(level: int, number: int) -> bytes:
        return kept.get((level, number), b"")

    for step in [first, *steps]:
        tiles = Tiles(size, fetch)
        tiles.extend(many(size + step)[size:])
        kept |= {place: bytes(tiles.tile(*place)) for place in tiles.touched}
        size = tiles.size
    whole = grown(many(size))
    assert kept == {place: bytes(whole.tile(*place)) for place in whole.touched}


def test_there_is_no_proof_of_what_is_not_there():
    node = grown(many(3)).node
    with pytest.raises(ValueError, match="no leaf"):
        inclusion(node, 3, 3)
    with pytest.raises(ValueError, match="grew out"):
        consistency(node, 0, 3)
    with pytest.raises(LookupError):
        inclusion(node, 0, 4)
    assert not includes(bytes(32), 5, 3, [], bytes(32))
    assert not consistent(0, 3, merkle.EMPTY, bytes(32), [])
