from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.apps.audit import merkle

leaves_of = st.lists(st.binary(max_size=20).map(merkle.leaf_hash), max_size=40)

# RFC 6962 reference inputs of the certificate-transparency test suite.
INPUTS = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", sorted(ROOTS))
def test_the_published_tree_heads_are_reproduced(size: int) -> None:
    leaves = [merkle.leaf_hash(data) for data in INPUTS[:size]]
    assert merkle.root_hash(leaves).hex() == ROOTS[size]


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert merkle.root_hash([]) == sha256(b"").digest() == merkle.Frontier().root()


@given(leaves_of)
def test_the_frontier_agrees_with_the_definition(leaves: list[bytes]) -> None:
    frontier = merkle.Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    again = merkle.Frontier.from_bytes(frontier.size, frontier.to_bytes())
    assert frontier.root() == again.root() == merkle.root_hash(leaves)


@given(leaves_of.filter(bool), st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_only(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(index, leaves), merkle.root_hash(leaves)
    assert merkle.is_included(leaves[index], index, len(leaves), proof, root)
    assert not merkle.is_included(
        merkle.leaf_hash(b"forged entry, too long"), index, len(leaves), proof, root
    )
    assert not merkle.is_included(leaves[index], len(leaves), len(leaves), proof, root)


def test_the_canonical_form_ignores_the_order_of_keys_and_keeps_accents() -> None:
    assert (
        merkle.canonical({"b": 1, "a": "é"})
        == merkle.canonical({"a": "é", "b": 1})
        == '{"a":"é","b":1}'.encode()
    )
