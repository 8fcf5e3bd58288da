"""Passages that posts share, and the messages they make up."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CREDITS, ORDER_REASONS, ORDERS, PRECISIONS, TIME_SOURCES

PASSAGES = Table(
    "passages",
    "a passage that two posts of different accounts share; a is the one dated earlier",
    (
        C("passage_id", "int", "number of the row, from 0"),
        *(
            column
            for side in "ab"
            for column in (
                C(f"platform_{side}", "string", f"platform of post {side}"),
                C(f"post_id_{side}", "string", f"post {side}"),
                C(f"account_id_{side}", "string", f"account of post {side}"),
                C(f"bloc_{side}", "string", f"bloc of post {side}"),
                C(f"created_at_{side}", "time", f"time of post {side}"),
                C(f"start_{side}", "int", f"first character of the passage in the text of {side}"),
                C(f"end_{side}", "int", f"character after the passage in the text of {side}"),
                C(f"words_{side}", "int", f"words of the passage in {side}"),
                C(f"coverage_{side}", "float", f"share of {side}'s words inside the passage"),
            )
        ),
        C(
            "words_matched",
            "int",
            "words that both sides have, in order; linked ones of a translation",
        ),
        C(
            "edited",
            "float",
            "share of the longer side's words that do not match; none if translated",
        ),
        C("quotation", "bool", "outside quotation marks too little is shared to be a passage"),
        C("kind", "string", "how much is shared", "exact", "edited", "excerpt", "translated"),
        C("lag_seconds", "float", "time of b minus time of a; empty where one was captured"),
        C("order", "string", "what a is, of the two", *ORDERS),
        C("order_reason", "string", "why, or why it is open", *ORDER_REASONS),
        C("credited", "bool", "b gives a's account as a source; a mere name is none"),
        C("credit", "string", "how", "", *CREDITS),
    ),
)
PHRASES = Table(
    "phrases",
    "a common phrase: many carry it and never in a burst, so that it is no evidence",
    (
        C("phrase", "string", "its words, as its first post spells them"),
        C(
            "common",
            "string",
            "what the study takes it for; an edited copy may say no",
            "yes",
            "no",
        ),
        C("words", "int", "how many they are"),
        C("texts", "int", "posts that have it, cut at the same words"),
        C("accounts", "int", "accounts among them"),
        C("blocs", "string[]", "their blocs, sorted"),
        C("first_at", "time", "earliest of the posts"),
        C("last_at", "time", "latest of the posts"),
    ),
)
FLOW = Table(
    "flow",
    "who repeats whom: one bloc's posts that share a passage with an earlier post of another",
    (
        C("repeater", "string", "the bloc that comes later"),
        C("origin", "string", "the bloc that was earlier; the same for repetition inside"),
        C(
            "posts",
            "int",
            "repeater's posts with a passage of a surely earlier post of origin, quotations aside",
        ),
        C("eligible", "int", "repeater's posts long enough to share a passage"),
        C("rate", "float", "posts / eligible"),
        C("low", "float", "lower end of the 95 % interval of the rate, families as clusters"),
        C("high", "float", "upper end"),
        C("families", "int", "messages those posts belong to"),
        C("credited", "int", "of the posts, those that credit origin"),
        C(
            "within_ten_minutes",
            "int",
            "repeater's posts that share a passage with one of origin within ten minutes",
        ),
        C("undetermined", "int", "further posts, whose order against origin's nothing settles"),
        C("lag_quarter", "float", "first quartile of the lag to the nearest earlier post, seconds"),
        C("lag_median", "float", "median of that lag, seconds"),
        C("lag_three_quarters", "float", "third quartile of that lag, seconds"),
        C("exact", "int", "of the posts, those that repeat the whole text word for word"),
        C("edited", "int", "of the posts, those that repeat it with changes"),
        C("excerpt", "int", "of the posts, those that repeat a part of it"),
        C("translated", "int", "of the posts, those that repeat it in another language only"),
        C(
            "quotations",
            "int",
            "further posts that share a quotation with an earlier post, no more",
        ),
        C("link_only", "int", "posts that share a link with an earlier post, and no passage"),
        C("linking", "int", "repeater's posts with a link to another site, the denominator"),
        C("hashtag_only", "int", "posts with all the hashtags of an earlier one, and no more"),
        C("tagging", "int", "repeater's posts with two hashtags or more, the denominator"),
    ),
)
FAMILIES = Table(
    "families",
    "a message: posts whose passages overlap in the same words within a bounded time",
    (
        C("family_id", "int", "number of the family, from 0, in order of first post"),
        C("first_at", "time", "earliest post"),
        C("last_at", "time", "latest post"),
        C("first_bloc", "string", "bloc of the earliest post"),
        C("blocs", "string[]", "blocs with a post in it, sorted"),
        C("posts", "int", "posts"),
        C("accounts", "int", "accounts"),
        C("words", "int", "words of the message in the earliest post"),
        C(
            "least",
            "float",
            "smallest share of the earliest post's words that one of the others has",
        ),
        C("strength", "float", "words times accounts beyond the first, compared blocs only"),
    ),
)
FAMILY_POSTS = Table(
    "family_posts",
    "a post of a family, with the words that put it there",
    (
        C("family_id", "int", "the family"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("account_id", "string", "its account"),
        C("bloc", "string", "its bloc"),
        C("created_at", "time", "when it was published"),
        C("time_precision", "string", "how exact that time is", *PRECISIONS),
        C("time_source", "string", "where that time comes from", *TIME_SOURCES),
        C("start", "int", "first character of the passage in its text"),
        C("end", "int", "character after the passage"),
        C("words_matched", "int", "words shared with the family's first post; own words for that"),
        C("coverage", "float", "share of the post's words inside the passage"),
        C("coverage_first", "float", "share of the first post's words inside the passage"),
        C("edited", "float", "share of the longer side's words that do not match, 0 to 1"),
        C("quotation", "bool", "outside quotation marks too little is shared to be a passage"),
        C("before", "string", "up to 120 characters before the passage"),
        C("passage", "string", "the passage, at most 2,000 characters of it"),
        C("after", "string", "up to 120 characters after the passage"),
        C("credits", "string[]", "blocs that the post gives as sources; '' is somebody unlisted"),
        C("url", "string", "address of the post"),
        C("raw_ref", "string", "file and row it was read from"),
    ),
)
