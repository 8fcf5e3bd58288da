"""Where each repetition came from, and how often each mechanism is."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import EVIDENCE_ITEMS, MECHANISMS, PERIOD_LENGTHS

REPETITIONS = Table(
    "repetitions",
    "a post of a compared bloc that shares a message with another compared bloc",
    (
        C("post_id", "string", "the post"),
        C("account_id", "string", "its account"),
        C("bloc", "string", "its bloc"),
        C("family_id", "int", "the message; of several, the one with most words shared"),
        C("created_at", "time", "when it was published"),
        C("parent_post_id", "string", "the most probable post it came from; empty for none seen"),
        C("parent_bloc", "string", "that post's bloc"),
        C("lag_seconds", "float", "seconds since that post; empty for none"),
        C("mechanism", "string", "the most probable mechanism", *MECHANISMS),
        *(C(f"p_{name}", "float", f"probability of {name}") for name in MECHANISMS),
        C("credited", "bool", "the post names, links or reposts its parent's account or bloc"),
        C("coverage", "float", "share of the post's words inside the passage"),
        C("words_matched", "int", "words shared with the parent; with the family's first if none"),
    ),
)
EVIDENCE = Table(
    "evidence",
    "a term of what speaks for one of the two most probable mechanisms of a repetition",
    (
        C("post_id", "string", "the post"),
        C("family_id", "int", "the message"),
        C("mechanism", "string", "the mechanism", *MECHANISMS),
        C("item", "string", "what speaks", *EVIDENCE_ITEMS),
        C("value", "float", "natural logarithm; over the items they sum to the log-probability"),
    ),
)
SHARES = Table(
    "shares",
    "the share of a mechanism among a bloc's repetitions of messages shared with another",
    (
        C("pair", "string", "the two compared blocs, as in 'a|b'"),
        C("direction", "string", "whose posts: 'a→b' is a repeating b; 'both' for the pair"),
        C("mechanism", "string", "the mechanism", *MECHANISMS),
        C("share", "float", "mean probability over the posts"),
        C("low", "float", "lower end of the 90 % interval, bootstrap over families"),
        C("high", "float", "upper end"),
        C("families", "int", "families"),
        C("posts", "int", "posts: the denominator"),
    ),
)
PERIODS = Table(
    "share_periods",
    "the share of a mechanism among a bloc's repetitions of messages that began in a period",
    (
        C("pair", "string", "the two compared blocs, as in 'a|b'"),
        C("direction", "string", "whose posts: 'a→b' is a repeating b; 'both' for the pair"),
        C("period", "date", "first day of the week, month, quarter or year"),
        C("length", "string", "what a period is", *PERIOD_LENGTHS),
        C("mechanism", "string", "the mechanism", *MECHANISMS),
        C("share", "float", "mean probability over the posts"),
        C("low", "float", "lower end of the 90 % interval, bootstrap over families"),
        C("high", "float", "upper end"),
        C("families", "int", "families"),
        C("posts", "int", "posts: the denominator"),
    ),
)
LAGS = Table(
    "lags",
    "repetitions of one mechanism by their lag, beside the fitted density",
    (
        C("mechanism", "string", "the mechanism", *MECHANISMS),
        C("from_seconds", "float", "shortest lag of the class, seconds"),
        C("to_seconds", "float", "longest lag of the class, seconds"),
        C("posts", "float", "posts with such a lag, each by its probability"),
        C("fitted", "float", "posts to be expected by the fitted density"),
    ),
)
