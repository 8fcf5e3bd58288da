"""Who passes on, quotes, answers and names whom."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import AMPLIFYING

AMPLIFICATION = Table(
    "amplification",
    "how a bloc passes on, quotes, answers and names another's accounts",
    (
        C("amplifier", "string", "the bloc that does it"),
        C("origin", "string", "the bloc of whom it is done to; '' for everybody else"),
        C("kind", "string", "how; '' for any way, a post counted once", *AMPLIFYING),
        C("acts", "int", "posts that do it"),
        C("posts", "int", "posts of the amplifying bloc; 0 where no post of the study acts so"),
        C("rate", "float", "acts / posts; empty without posts"),
        C("low", "float", "lower end of its 95 % interval; accounts are the clusters"),
        C("high", "float", "upper end"),
        C("accounts", "int", "accounts that do it"),
        C("of_accounts", "int", "accounts of the amplifying bloc with a post"),
        C("originators", "int", "accounts it is done to"),
        C("offered", "int", "posts of the origin that are no reposts"),
        C("taken", "int", "posts of the origin that are passed on, quoted or answered, by name"),
        C("preference", "float", "acts per post offered, over the same for all other blocs"),
        C("preference_low", "float", "lower end of its 95 % interval"),
        C("preference_high", "float", "upper end"),
    ),
)
AMPLIFIED = Table(
    "amplified",
    "an account, and how a bloc's accounts pass it on, quote, answer and name it",
    (
        C("platform", "string", "platform of those who do it"),
        C("account_id", "string", "the account"),
        C("bloc", "string", "its bloc"),
        C("amplifier", "string", "the bloc of those who do it"),
        C("acts", "int", "posts that do it"),
        C("reposts", "int", "of these, reposts"),
        C("crowd", "int", "accounts that do it"),
        C("most", "int", "posts of the one that does it most"),
        C("taken", "int", "posts of the account that are passed on, quoted or answered, by name"),
    ),
)
