"""Families and expansions, against definitions written out."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernels.expand import expand
from antiphon.kernels.families import Neighbours, families
from antiphon.kernels.wordings import Wordings

worlds = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 30)), min_size=1, max_size=25
)


def build(rows: list[tuple[int, int, int]]):
    """Posts of (wording, account, minutes later); every two wordings next to each other share."""
    wording = np.array([w for w, _, _ in rows], np.int64)
    accounts = np.array([a for _, a, _ in rows], np.int64)
    times = np.cumsum([t for _, _, t in rows]).astype(np.int64)
    order = np.argsort(wording, kind="stable")
    carried = np.searchsorted(wording[order], np.arange(5))
    said = Wordings(wording, order.astype(np.int64), carried.astype(np.int64))
    pairs = [(w, o) for w in range(4) for o in range(4) if abs(w - o) <= 1]
    this = np.array([w for w, _ in pairs])
    near = Neighbours(
        np.searchsorted(this, np.arange(5)).astype(np.int64),
        np.array([o for _, o in pairs], np.int64),
        *(np.full(len(pairs), value, np.int64) for value in (0, 10, 0, 10, 10)),
        np.zeros(len(pairs), np.bool_),
    )
    return said, near, times, accounts, wording


@given(worlds, st.integers(1, 60))
@settings(max_examples=200)
def test_every_member_shares_words_with_the_first_post_in_time(rows, window):
    said, near, times, accounts, wording = build(rows)
    found = families(said, near, times, accounts, window)
    for family in set(found.family.tolist()):
        posts = found.post[found.family == family]
        first = posts.min()
        assert len(set(posts.tolist())) == len(posts) >= 2
        assert len(set(accounts[posts].tolist())) >= 2
        assert (np.abs(wording[posts] - wording[first]) <= 1).all()
        assert (times[posts] - times[first] <= window).all()


@given(worlds, st.integers(1, 60))
@settings(max_examples=200)
def test_every_post_with_an_earlier_relative_is_in_a_family(rows, window):
    said, near, times, accounts, wording = build(rows)
    found = set(families(said, near, times, accounts, window).post.tolist())
    for post in range(len(rows)):
        relatives = [
            q
            for q in range(post)
            if accounts[q] != accounts[post]
            and abs(wording[q] - wording[post]) <= 1
            and times[post] - times[q] <= window
        ]
        assert not relatives or post in found


@given(worlds, st.integers(1, 60), st.integers(1, 3))
@settings(max_examples=200)
def test_expansion_lists_the_nearest_earlier_posts_of_each_bloc(rows, window, nearest):
    said, near, times, accounts, _ = build(rows)
    blocs = accounts % 2
    earlier, post, row = expand(
        said.of_post, said.posts, said.offsets, near.offsets, near.other, times, accounts, blocs,
        2, window, nearest,
    )  # fmt: skip
    found = sorted(zip(post.tolist(), row.tolist(), earlier.tolist(), strict=True))
    expected = []
    for p in range(len(rows)):
        w = said.of_post[p]
        for k in range(near.offsets[w], near.offsets[w + 1]):
            for bloc in (0, 1):
                candidates = [
                    q
                    for q in range(p)
                    if said.of_post[q] == near.other[k]
                    and blocs[q] == bloc
                    and accounts[q] != accounts[p]
                    and times[p] - times[q] <= window
                ]
                expected += [(p, k, q) for q in candidates[-nearest:]]
    assert found == sorted(expected)
