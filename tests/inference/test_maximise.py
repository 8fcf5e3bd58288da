"""What beliefs are worth beside what is counted."""

from __future__ import annotations

import made_members
import numpy as np
import pytest

from antiphon.inference.beliefs import beliefs
from antiphon.inference.maximise import shares
from antiphon.inference.mixture import backgrounds, fit
from antiphon.inference.priors import Mechanism
from antiphon.kernels.mixture_arrays import COMMON, EXCHANGE, FIRST, PLAN, SIBLINGS, UNSEEN


@pytest.fixture(scope="module")
def posts():
    return made_members.members(seed=4, families=80)


def far(posts, settings, start):
    """How far the weights of a start end from what was believed of compared blocs' posts."""
    members, _, partners = posts
    found = shares(fit(members, 2, partners, settings).model.share)
    return np.abs(found - beliefs(settings).share)[start, 0].max()


def test_the_belief_about_what_nobody_sees_has_a_worth_of_its_own(posts):
    firm, loose = Mechanism(plan_worth=1e5), Mechanism(plan_worth=0.1)
    for start in (UNSEEN, PLAN):
        assert far(posts, firm, start) < 0.005 < far(posts, loose, start)
    assert far(posts, firm, FIRST) > 0.01


@pytest.mark.parametrize(("mechanism", "worth"), [(COMMON, 18.0), (EXCHANGE, 60.0)])
def test_credit_of_outsiders_is_believed_with_less_worth(posts, mechanism, worth):
    members, _, partners = posts
    fitted = fit(members, 2, partners, Mechanism())
    counted = fitted.sums.credit[mechanism]
    belief = beliefs(Mechanism()).credit[mechanism]
    assert fitted.model.credit[mechanism] == pytest.approx(
        shares(counted + worth * belief), abs=3e-3
    )


def test_how_whole_reactions_to_the_unseen_are_is_believed_with_less_worth(posts):
    members, _, partners = posts
    fitted = fit(members, 2, partners, Mechanism())
    ground = backgrounds(members)[1]
    belief = beliefs(Mechanism()).shape
    for row, worth in ((SIBLINGS, 6.0), (EXCHANGE, 20.0)):
        expected = shares(fitted.sums.shape[row] + worth * belief[row])
        assert fitted.model.shape[row] * ground == pytest.approx(expected, abs=3e-3)
