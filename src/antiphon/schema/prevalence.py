"""How often a label is given, a machine's errors taken back."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CORRECTIONS, KINDS, PRECISIONS

PREVALENCES = Table(
    "prevalences",
    "the share of a bloc's units of text that have a label, a machine's errors taken back",
    (
        C("code", "string", "the code"),
        C("target", "string", "whom it is asked about; '' if it has no target"),
        C("label", "string", "the label"),
        C("bloc", "string", "the bloc"),
        C("kind", "string", "kind of actor; '' for all", *KINDS),
        C("period", "date", "first day of the period; empty for all time"),
        C("coder", "string", "the machine; '' for people alone"),
        C("machine", "float", "the machine's bare share; never to be reported alone"),
        C("estimate", "float", "the share; the machine's own where nobody checked it"),
        C("low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("high", "float", "upper end"),
        C("method", "string", "how it is told", *CORRECTIONS),
        C(
            "clustered",
            "bool",
            "does the interval speak of more than these posts: accounts like them?",
        ),
        C("n_posts", "int", "units of text that it is a share of: the denominator"),
        C("n_accounts", "int", "their accounts"),
        C("n_human", "int", "units of these that people coded, in a drawn sample"),
        C("reason", "string", "what to bear in mind; '' for nothing"),
    ),
)
DIFFERENCES = Table(
    "prevalence_differences",
    "how much more often one bloc's units of text have a label than another's",
    (
        C("code", "string", "the code"),
        C("target", "string", "whom it is asked about; '' if it has no target"),
        C("label", "string", "the label"),
        C("pair", "string", "the two blocs, as in 'x|y'"),
        C("kind", "string", "kind of actor; '' for all", *KINDS),
        C("period", "date", "first day of the period; empty for all time"),
        C("coder", "string", "the machine; '' for people alone"),
        C("machine", "float", "the machine's bare difference; never to be reported alone"),
        C("estimate", "float", "share of x minus share of y"),
        C("low", "float", "lower end of its 95 % interval; empty if one side is uncalibrated"),
        C("high", "float", "upper end"),
        C("method", "string", "how it is told; the weaker of both sides", *CORRECTIONS),
        C("n_posts", "int", "units of text of both"),
        C("n_human", "int", "units that people coded, of the bloc with fewer"),
    ),
)
TRENDS = Table(
    "prevalence_trends",
    "how fast the share of a bloc's units of text with a label grows: a straight line in time",
    (
        C("code", "string", "the code"),
        C("target", "string", "whom it is asked about; '' if it has no target"),
        C("label", "string", "the label"),
        C("bloc", "string", "the bloc"),
        C("kind", "string", "kind of actor; '' for all", *KINDS),
        C("coder", "string", "the machine; '' for people alone"),
        C("machine", "float", "the machine's bare growth a year; never to be reported alone"),
        C("estimate", "float", "growth of the share in a year of 365.25 days"),
        C("low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("high", "float", "upper end"),
        C("method", "string", "how it is told", *CORRECTIONS),
        C("n_posts", "int", "units of text"),
        C("n_accounts", "int", "their accounts"),
        C("n_human", "int", "units of these that people coded, in a drawn sample"),
    ),
)
EXAMPLES = Table(
    "coded_examples",
    "a post of an account that may be named, behind the number of a bloc and a label",
    (
        C("code", "string", "the code"),
        C("target", "string", "whom it is asked about; '' if it has no target"),
        C("label", "string", "the label that a machine or people gave it"),
        C("bloc", "string", "the bloc of its account"),
        C("rank", "int", "1 for the first to look at: people's before machines'"),
        C("coder", "string", "the machine that gave the label; '' for none"),
        C("persons", "int", "people who gave it"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("account_id", "string", "its account"),
        C("created_at", "time", "when it was published"),
        C("time_precision", "string", "how exact that time is", *PRECISIONS),
        C("url", "string", "its address"),
        C("passage", "string", "its headline and the beginning of its text"),
    ),
)
TARGET_POSTS = Table(
    "target_posts",
    "a hostile post of an account that may be named, in which a bloc names a target",
    EXAMPLES.columns,
)
SUPPORT_POSTS = Table(
    "support_posts",
    "a post of an account that may be named, for or against a bloc on an issue of its own",
    EXAMPLES.columns,
)
