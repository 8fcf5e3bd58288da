"""Reruns in which there is nothing to be found: who is in which bloc is drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.schema import Blocs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TRIES = 50
"""Exchanges that are drawn; the one that leaves each bloc nearest its number of posts is taken."""


class Member(NamedTuple):
    """An account with posts."""

    account_id: str
    bloc: str
    kind: str
    posts: int


def shuffled(
    members: Sequence[Member], compare: Sequence[str], rng: np.random.Generator
) -> dict[str, str]:
    """Another bloc for each account of the compared ones: places are exchanged within each kind.

    Each bloc keeps its number of accounts of each kind. Of several draws the one is taken after
    which the blocs have most nearly as many posts as before.
    """
    mine = [m for m in members if m.bloc in compare]
    number = {bloc: k for k, bloc in enumerate(compare)}
    bloc = np.array([number[m.bloc] for m in mine], np.int64)
    posts = np.array([m.posts for m in mine], np.float64)
    kinds = [
        np.flatnonzero([m.kind == kind for m in mine]) for kind in sorted({m.kind for m in mine})
    ]
    before = np.log(np.bincount(bloc, posts, len(compare)) + 1)
    best, least = bloc, np.inf
    for _ in range(TRIES):
        drawn = bloc.copy()
        for rows in kinds:
            drawn[rows] = bloc[rows[rng.permutation(len(rows))]]
        off = float(np.abs(np.log(np.bincount(drawn, posts, len(compare)) + 1) - before).sum())
        if off < least:
            best, least = drawn, off
    return {m.account_id: compare[k] for m, k in zip(mine, best.tolist(), strict=True)}


def halves(
    members: Sequence[Member], bloc: str, names: tuple[str, str], rng: np.random.Generator
) -> dict[str, str]:
    """A bloc cut in two: of two accounts next in kind and posts, one at random to each half."""
    mine = sorted((m for m in members if m.bloc == bloc), key=lambda m: (m.kind, -m.posts, m[0]))
    found: dict[str, str] = {}
    for k in range(0, len(mine), 2):
        first = int(rng.integers(2))
        for place, member in enumerate(mine[k : k + 2]):
            found[member.account_id] = names[(first + place) % 2]
    return found


class Cast(NamedTuple):
    """A rerun between outsiders: which blocs are compared, and which is cut in two, if any."""

    blocs: Blocs
    cut: str = ""


def casts(blocs: Blocs, accounts: Mapping[str, int], many: int) -> list[Cast]:
    """So many reruns with a reference bloc in the place of a compared one, or cut in two.

    At most half are of the first kind, each once. There are none without reference blocs.

    Args:
        blocs: the study's.
        accounts: how many each bloc has.
        many: how many are wanted.
    """
    placed = [
        Cast(Blocs((x, r), tuple(b for b in blocs.all if b not in {x, r})))
        for r in blocs.reference
        for x in blocs.compare
    ]
    wide = [r for r in blocs.reference if accounts.get(r, 0) >= 4]
    found = placed[: many if not wide else (many + 1) // 2]
    for k in range(many - len(found) if wide else 0):
        r = wide[k % len(wide)]
        others = tuple(b for b in blocs.all if b != r)
        found.append(Cast(Blocs(half_names(r, blocs), others), r))
    return found


def half_names(bloc: str, blocs: Blocs) -> tuple[str, str]:
    """Names for the halves of a bloc that no bloc has.

    >>> half_names("wire", Blocs(("a", "b"), ("wire",)))
    ('wire 1', 'wire 2')
    """
    name = bloc
    while f"{name} 1" in blocs.all or f"{name} 2" in blocs.all:
        name += " half"
    return f"{name} 1", f"{name} 2"
