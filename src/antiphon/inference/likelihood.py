"""Probabilities in words, as the intelligence community's directive 203 has them."""

from __future__ import annotations

import math

from antiphon.schema import TERMS

BOUNDS = (0.05, 0.2, 0.45, 0.55, 0.8, 0.95)
"""Where one term ends and the next begins."""
LIKELY = BOUNDS[3]
"""From here on a hypothesis is likely."""
CANNOT_TELL = TERMS[-1]


def term(probability: float) -> str:
    """The term of a probability.

    Reference:
        Office of the Director of National Intelligence (2015), Intelligence Community Directive
        203, Analytic Standards. Between 45 and 55 % the directive's terms touch; a probability on
        a bound has the higher term.

    >>> [term(p) for p in (0.01, 0.05, 0.3, 0.5, 0.55, 0.94, 0.999)]
    ['almost no chance', 'very unlikely', 'unlikely', 'roughly even chance', 'likely', 'very likely', 'almost certain']
    """  # noqa: E501
    return TERMS[steps(probability)]


def steps(probability: float) -> int:
    """The number of the term, from 0 for the least likely."""
    return sum(probability >= bound for bound in BOUNDS)


def log_odds(probability: float) -> float:
    """Natural logarithm of the odds.

    >>> round(log_odds(0.9), 3)
    2.197
    """
    return math.log(probability) - math.log1p(-probability)


def probability(odds: float) -> float:
    """The probability whose log-odds these are.

    >>> round(probability(2.197), 3)
    0.9
    """
    if odds >= 0:
        return 1 / (1 + math.exp(-odds))
    return math.exp(odds) / (1 + math.exp(odds))
