"""How hostile blocs are: levels, days of change, diplomats beside media."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CORRECTIONS, KINDS, PERIOD_LENGTHS

TONE = Table(
    "tone",
    "how hostile a bloc's posts are, in one way of counting",
    (
        C("quantity", "string", "mean_step of the scale, or hostile: share of its top steps"),
        C("bloc", "string", "the bloc"),
        C("kind", "string", "kind of actor; '' for all", *KINDS),
        C("period", "date", "first day of the period; empty for all time"),
        C("coder", "string", "the machine; '' for people alone"),
        C("machine", "float", "the machine's bare number; never to be reported alone"),
        C("estimate", "float", "the number; the machine's own where nobody checked it"),
        C("low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("high", "float", "upper end"),
        C("method", "string", "how it is told", *CORRECTIONS),
        C("clustered", "bool", "does the interval speak of more than these posts?"),
        C("n_posts", "int", "posts that it is told of: the denominator"),
        C("n_accounts", "int", "their accounts"),
        C("n_human", "int", "posts of these that people coded, in a drawn sample"),
        C("reason", "string", "what to bear in mind; '' for nothing"),
    ),
)
TONE_CHANGES = Table(
    "tone_changes",
    "a day on which the same accounts of a bloc began to speak more or less hostilely, or none",
    (
        C("bloc", "string", "the bloc"),
        C("kind", "string", "kind of actor; '' for all", *KINDS),
        C("coder", "string", "the machine whose steps the series is made of"),
        C("unit", "string", "the length of the series' periods", *PERIOD_LENGTHS),
        C("periods", "int", "periods of the series"),
        C("posts", "int", "its posts"),
        C("accounts", "int", "their accounts"),
        C("date", "date", "first day of the new level; empty where no change was found"),
        C("low", "date", "the earliest day of its 95 % interval"),
        C("high", "date", "the latest"),
        C("p_value", "float", "of as great a change where the level stays; empty if not tested"),
        C("machine_before", "float", "mean step of the same accounts before, by the machine"),
        C("machine_after", "float", "the same after"),
        C("before", "float", "mean step of all posts before, corrected where people coded"),
        C("before_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("before_high", "float", "upper end"),
        C("after", "float", "the same after"),
        C("after_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("after_high", "float", "upper end"),
        C("method", "string", "how both levels are told; the weaker of them", *CORRECTIONS),
        C("n_human", "int", "posts that people coded, of the side with fewer"),
        C("reason", "string", "why no change is told; '' when one is"),
    ),
)
TONE_RATIOS = Table(
    "tone_ratios",
    "how hostile a bloc's diplomats are beside its state media: the wolf-warrior index",
    (
        C("bloc", "string", "the bloc"),
        C("period", "date", "first day of the period; empty for all time"),
        C("coder", "string", "the machine; '' for people alone"),
        C("diplomats", "float", "share of hostile posts by those who speak for a state by office"),
        C("media", "float", "the same of its state media and news agencies"),
        C("machine", "float", "the machine's bare ratio; never to be reported alone"),
        C("ratio", "float", "diplomats / media; empty where the media have no hostile post"),
        C("low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("high", "float", "upper end; empty too where the media's share may be nothing"),
        C("method", "string", "how it is told; the weaker of both sides", *CORRECTIONS),
        C("n_diplomats", "int", "posts of the diplomats"),
        C("n_media", "int", "posts of the media"),
        C("n_human", "int", "posts that people coded, of the side with fewer"),
    ),
)
