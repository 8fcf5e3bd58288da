"""Posts near in time, without their words or of one message, and posts that follow posts."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import NULLS, ROLES

SYNCHRONY = Table(
    "synchrony",
    "a pair of blocs on a subject, at one time scale, against one null",
    (
        C("pair", "string", "the two blocs, as in 'x|y'; x's posts are the ones that are moved"),
        C("role", "string", "a compared pair, or one with a reference bloc, the control", *ROLES),
        C("topic", "string", "the topic or narrative; '' for all together"),
        C("delta_seconds", "int", "how near two posts are to count as a pair, seconds"),
        C("interval_seconds", "int", "intervals in which posts are moved; empty for labels"),
        C("null", "string", "what the count is held against", *NULLS),
        C("observed", "int", "pairs of a post of x and one of y within delta_seconds"),
        C("expected", "float", "pairs to be expected under the null"),
        C("deviation", "float", "standard deviation of what the test compares, in pairs"),
        C("p_value", "float", "probability of so many pairs or more under the null"),
        C("q_value", "float", "p_value after Benjamini and Hochberg; compared pairs only"),
        C("posts_a", "int", "posts of x that were tested"),
        C("posts_b", "int", "posts of y that were tested"),
        C("shared", "int", "posts of both left out since they carry a message both have"),
        C("reason", "string", "why there is no p_value; '' when there is one"),
    ),
)
LEADLAG = Table(
    "leadlag",
    "a direction on a subject: posts that follow posts; never read as borrowing without words",
    (
        C("direction", "string", "who leads whom: 'x→y' is y posting after x"),
        C("role", "string", "between compared blocs, or from or to a reference bloc", *ROLES),
        C("topic", "string", "the topic or narrative; '' for all posts where there is none"),
        C("excitation", "float", "further posts of y within the horizon for each post of x"),
        C("low", "float", "lower end of its 95 % interval"),
        C("high", "float", "upper end"),
        C("horizon_seconds", "int", "how long after x's post is looked at, seconds"),
        C("bin_seconds", "int", "length of the bins of time, seconds"),
        C("posts_a", "int", "posts of x"),
        C("posts_b", "int", "posts of y"),
        C("reason", "string", "why there is no excitation; '' when there is one"),
    ),
)
SIMULTANEITY = Table(
    "simultaneity",
    "a pair of blocs, at one time scale: posts of one message that neither had from the other",
    (
        C("pair", "string", "the two blocs, as in 'x|y'; x's posts are the ones that are moved"),
        C("role", "string", "a compared pair, or one with a reference bloc, the control", *ROLES),
        C("delta_seconds", "int", "how near two posts are to count as a pair, seconds"),
        C("interval_seconds", "int", "intervals in which posts are moved, seconds"),
        C("null", "string", "what the count is held against", *NULLS[:2]),
        C("observed", "int", "pairs of a post of x and one of y, same message, within delta"),
        C("expected", "float", "pairs to be expected under the null"),
        C("deviation", "float", "standard deviation of what the test compares, in pairs"),
        C("p_value", "float", "probability of so many pairs or more under the null"),
        C("posts_a", "int", "posts of x that were tested"),
        C("posts_b", "int", "posts of y that were tested"),
        C("messages", "int", "messages they carry"),
        C("reason", "string", "why there is no p_value; '' when there is one"),
    ),
)
