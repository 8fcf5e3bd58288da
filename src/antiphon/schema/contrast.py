"""What one bloc says more often than another: tactics, aims."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CORRECTIONS


def contrast(name: str, row: str) -> Table:
    """A table of what one bloc says more often than another."""
    return Table(
        name,
        row,
        (
            C("code", "string", "the code"),
            C("label", "string", "the label that is looked for"),
            C("pair", "string", "the two blocs, as in 'x|y'"),
            C("coder", "string", "the machine; '' for people alone"),
            C("x", "float", "share of x's posts; the machine's own where nobody checked it"),
            C("x_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
            C("x_high", "float", "upper end"),
            C("y", "float", "share of y's posts"),
            C("y_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
            C("y_high", "float", "upper end"),
            C("difference", "float", "x less y"),
            C("low", "float", "lower end of its 95 % interval; empty if one is uncalibrated"),
            C("high", "float", "upper end"),
            C("method", "string", "how it is told; the weaker of both sides", *CORRECTIONS),
            C("p_value", "float", "of as great a difference by chance; from the interval"),
            C("q_value", "float", "false discoveries among these codes, pairs and coders"),
            C("n_x", "int", "posts of x: the denominator"),
            C("n_y", "int", "posts of y"),
            C("n_human", "int", "posts that people coded, of the bloc with fewer"),
        ),
    )


TACTICS = contrast("tactics", "a tactic, and how much more often one bloc uses it than another")
AIMS = contrast("aims", "an aim, and how much more often one bloc's posts serve it than another's")
CREDIT = contrast("credit", "credit to the own side, and how much more often one bloc gives it")
