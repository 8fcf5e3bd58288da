"""How long each mechanism took, as found and as fitted: what the curves of the report show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.kernels.lag_classes import (
    EDGES,
    apart,
    apart_classes,
    counted,
    lognormal_classes,
)
from antiphon.kernels.mixture_arrays import (
    BORROWING,
    COMMON,
    EXCHANGE,
    INTERNAL,
    OTHER,
    OUTSIDE,
    RELEASE,
    SAME,
)
from antiphon.schema import LAGS, MECHANISMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.inference.mixture import Fit
    from antiphon.kernels.mixture_arrays import Posts

UNLIKELY = 1e-3
"""A post less probably released than this is nobody's partner."""


def lags(posts: Posts, fitted: Fit, counts: NDArray[np.bool_]) -> pa.Table:
    """LAGS: posts by their lag behind the post they came from, beside the fitted density.

    Internal repetition, exchange, borrowing and a common source that was seen: seconds since the
    parent, over all possible parents by their probability; fitted: the log-normal density. Release:
    seconds between a post and those of other blocs that follow the same plan, before or after;
    fitted: the difference of two half-normal lags behind that plan, which itself nobody sees.
    A date that is an interval is spread over the lags it leaves open, as the density says. The
    fitted number is that of the same total: the curves differ in shape alone.

    Args:
        posts: the members of the messages.
        fitted: what was fitted to them.
        counts: which of them have a row in REPETITIONS; the others are only where words came from.
    """
    rows = {m: seen(m, posts, fitted, counts) for m in (INTERNAL, COMMON, EXCHANGE, BORROWING)}
    rows[RELEASE] = released(posts, fitted, counts)
    parts = [
        pa.table(
            {
                "mechanism": pa.array([MECHANISMS[m]] * len(found), pa.string()),
                "from_seconds": EDGES[:-1],
                "to_seconds": EDGES[1:],
                "posts": found,
                "fitted": found.sum() * share,
            }
        )
        for m, (found, share) in rows.items()
    ]
    return LAGS.validate(pa.concat_tables(parts))


def seen(
    m: int, posts: Posts, fitted: Fit, counts: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of a mechanism with parents that are seen: posts in each class, and the share expected."""
    mu, sigma = float(fitted.model.mu[m]), float(fitted.model.sigma[m])
    taker = np.repeat(np.arange(len(posts.low)), np.diff(posts.near))
    side = {INTERNAL: SAME, COMMON: OUTSIDE}.get(m, OTHER)
    chance = fitted.sums.of_parent[:, 1 if m == BORROWING else 0]
    pair = np.flatnonzero((posts.side == side) & counts[taker] & (chance > 0))
    size = (posts.cell[1:] - posts.cell[:-1])[pair]
    of = np.repeat(np.arange(len(pair)), size)
    start = np.cumsum(size) - size
    at = np.arange(len(of)) - start[of] + posts.cell[pair][of]
    logs = posts.logs[at]
    z = (logs - mu) / sigma
    value = posts.weights[at] * np.exp(-0.5 * z * z - logs) + 1e-300
    whole = np.bincount(of, value, minlength=len(pair))
    return counted(logs, chance[pair][of] * value / whole[of]), lognormal_classes(mu, sigma)


def released(
    posts: Posts, fitted: Fit, counts: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same of releases."""
    scale = float(fitted.model.scale[0])
    chance = fitted.sums.chance[:, RELEASE]
    some = posts.compared & (chance > UNLIKELY)
    families = np.r_[0, np.cumsum(some)][posts.families]
    found = apart(
        families, posts.low[some], posts.high[some], posts.bloc[some], chance[some], counts[some],
        scale,
    )  # fmt: skip
    return found, apart_classes(scale)
