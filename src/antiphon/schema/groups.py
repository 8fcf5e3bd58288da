"""Accounts that hang together, and crowds that come to one thread."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import BASELINES, CHANCES, OBJECTS

GROUPS = Table(
    "coaction_groups",
    "accounts that hang together by pairs that stand: a community of the network",
    (
        C("kind", "string", "what sort of objects; '' for all kinds in one network", *OBJECTS),
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C("group", "int", "its number, from 1, the most accounts first"),
        C("accounts", "int", "accounts"),
        C("pairs", "int", "pairs of them that stand"),
        C("density", "float", "these as a share of all pairs of its accounts"),
        C("outward", "int", "pairs that stand with accounts of other groups"),
        C("weight", "int", "objects in common, summed over its pairs"),
        *(
            C(f"expected_{n}", "float", f"the same under the null {n}; empty if not computed")
            for n in CHANCES
        ),
        C("holds", "int", "its accounts hang together by pairs of so many objects or more"),
        *(
            C(f"p_{n}", "float", f"share of draws under {n} with as many, as far beyond it")
            for n in CHANCES
        ),
        C("objects", "int", "objects on which two of its accounts met"),
        C("posts", "int", "posts in these meetings"),
        C("blocs", "string[]", "blocs of its accounts, each with their number, the most first"),
        C("languages", "string[]", "languages of these posts, each with their number"),
        C("median_lag_seconds", "float", "median over pairs and objects of the nearest two posts"),
        C("first_at", "time", "first of these posts"),
        C("last_at", "time", "last of these posts"),
        C("days", "int", "days with such posts"),
        C("dated_accounts", "int", "accounts of which it is known when they were opened"),
        C("opened_at", "time", "the median of that"),
        C("opened_spread_days", "float", "median distance from it, days"),
        C("opened_low_days", "float", "lower end of its 95 % interval"),
        C("opened_high_days", "float", "upper end"),
    ),
)
MEMBERS = Table(
    "coaction_members",
    "an account in a group",
    (
        C("kind", "string", "what sort of objects; '' for all kinds in one network", *OBJECTS),
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C("group", "int", "the group's number"),
        C("platform", "string", "platform of the account"),
        C("account_id", "string", "the account"),
        C("bloc", "string", "its bloc"),
        C("pairs", "int", "accounts of the group with which its pair stands"),
        C("weight", "int", "objects in common with them, summed"),
        C("objects", "int", "objects on which it met one of them"),
        C("posts", "int", "its posts in these meetings"),
        C("first", "int", "meetings in which it was first"),
        C("meetings", "int", "meetings with an order: the denominator"),
        C("first_at", "time", "its first such post"),
        C("last_at", "time", "its last such post"),
        C("opened_at", "time", "when the account was opened; empty if not known"),
    ),
)
GROUP_DAYS = Table(
    "coaction_group_days",
    "a day on which accounts of a group met",
    (
        C("kind", "string", "what sort of objects; '' for all kinds in one network", *OBJECTS),
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C("group", "int", "the group's number"),
        C("day", "date", "the day, UTC"),
        C("posts", "int", "posts in meetings of two of its accounts"),
        C("accounts", "int", "accounts of these posts"),
        C("objects", "int", "objects of these posts"),
    ),
)
GROUP_OBJECTS = Table(
    "coaction_group_objects",
    "an object on which accounts of a group met, the most accounts first; at most twenty a group",
    (
        C("kind", "string", "what sort of objects; '' for all kinds in one network", *OBJECTS),
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C("group", "int", "the group's number"),
        C("object_kind", "string", "what sort of object this is", *OBJECTS),
        C("object", "string", "the object, at most 280 characters; '' for a private person"),
        C("accounts", "int", "accounts of the group that met on it"),
        C("posts", "int", "their posts in these meetings"),
        C("first_at", "time", "first of these posts"),
        C("last_at", "time", "last of these posts"),
    ),
)
SWARMS = Table(
    "swarms",
    "a thread to which more accounts came at once than is usual: a crowd, not yet a plan",
    (
        C("kind", "string", "how accounts came to it", *OBJECTS[:3]),
        C("platform", "string", "platform of the thread"),
        C("thread", "string", "its post, or what its text begins with"),
        C("account_id", "string", "its author; '' if not known"),
        C("bloc", "string", "the author's bloc; '' if in none"),
        C("first_at", "time", "the first post that came to it"),
        C("seconds", "int", "time from then within which accounts are counted"),
        C("accounts", "int", "accounts within that time"),
        C("all_accounts", "int", "accounts at any time"),
        C("expected", "float", "accounts by the baseline"),
        C("baseline", "string", "what the crowd is held against", *BASELINES),
        C("threads", "int", "threads of the baseline, this one left out"),
        C("spread", "float", "size of the negative binomial; small where crowds vary a lot"),
        C("p_value", "float", "probability of so many accounts or more"),
        C("q_value", "float", "p_value after Benjamini and Hochberg, of all threads looked at"),
        C("looked_at", "int", "threads of that kind that were tested: the family"),
        C("new_accounts", "int", "those that had not come to this author before"),
        C("usual_new_share", "float", "share of such accounts in the author's other threads"),
        C("peak", "int", "most accounts within window_seconds"),
        C("blocs", "string[]", "blocs of the accounts, each with their number, the most first"),
    ),
)
