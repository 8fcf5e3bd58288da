"""No message is its own witness: what may be planned is judged by what the others taught.

Where releases are few, those few are all that teaches how common releases are, how far apart their
posts lie and how these differ. A message that looks like a release by accident would then be
compared with itself. So each message that may be one is judged once more, by the parameters that
the other messages make most probable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from antiphon.inference.maximise import maximise
from antiphon.inference.mixture import empty, part, spans
from antiphon.kernels.mixture import expect
from antiphon.kernels.mixture_arrays import RELEASE

if TYPE_CHECKING:
    from antiphon.inference.mixture import Fit
    from antiphon.kernels.mixture_arrays import Posts, Sums

DOUBTFUL = 0.01
"""A message whose posts are all released less probably than this is left as it is."""
PLENTY = 200.0
"""Released messages, expected, of which each bears witness to two hundredths of its log-odds."""
COUNTED = (
    "starts", "size", "share", "share_out", "kind", "kind_out", "habit", "habit_out",
    "lags", "edited", "shape", "credit", "affinity",
)  # fmt: skip
"""What the maximisation reads of an expectation."""


def impartial(posts: Posts, blocs: int, fitted: Fit) -> Fit:
    """The fit, each message that may be a release judged without what it taught.

    Question: how probable is it that this message was planned, by what all others show?
    Definition: its expected counts are taken from those of the study; the parameters that the rest
    and the beliefs make most probable (one maximisation) give its probabilities anew.
    Reads wrong when two messages that look alike by accident bear witness to each other.

    Args:
        posts: all that was fitted to.
        blocs: how many are compared.
        fitted: the fit.

    Returns:
        The same fit but for the probabilities, by post and by possible parent, of those messages.
    """
    chance = fitted.sums.chance[:, RELEASE]
    found = np.maximum.reduceat(chance, posts.families[:-1])
    if found.sum() > PLENTY:
        return fitted
    again = {name: getattr(fitted.sums, name).copy() for name in ("chance", "unseen", "of_parent")}
    for k in np.flatnonzero(found > DOUBTFUL):
        chosen = np.array([k])
        member, _ = spans(posts.families, chosen)
        pair, _ = spans(posts.near, member)
        said = without(part(posts, chosen), blocs, fitted)
        again["chance"][member] = said.chance
        again["unseen"][member] = said.unseen
        again["of_parent"][pair] = said.of_parent
    return fitted._replace(sums=fitted.sums._replace(**again))


def without(message: Posts, blocs: int, fitted: Fit) -> Sums:
    """What is said of a message by the parameters that all others make most probable."""
    model = fitted.model
    mine = empty(message, model)
    expect(message, model, blocs, mine)
    rest = {
        name: np.maximum(getattr(fitted.sums, name) - getattr(mine, name), 0.0) for name in COUNTED
    }
    taught = maximise(model, fitted.sums._replace(**rest), fitted.start, "share")
    found = empty(message, model)
    expect(message, taught, blocs, found)
    return found
