"""How far people agree, code by code and label by label, and where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.kernels.agreement import agreement
from antiphon.schema import AGREEMENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

UNIT = ("platform", "post_id", "part", "target")
SEED = 1
ALONE = "no unit was coded by two persons"
SAME = "everybody gave everything the same label"


def agree(
    human_codes: pa.Table,
    labels: Mapping[str, Sequence[str]],
    ordered: Sequence[str] = (),
    *,
    seed: int = SEED,
) -> pa.Table:
    """AGREEMENT of every code that people coded: all labels, then each against the others.

    Args:
        human_codes: HUMAN_CODES.
        labels: each code's labels in order; those of other codes are taken as they come.
        ordered: the codes whose labels are steps of a scale: their alpha is ordinal.
        seed: of the resamples.
    """
    import pyarrow as pa

    rows = []
    for code, given in by_code(human_codes).items():
        known = list(labels.get(code, ()))
        names = known + sorted({g["label"] for g in given} - set(known))
        counts = counted(given, names)
        base = {"code": code, "coders": len({g["person"] for g in given if g["twice"]})}
        metric = "ordinal" if code in ordered else "nominal"
        rows.append(base | {"label": ""} | measured(counts, metric, seed))
        for at, name in enumerate(names if len(names) > 2 else ()):
            against = np.column_stack([counts[:, at], counts.sum(axis=1) - counts[:, at]])
            rows.append(base | {"label": name} | measured(against, "nominal", seed))
    return pa.Table.from_pylist(rows, schema=AGREEMENT.arrow)


def measured(counts: NDArray[np.float64], metric: str, seed: int) -> dict[str, Any]:
    """What the rest of a row of AGREEMENT says."""
    found = agreement(counts, metric, seed=seed)
    return {
        "units": found.units,
        "disagreed": found.disagreed,
        "alpha": found.alpha,
        "low": found.low,
        "high": found.high,
        "reason": "" if found.alpha is not None else SAME if found.units else ALONE,
    }


def by_code(human_codes: pa.Table) -> dict[str, list[dict[str, Any]]]:
    """The rows of each code, each told whether its unit was coded by others as well."""
    found: dict[str, list[dict[str, Any]]] = {}
    for given in human_codes.to_pylist():
        found.setdefault(given["code"], []).append(given)
    for rows in found.values():
        times: dict[tuple[Any, ...], int] = {}
        for given in rows:
            times[unit(given)] = times.get(unit(given), 0) + 1
        for given in rows:
            given["twice"] = times[unit(given)] > 1
    return dict(sorted(found.items()))


def counted(given: Sequence[Mapping[str, Any]], names: Sequence[str]) -> NDArray[np.float64]:
    """Units × labels: how many people gave it."""
    at = {key: number for number, key in enumerate(sorted({unit(g) for g in given}))}
    column = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(at), len(names)))
    for g in given:
        counts[at[unit(g)], column[g["label"]]] += 1
    return counts


def unit(given: Mapping[str, Any]) -> tuple[Any, ...]:
    """What was coded."""
    return tuple(given[name] for name in UNIT)


def disagreements(human_codes: pa.Table) -> list[dict[str, Any]]:
    """Every unit on which people differ: code, unit, and who said what."""
    found = []
    for code, rows in by_code(human_codes).items():
        units: dict[tuple[Any, ...], dict[str, str]] = {}
        for given in rows:
            units.setdefault(unit(given), {})[given["person"]] = given["label"]
        found += [
            {
                "code": code,
                **dict(zip(UNIT, key, strict=True)),
                "labels": dict(sorted(said.items())),
            }
            for key, said in sorted(units.items())
            if len(set(said.values())) > 1
        ]
    return found
