"""Pairs of accounts that act on the same objects, held against chance."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CHANCES, OBJECTS, PRECISIONS

COACTION = Table(
    "coaction",
    "two accounts that act on the same objects within a time, held against chance",
    (
        *(
            column
            for side in "ab"
            for column in (
                C(f"platform_{side}", "string", f"platform of account {side}"),
                C(f"account_id_{side}", "string", f"account {side}; a comes before b by name"),
                C(f"bloc_{side}", "string", f"bloc of account {side}"),
            )
        ),
        C("kind", "string", "what sort of objects", *OBJECTS),
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C("objects", "int", "objects on which both act within the window, each counted once"),
        C("hot", "int", "those of them on which many act at once"),
        C("a_first", "int", "objects on which a was first, by the nearest two posts"),
        C("b_first", "int", "objects on which b was first; on the others, both at once"),
        C("post_pairs", "int", "pairs of their posts on one object within the window"),
        C("mean_lag_seconds", "float", "mean over objects between the nearest two posts, seconds"),
        *(
            column
            for null in CHANCES
            for column in (
                C(f"expected_{null}", "float", f"objects to be expected under the null {null}"),
                C(f"p_{null}", "float", f"probability of so many or more under it: {null}"),
                C(
                    f"q_{null}",
                    "float",
                    f"p_{null} after Benjamini and Hochberg, of all candidates",
                ),
            )
        ),
        C("surprise", "float", "the objects with rare meetings counted for more; no test"),
        C("stands", "bool", "is q at most the level under every null that the setting names?"),
    ),
)
EVENT_COUNTS = Table(
    "coaction_counts",
    "what a bloc's accounts act on, and how many of them together with another",
    (
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C("kind", "string", "what sort of objects; '' for all", *OBJECTS),
        C("bloc", "string", "the bloc; '' for all of the study"),
        C("posts", "int", "posts on objects of that kind, dated finely enough for the window"),
        C("coarse", "int", "posts left out, since dated more coarsely than the window"),
        C("accounts", "int", "accounts of these posts: the denominator"),
        C("objects", "int", "objects of these posts"),
        C("hot_objects", "int", "objects on which many act at once, among all blocs"),
        C("linked", "int", "accounts in a pair with another account of the study"),
        C("standing", "int", "accounts in a pair that stands"),
        C("skipped", "int", "pairs of posts on hot objects that a cap left out, of all blocs"),
        C("pairs", "int", "pairs of accounts, one of them at least of the bloc"),
        C("untested", "int", "those of them with too few objects to be among those tested"),
        C("unopened", "int", "those whose posts are not in coaction_posts"),
    ),
)
CHANCE = Table(
    "coaction_chance",
    "pairs of accounts with so many objects or more in common: as found, and by chance",
    (
        C("kind", "string", "what sort of objects", *OBJECTS),
        C("window_seconds", "int", "longest time between two posts on one object, seconds"),
        C(
            "null",
            "string",
            "what is taken for chance; '' for all that the setting names",
            *CHANCES,
        ),
        C("bloc_a", "string", "a bloc; '' for all of the study"),
        C("bloc_b", "string", "the other bloc, or the same; '' for all of the study"),
        C("objects", "int", "so many objects in common or more"),
        C("pairs", "int", "pairs of accounts found"),
        C("expected", "float", "pairs to be expected under the null: mean of draws"),
        C("deviation", "float", "their standard deviation"),
        C("p_more", "float", "probability of so many or more: (1 + draws as large) / (1 + draws)"),
        C("p_fewer", "float", "probability of so few or fewer, likewise"),
        C("draws", "int", "worlds drawn under the null"),
        C("largest", "int", "accounts that hang together by these pairs, at most; all blocs only"),
        C("largest_expected", "float", "the same under the null: mean of draws"),
        C("candidates", "int", "pairs that could have been among them: the family of the q-values"),
        C("exact", "bool", "is the number of candidates counted? else it is an upper bound"),
        C("stands", "int", "pairs found with q at most the level under the null"),
        C("reason", "string", "why there is no expected number; '' when there is one"),
    ),
)
MEETINGS = Table(
    "coaction_posts",
    "an object on which a pair of accounts met: the nearest two of their posts",
    (
        C("kind", "string", "what sort of object", *OBJECTS),
        C("object", "string", "the object, at most 280 characters; '' for a private person"),
        *(
            column
            for side in "ab"
            for column in (
                C(f"platform_{side}", "string", f"platform of account {side}"),
                C(f"account_id_{side}", "string", f"account {side}, as in coaction"),
                C(f"bloc_{side}", "string", f"bloc of account {side}"),
                C(f"post_id_{side}", "string", f"post of account {side}"),
                C(f"created_at_{side}", "time", f"when account {side} published it"),
            )
        ),
        C("lag_seconds", "int", "from a's post to b's, whole seconds; below 0 where b was first"),
        C("hot", "bool", "do many act on the object at once?"),
    ),
)
EVENTS = Table(
    "events",
    "a post's act on an object; in the store only",
    (
        C("platform", "string", "platform of the post"),
        C("account_id", "string", "its account"),
        C("bloc", "string", "its bloc"),
        C("kind", "string", "what sort of object", *OBJECTS),
        C("object", "string", "the object: an identifier, address, hashtag, handle, text, hash"),
        C("post_id", "string", "the post"),
        C("created_at", "time", "when it was published"),
        C("time_precision", "string", "how exact that time is", *PRECISIONS),
    ),
)
