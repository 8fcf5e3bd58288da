"""Rows of PREVALENCE_DIFFERENCES: one bloc's share less another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import newcombe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from antiphon.schema import Blocs

SAME = ("code", "target", "label", "kind", "period", "coder")
WEAKEST = ("uncalibrated", "human", "dsl", "ppi")


def differences(rows: Sequence[Mapping[str, Any]], blocs: Blocs) -> list[dict[str, Any]]:
    """A row for every two blocs that have a share of the same; blocs have no accounts in common.

    The interval is joined, as Newcombe's, from those ends of both shares that differences take.
    """
    found = []
    for one, other in pairs(rows, blocs):
        method = min(one["method"], other["method"], key=WEAKEST.index)
        known = method != "uncalibrated"
        estimate, low, high = newcombe(ends(one), ends(other)) if known else (0.0, 0.0, 0.0)
        machine = None if one["machine"] is None else one["machine"] - other["machine"]
        found.append(
            {name: one[name] for name in SAME}
            | {
                "pair": f"{one['bloc']}|{other['bloc']}",
                "machine": machine,
                "estimate": estimate if known else one["estimate"] - other["estimate"],
                "low": low if known else None,
                "high": high if known else None,
                "method": method,
                "n_posts": one["n_posts"] + other["n_posts"],
                "n_human": min(one["n_human"], other["n_human"]),
            }
        )
    return found


def ends(row: Mapping[str, Any]) -> dict[str, Any]:
    """A share as differences take it."""
    return {"estimate": row["estimate"], "low": row["near"], "high": row["far"]}


def pairs(
    rows: Sequence[Mapping[str, Any]], blocs: Blocs
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Rows of two blocs that speak of the same, in the order of rows and of the study's blocs."""
    by: dict[tuple[Any, ...], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        by.setdefault(tuple(row[name] for name in SAME), {})[row["bloc"]] = row
    for there in by.values():
        named = [bloc for bloc in blocs.all if bloc in there]
        for number, one in enumerate(named):
            for other in named[number + 1 :]:
                yield there[one], there[other]
