"""How long each mechanism took: posts by their lag, beside the density that was fitted to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import curves
from antiphon.report.drawing import Figure, figure
from antiphon.report.held import rows
from antiphon.report.words import duration, number
from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results

FEWEST = 1.0
"""Posts without which a mechanism has no panel."""
FAINT = 0.002
"""Share of a mechanism's posts below which a class at either end is not drawn."""
RATIO = 2.0
"""What the first class, which begins at 0, is drawn as: from its half."""


def drawing(results: Results) -> Figure | None:
    """Small multiples: a panel a mechanism that has a post's worth of probability."""
    panels = [p for name in MECHANISMS if (p := panel(name, rows(results, "lags")))]
    if not panels:
        return None
    told = "; ".join(f"{p['name']}: {p['told']}" for p in panels)
    return figure(
        "lagcurves",
        "Lag of each mechanism: posts found, and the fitted density",
        f"Bars with a line over a logarithmic scale of time, a panel a mechanism. {told}.",
        "Bars: posts by their lag, each counted by its probability of that mechanism, out of the "
        "posts of compared blocs in shared messages; the number above a panel is their sum. Line: "
        "posts to be expected under the fitted density, of the same sum, between the first and the "
        "last class, which are open. A source that is not in the data has no lag. Of a joint "
        "release the time is that between its posts of different blocs, before or after. "
        "Misleads: a lag is one of the signs by which mechanisms are told apart, so bars lean "
        "towards their line; where they part company, the model does not fit these data.",
        lambda width: curves.lag_curves(panels, width),
    )


def middle(row: dict[str, Any]) -> float:
    """The middle of a class on the scale of logarithms, seconds."""
    start: float = row["from_seconds"] or row["to_seconds"] / RATIO
    return math.sqrt(start * row["to_seconds"])


def panel(name: str, table: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """One mechanism's classes, without the empty ones at both ends."""
    own = sorted((r for r in table if r["mechanism"] == name), key=lambda r: r["from_seconds"])
    total = sum(r["posts"] or 0.0 for r in own)
    if total < FEWEST:
        return None
    full = [
        at for at, r in enumerate(own) if max(r["posts"] or 0, r["fitted"] or 0) > FAINT * total
    ]
    kept = own[full[0] : full[-1] + 1]
    shown = [
        {
            "start": round(r["from_seconds"] or r["to_seconds"] / RATIO, 2),
            "end": round(r["to_seconds"], 2),
            "middle": round(middle(r), 2),
            "posts": round(r["posts"], 3),
            "fitted": round(r["fitted"], 3),
            "line": None if r in (own[0], own[-1]) else round(r["fitted"], 3),
            "label": f"{duration(r['from_seconds'])} to {duration(r['to_seconds'])}",
            "found": number(r["posts"]),
            "expected": number(r["fitted"]),
        }
        for r in kept
    ]
    most = max(kept, key=lambda r: r["posts"])
    told = (
        f"{number(total)} posts, the fullest class from {duration(most['from_seconds'])} to "
        f"{duration(most['to_seconds'])}"
    )
    return {"name": b.mechanism(name), "total": total, "told": told, "rows": shown}
