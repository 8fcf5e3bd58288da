"""The table of what chance gives, beside what was found."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.measures.coaction.drawn import between
from antiphon.measures.coaction.significance import KEPT
from antiphon.schema import CHANCE, CHANCES, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.drawn import Drawn, Key
    from antiphon.measures.coaction.settings import Coaction
    from antiphon.measures.coaction.significance import Kind, Tested

    Row = dict[str, Any]

COSTLY = "too many posts at once to draw worlds"


def chance(
    acts: Acts, tests: Sequence[Tested], draws: Mapping[Key, Drawn], settings: Coaction
) -> pa.Table:
    """CHANCE: a row a kind, window, null, pair of blocs and number of objects.

    Pairs of blocs of which neither the data nor a draw has a pair of accounts are left out.
    """
    rows = [row for test in tests for row in kind_rows(acts, test, draws, settings)]
    order = ("", *CHANCES)
    rows.sort(
        key=lambda r: (
            *(r["window_seconds"], r["kind"], order.index(r["null"])),
            *(r["bloc_a"], r["bloc_b"], r["objects"]),
        )
    )
    return pa.Table.from_pylist(rows, schema=CHANCE.arrow)


def kind_rows(
    acts: Acts, test: Tested, draws: Mapping[Key, Drawn], settings: Coaction
) -> Iterator[Row]:
    """The rows of one kind within one window; none where no two accounts are a pair."""
    if not len(test.pairs):
        return
    names = [("", ""), *combinations_with_replacement(acts.blocs.tolist(), 2)]
    code = 1 + between(acts.bloc[test.a], acts.bloc[test.b], len(acts.blocs))
    blank = dict.fromkeys(CHANCE.names) | {
        "kind": OBJECTS[test.kind.part.kind],
        "window_seconds": test.window,
    }
    for null in CHANCES:
        found = draws[(test.kind.part.kind, test.window, null)]
        stands, family = test.standing(null, settings.level), candidates(test.kind, null)
        for n, (one, other) in enumerate(names):
            for k, step in enumerate(found.steps.tolist()):
                if not found.pairs[:, k, n].any():
                    continue
                some = (test.weight >= step) & ((code == n) | (n == 0))
                yield (
                    blank
                    | against(found, k, n)
                    | {
                        "null": null,
                        "bloc_a": one,
                        "bloc_b": other,
                        "objects": step,
                        "candidates": family[n],
                        "exact": test.kind.families[null][1],
                        "stands": int((stands & some).sum()),
                    }
                )
                if null == CHANCES[0] and found.pairs[0, k, n]:
                    yield blank | {
                        "null": "",
                        "bloc_a": one,
                        "bloc_b": other,
                        "objects": step,
                        "pairs": int(found.pairs[0, k, n]),
                        "largest": None if n else int(found.largest[0, k]),
                        "stands": int((test.stands & some).sum()),
                        "reason": "",
                    }


def against(found: Drawn, k: int, n: int) -> Row:
    """The data beside the draws, at a number of objects and for a pair of blocs."""
    seen, drawn = int(found.pairs[0, k, n]), found.pairs[1:, k, n]
    row: Row = {"pairs": seen, "draws": len(drawn), "reason": "" if len(drawn) else COSTLY}
    if not n:
        row["largest"] = int(found.largest[0, k])
    if len(drawn):
        row |= {
            "expected": float(drawn.mean()),
            "deviation": float(drawn.std()),
            "p_more": (1 + int((drawn >= seen).sum())) / (1 + len(drawn)),
            "p_fewer": (1 + int((drawn <= seen).sum())) / (1 + len(drawn)),
        }
        if not n:
            row["largest_expected"] = float(found.largest[1:, k].mean())
    return row


def candidates(kind: Kind, null: str) -> list[int | None]:
    """The family of a null by pair of blocs, all together first; None where it is not known."""
    whole, _ = kind.families[null]
    table = kind.shared if null in KEPT else kind.active
    if table is None:
        many = len(kind.active)
        return [whole] + [None] * (many * (many + 1) // 2)
    return [whole, *table[np.triu_indices(len(table))].tolist()]
