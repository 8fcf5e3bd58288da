"""Terms of likelihood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.inference.likelihood import BOUNDS, LIKELY, log_odds, probability, steps, term
from antiphon.schema import TERMS


@pytest.mark.parametrize(("bound", "name"), list(zip(BOUNDS, TERMS[1:7], strict=True)))
def test_a_term_begins_at_its_bound(bound, name):
    assert term(bound) == name
    assert term(bound - 1e-9) == TERMS[TERMS.index(name) - 1]


def test_likely_is_the_bound_of_the_term():
    assert term(LIKELY) == "likely"


@given(st.floats(1e-6, 1 - 1e-6))
def test_odds_and_probabilities_are_each_others_inverse(p):
    assert probability(log_odds(p)) == pytest.approx(p)
    assert 0 <= steps(p) <= 6
