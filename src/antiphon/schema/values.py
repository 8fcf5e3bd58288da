"""The known values of columns, each list once."""

from __future__ import annotations

PRECISIONS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
TIME_SOURCES = ("declared", "observed", "published", "captured")
KINDS = (
    "ministry",
    "embassy",
    "diplomat",
    "official",
    "state_media",
    "news_agency",
    "independent_media",
    "suspected_troll",
    "public",
)
PRIVATE_KINDS = ("suspected_troll", "public")
"""Accounts that are named only where the analyst says that they have a public role."""
NAMED_KINDS = tuple(kind for kind in KINDS if kind not in PRIVATE_KINDS)
"""Kinds of actors who may be named unless the analyst says otherwise."""
DIPLOMATS = ("ministry", "embassy", "diplomat", "official")
"""Kinds of actors who speak for a state by office."""
STATE_MEDIA = ("state_media", "news_agency")
"""Kinds of actors who speak for a state by trade."""
AUDIENCES = ("home", "foreign")
ORDERS = ("first", "second", "undetermined")
ORDER_REASONS = ("repost", "times", "credit", "overlap", "captured", "contradiction")
CREDITS = ("repost", "domain", "handle", "dateline", "attribution", "name")
"""Ways in which a post shows another account, the surest first; the last is no credit."""
CONTACT_KINDS = ("agreement", "forum", "consultation", "visit", "subcommittee", "other")
SCOPES = ("home", "foreign", "both", "unknown")
MECHANISMS = (
    "own",
    "internal",
    "common_source",
    "exchange",
    "borrowing",
    "coordinated_release",
)
EVIDENCE_ITEMS = ("prior", "lag", "wording", "credit", "habit", "message")
"""What moves the probability of a mechanism; the last is what the message's other posts add."""
HYPOTHESES = ("directed_coordination", "content_exchange", "borrowing", "common_cause")
"""What may lie behind likeness; they do not exclude each other."""
TERMS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
    "cannot tell",
)
"""Of likelihood, as in ICD 203; the last is for data that can bear none."""
CONFIDENCES = ("low", "moderate", "high")
OBJECTS = (
    *("repost", "reply", "quote", "link", "hashtag", "hashtags", "mention", "text", "message"),
    "media",
)
"""What accounts may act on together; hashtags are several in one order, messages are families."""
SUBJECT_KINDS = ("topic", "narrative", "issue")
CHANCES = ("jitter", "exchanged", "bipartite", "labels")
"""Nulls of co-action: moved within intervals; moments of an object dealt out anew among its
accounts; objects chosen by popularity; accounts exchanged within hours."""
BASELINES = ("author", "all")
"""What a thread's crowd is held against: other threads of its author, or of everybody."""
AMPLIFYING = ("repost", "quote", "reply", "mention")
"""Ways in which a post lends an account reach."""
CODER_KINDS = ("lexicon", "classifier", "model", "person")
"""What may say which label a text has."""
CORRECTIONS = ("ppi", "dsl", "human", "uncalibrated")
"""How a share is told: a machine corrected by people in two ways, people alone, a machine alone."""
BARE = "uncalibrated"
"""The last of them: the word beside a number that no person has checked."""
REHEARSALS = ("planted", "shuffled", "reference")
"""Reruns of the whole chain: with planted releases, and two kinds in which there are none."""
PERIOD_LENGTHS = ("week", "month", "quarter", "year")
ROLES = ("compare", "reference")
NULLS = ("interval", "reference", "labels")
"""Of synchrony: moved within intervals; that beyond what the controls show; labels exchanged."""
