"""The vocabulary: every table and column once, with its type and its meaning.

Files, the store, results, documentation and tests all take their columns from here. A column's
type is one of the names in `TYPES`; an arrow type is made from it on demand, so that importing
the vocabulary costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.errors import SchemaError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

TYPES = {
    "string": "VARCHAR",
    "string[]": "VARCHAR[]",
    "json": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "time": "TIMESTAMP",
    "date": "DATE",
}
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


@dataclass(frozen=True)
class Column:
    """One column: its name, its type (a key of `TYPES`), its meaning, its known values."""

    name: str
    type: str
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row cannot be taken."""
        return tuple(column.name for column in self.columns if column.required)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise SchemaError(
            f"unknown column {name!r}",
            where=f"table {self.name}",
            expected=nearest(name, self.names),
        )

    @property
    def arrow(self) -> pa.Schema:
        """The arrow schema. Times are UTC in microseconds, without a zone in the type."""
        import pyarrow as pa

        types: dict[str, Any] = {
            "string": pa.string(),
            "string[]": pa.list_(pa.string()),
            "json": pa.string(),
            "int": pa.int64(),
            "float": pa.float64(),
            "bool": pa.bool_(),
            "time": pa.timestamp("us"),
            "date": pa.date32(),
        }
        return pa.schema([pa.field(c.name, types[c.type]) for c in self.columns])

    @property
    def sql(self) -> str:
        """The column list of a CREATE TABLE."""
        return ", ".join(f'"{c.name}" {TYPES[c.type]}' for c in self.columns)

    def validate(self, data: pa.Table) -> pa.Table:
        """Return the data with exactly this table's columns in order, or say what is amiss."""
        expected = self.arrow
        missing = [n for n in expected.names if n not in data.column_names]
        unknown = [n for n in data.column_names if n not in expected.names]
        if missing or unknown:
            raise SchemaError(
                f"table {self.name} has other columns than it should",
                got={"missing": missing, "unknown": unknown},
                expected=", ".join(expected.names),
            )
        data = data.select(expected.names)
        for field in expected:
            got = data.schema.field(field.name).type
            if got != field.type:
                raise SchemaError(
                    f"column {field.name} has the wrong type",
                    where=f"table {self.name}",
                    got=str(got),
                    expected=str(field.type),
                )
        return data.cast(expected)

    def empty(self) -> pa.Table:
        """A table of no rows."""
        return self.arrow.empty_table()


@dataclass(frozen=True)
class Blocs:
    """Whom the study compares, and the outsiders beside them."""

    compare: tuple[str, ...]
    """The blocs whose repetitions are explained, two or more."""
    reference: tuple[str, ...] = ()
    """Outsiders: news agencies, independent media, other authorities."""

    @property
    def all(self) -> tuple[str, ...]:
        """Compared blocs first, then the reference ones."""
        return self.compare + self.reference

    @property
    def directions(self) -> tuple[tuple[str, str], ...]:
        """Every ordered pair (who repeats, who was repeated) of compared blocs."""
        return tuple((a, b) for a in self.compare for b in self.compare if a != b)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every unordered pair of compared blocs, in the study's order."""
        return tuple((a, b) for i, a in enumerate(self.compare) for b in self.compare[i + 1 :])


@dataclass(frozen=True)
class Quantity:
    """A number that a measure reports and that a claim may be about."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Measure:
    """A question put to the posts, the columns it reads, the tables it writes.

    `compute(engine, blocs, settings, progress)` reads `engine`'s tables of `reads` and returns the
    tables of `writes` by name, rows sorted. `settings` is a frozen dataclass whose fields are the
    keys of the study file's table of the same name as the measure.
    """

    name: str
    question: str
    reads: Mapping[str, tuple[str, ...]]
    writes: tuple[Table, ...]
    settings: type
    compute: Callable[..., Mapping[str, pa.Table]]
    quantities: tuple[Quantity, ...] = ()
    estimate: Callable[..., pa.Table] | None = None
    """`estimate(engine, blocs)` gives the quantities as ESTIMATES, from the written tables."""
    after: tuple[str, ...] = ()
    """Steps whose tables it uses too, where the engine has them."""


def C(name: str, type: str, meaning: str, *values: str) -> Column:  # noqa: A002, N802
    """A column that may be empty."""
    return Column(name, type, meaning, values=values)


def R(name: str, type: str, meaning: str, *values: str) -> Column:  # noqa: A002, N802
    """A column that a row cannot do without."""
    return Column(name, type, meaning, required=True, values=values)


POSTS = Table(
    "posts",
    "a post or article; its identity is (platform, post_id)",
    (
        R("post_id", "string", "the platform's identifier of the post"),
        C("platform", "string", "where it was published: twitter, telegram, web; '' when unknown"),
        R("account_id", "string", "who published it, as in the table of accounts"),
        R("created_at", "time", "when it was published, UTC"),
        C("time_precision", "string", "how exact that time is", *PRECISIONS),
        C("time_source", "string", "where that time comes from", *TIME_SOURCES),
        R("text", "string", "what it says, as published"),
        C("title", "string", "its headline"),
        C("lang", "string", "its language, ISO 639-1"),
        C("url", "string", "its address"),
        C("urls", "string[]", "the addresses it links to"),
        C("hashtags", "string[]", "its hashtags, without the sign"),
        C("mentions", "string[]", "the handles it mentions, without the sign"),
        C("repost_of", "string", "the post it reposts unchanged"),
        C("reply_to", "string", "the post it answers"),
        C("quote_of", "string", "the post it quotes"),
        C("media_hashes", "string[]", "hashes of its pictures and films"),
        C("collection_id", "string", "the query or feed it was collected by"),
        C("raw_ref", "string", "file and row it was read from"),
        C("extra", "json", "every other column of the export"),
    ),
)
ACCOUNTS = Table(
    "accounts",
    "an account or outlet; its identity is (platform, account_id)",
    (
        R("account_id", "string", "the platform's identifier of the account"),
        C("platform", "string", "where it publishes; '' means any platform"),
        C("handle", "string", "its handle, without the sign"),
        C("name", "string", "its displayed name"),
        C("aliases", "string[]", "other names and spellings by which others credit it"),
        R("bloc", "string", "the bloc the analyst puts it in"),
        C("kind", "string", "what sort of actor it is", *KINDS),
        C("outlet", "string", "the outlet or institution it belongs to"),
        C("domain", "string", "its site, such as example.org"),
        C("country", "string", "its country"),
        C("language", "string", "the language it publishes in"),
        C("audience", "string", "whom it addresses", *AUDIENCES),
        C("created_at", "time", "when it was opened, UTC"),
        C("followers", "int", "its followers when collected"),
        C("public_role", "bool", "an institution or a person in a public role, who may be named"),
    ),
)
CONTACTS = Table(
    "contacts",
    "a dated contact between parties",
    (
        R("contact_id", "string", "the analyst's identifier"),
        R("date", "date", "when it took place"),
        R("kind", "string", "what sort of contact", *CONTACT_KINDS),
        R("parties", "string[]", "who took part"),
        R("title", "string", "what it was"),
        C("scope", "string", "whose audience it concerns", *SCOPES),
        C("source_url", "string", "where that is reported"),
    ),
)
FILES = Table(
    "files",
    "a file of posts that was read",
    (
        C("file", "string", "the file, relative to the study"),
        C("source", "int", "the number of its [[source]] table, from 1"),
        C("sha256", "string", "hash of its bytes"),
        C("bytes", "int", "its size"),
        C("rows", "int", "rows found; taken + left_out + rejected"),
        C("taken", "int", "rows taken as posts, repeats included"),
        C("left_out", "int", "rows that the source's where, since or until leave out"),
        C("rejected", "int", "rows that could not be taken"),
    ),
)
REJECTED = Table(
    "rejected",
    "a row that could not be taken",
    (
        C("file", "string", "the file, relative to the study"),
        C("row", "int", "its row, from 1; the line for text formats; 0 for the whole file"),
        C("column", "string", "the column at fault; '' for the whole row"),
        C("reason", "string", "what is wrong, one of a fixed list"),
        C("got", "string", "the beginning of what was found"),
    ),
)
REVISIONS = Table(
    "revisions",
    "a version of a post that a later row replaced by another text",
    (
        C("platform", "string", "where the post was published"),
        C("post_id", "string", "the post"),
        C("raw_ref", "string", "file and row of the replaced version"),
        C("replaced_by", "string", "file and row of the version that stands"),
        C("text", "string", "the replaced text"),
    ),
)
VOLUMES = Table(
    "volumes",
    "a bloc on a day (UTC)",
    (
        C("bloc", "string", "the bloc"),
        C("day", "date", "the day"),
        C("posts", "int", "posts published"),
        C("accounts", "int", "accounts that published"),
    ),
)
COVERAGE = Table(
    "coverage",
    "a bloc, and what the data hold of it",
    (
        C("bloc", "string", "the bloc; '' for accounts that no bloc claims"),
        C("role", "string", "compare, reference or none"),
        C("accounts", "int", "accounts with at least one post"),
        C("posts", "int", "posts"),
        C("first", "time", "earliest post"),
        C("last", "time", "latest post"),
        C("to_second", "int", "posts dated to the second"),
        C("to_minute", "int", "posts dated to the minute"),
        C("to_hour", "int", "posts dated to the hour"),
        C("to_day", "int", "posts dated to the day"),
        C("on_the_minute", "int", "posts dated to the second whose seconds are zero"),
        C("reposts", "int", "native reposts"),
    ),
)
GAPS = Table(
    "gaps",
    "a stretch of days in which a bloc that posts regularly has no post",
    (
        C("bloc", "string", "the bloc"),
        C("first_day", "date", "first day without a post"),
        C("last_day", "date", "last day without a post"),
        C("days", "int", "days without a post"),
        C("expected", "float", "posts that the bloc's median day would have given"),
    ),
)
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
ESTIMATES = Table(
    "estimates",
    "a number that a claim may be about",
    (
        C("measure", "string", "the measure or inference it belongs to"),
        C("quantity", "string", "one of its documented quantities"),
        C("a", "string", "a bloc, or a direction as in 'a→b'"),
        C("b", "string", "what it is compared with; '' for nothing"),
        C("estimate", "float", "the number"),
        C("low", "float", "lower end of its interval"),
        C("high", "float", "upper end"),
        C("level", "float", "the interval's level, such as 0.95"),
        C("n", "int", "the count it rests on"),
        C("denominator", "int", "out of how many"),
        C("unit", "string", "its unit"),
        C(
            "method",
            "string",
            "how a judgement on texts is told; empty for other numbers",
            *CORRECTIONS,
        ),
    ),
)
STANCE_COLUMNS = (
    *(
        column
        for label, told in (
            ("support", "for the bloc whose matter it is"),
            ("neutral", "for neither side"),
            ("oppose", "against it"),
        )
        for column in (
            C(label, "float", f"share of the posts that are {told}; empty if not coded"),
            C(f"{label}_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
            C(f"{label}_high", "float", "upper end"),
        )
    ),
    C("method", "string", "how these are told; '' if not coded", "", *CORRECTIONS),
    C("n_human", "int", "posts of these that people coded, in a drawn sample"),
)
SUBJECTS = Table(
    "subjects",
    "a topic, narrative or issue that a post of the study's blocs speaks of",
    (
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("kind", "string", "which table of the study file names it", *SUBJECT_KINDS),
        C("subject", "string", "its id"),
    ),
)
ISSUES = Table(
    "issues",
    "an issue of the study file",
    (C("issue", "string", "its id"), C("of", "string", "the bloc whose matter it is")),
)
SUPPORT = Table(
    "support",
    "an issue of one bloc, and what another does about it",
    (
        C("issue", "string", "the issue"),
        C("of", "string", "the bloc whose matter it is"),
        C("by", "string", "the bloc that may support it"),
        C("posts", "int", "posts of that bloc on the issue"),
        C("accounts", "int", "their accounts"),
        C("occasions", "int", "days on which others speak of the issue, while the bloc is watched"),
        C("spoke", "int", "of these, days on which the bloc speaks of it too, or soon after"),
        C("spoke_low", "float", "lower end of the 95 % interval of spoke / occasions"),
        C("spoke_high", "float", "upper end"),
        C("usual_occasions", "int", "the same days of all other issues that are not its own"),
        C("usual_spoke", "int", "of these, days on which the bloc speaks of that issue"),
        C("silence", "float", "how much less of the occasions it takes than of the usual ones"),
        C("silence_low", "float", "lower end of its 95 % interval"),
        C("silence_high", "float", "upper end"),
        C("asked", "int", "posts on the issue that answer, quote or name an account of the bloc"),
        C("unanswered", "int", "of these, those after which it does not speak of the issue soon"),
        *STANCE_COLUMNS,
    ),
)
SUPPORT_DIRECTIONS = Table(
    "support_directions",
    "a direction between two blocs, all issues of the second together",
    (
        C("by", "string", "the bloc that may support"),
        C("of", "string", "the bloc whose issues they are"),
        C("issues", "int", "issues of that bloc"),
        C("posts", "int", "posts on one of them or more"),
        C("accounts", "int", "their accounts"),
        C("unanswered", "int", "times that the bloc was asked and did not speak of the issue soon"),
        C("chances", "int", "posts + unanswered: the denominator"),
        C("all_posts", "int", "posts of the bloc on whatever"),
        C("speaks", "float", "posts / all_posts"),
        C("speaks_low", "float", "lower end of its 95 % interval; accounts are the clusters"),
        C("speaks_high", "float", "upper end"),
        C("silent", "float", "share of the chances that it let pass"),
        *STANCE_COLUMNS,
    ),
)
TARGETS = Table(
    "targets",
    "a target that a bloc names, and how hostile its posts are where it does",
    (
        C("target", "string", "the target, as `[[coding.target]]` or the professions name it"),
        C("bloc", "string", "the bloc that names it"),
        C("posts", "int", "posts that name it"),
        C("accounts", "int", "their accounts"),
        C("all_posts", "int", "posts of the bloc: the denominator"),
        C("rate", "float", "posts / all_posts"),
        C("low", "float", "lower end of its 95 % interval; accounts are the clusters"),
        C("high", "float", "upper end"),
        C("hostile", "float", "share of these posts that are hostile or worse; empty if not coded"),
        C("hostile_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("hostile_high", "float", "upper end"),
        C("usual", "float", "the same share of all posts of the bloc"),
        C("usual_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("usual_high", "float", "upper end"),
        C("excess", "float", "hostile less usual"),
        C("excess_low", "float", "lower end of its 95 % interval; empty if one has none"),
        C("excess_high", "float", "upper end"),
        C("method", "string", "how hostile is told; '' if not coded", "", *CORRECTIONS),
        C("n_human", "int", "posts of these that people coded, in a drawn sample"),
    ),
)
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
ASSESSMENT = Table(
    "assessment",
    "a hypothesis about two compared blocs, weighed",
    (
        C("pair", "string", "the two compared blocs, as in 'x|y'"),
        C("hypothesis", "string", "what is weighed", *HYPOTHESES),
        C("direction", "string", "of borrowing: 'x→y' is x taking from y; '' for the others"),
        C("statement", "string", "the hypothesis in words"),
        C("prior", "float", "its probability before these data"),
        C("probability", "float", "its probability after them"),
        C("log_odds", "float", "natural logarithm of the odds after them"),
        C("likelihood_term", "string", "the probability in words", *TERMS),
        C("confidence", "string", "how far the probability can be relied on", *CONFIDENCES),
        C("reasons", "string[]", "what lowers the confidence, a sentence each"),
        C("change", "string", "what would change it"),
    ),
)
ITEMS = Table(
    "assessment_items",
    "a piece of evidence for or against a hypothesis",
    (
        C("pair", "string", "the two compared blocs"),
        C("hypothesis", "string", "what is weighed", *HYPOTHESES),
        C("direction", "string", "of borrowing; '' for the others"),
        C("item", "string", "a short name"),
        C("text", "string", "what was seen, with its counts"),
        C(
            "log_ratio",
            "float",
            "natural logarithm of the likelihood ratio: the odds with and without",
        ),
        C("without", "float", "the hypothesis's probability when the item is left out"),
        C("reason", "string", "why it does not count; '' when it does"),
    ),
)
POWER = Table(
    "power",
    "how much planned release these data would have shown",
    (
        C("pair", "string", "the two compared blocs"),
        C("mechanism", "string", "what was planted", *MECHANISMS),
        C("power", "float", "how often it is found, 0 to 1"),
        C("detectable_share", "float", "share of shared messages that must be planned for that"),
        C("low", "float", "lower end of its 90 % interval"),
        C("high", "float", "upper end"),
        C("messages", "float", "planned messages at that share"),
        C("shared", "int", "messages that the pair shares in the data"),
        C("left_out", "int", "posts of messages called released, left out before planting"),
        C("runs", "int", "reruns with planted releases that it rests on"),
        C("reason", "string", "why there is no share; '' when there is one"),
    ),
)
RUNS = Table(
    "rehearsals",
    "a rerun of the whole chain on the study's own posts, altered",
    (
        C("kind", "string", "what was altered", *REHEARSALS),
        C("run", "int", "its number"),
        C("pair", "string", "the pair that was assessed"),
        C("planted", "int", "messages that were planted for the pair"),
        C("share", "float", "these as a share of the messages that the pair then shares"),
        C("log_odds", "float", "natural logarithm of the odds of directed coordination"),
        C("probability", "float", "its probability"),
        C("alarm", "bool", "is directed coordination called likely or more?"),
    ),
)
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
CODINGS = Table(
    "codings",
    "what a coder that is no person says of a unit of text that it was asked of, whatever it says",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("coder", "string", "the coder, as in the table of coders"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("label", "string", "one of the code's labels, or 'invalid' for no usable answer"),
        C("probability", "float", "of that label, 0 to 1; empty if the coder gives none"),
    ),
)
CODERS = Table(
    "coders",
    "a coder of a code, and how it did on texts that it had not been made with",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("coder", "string", "the coder's name"),
        C("kind", "string", "what sort of coder", *CODER_KINDS),
        C("version", "string", "hash of what it is made of: another hash, another coder"),
        C("trained_on", "string", "what it learnt from; '' for nothing"),
        C("n_train", "int", "labelled units that it learnt from"),
        C("macro_f1", "float", "mean over labels of F1, on units held out; empty if never held"),
        C("low", "float", "lower end of its 95 % interval, groups of units as clusters"),
        C("high", "float", "upper end"),
        C("calibration_error", "float", "expected calibration error on the same units, 0 to 1"),
        C("baseline_f1", "float", "macro_f1 of always giving the most frequent label"),
        C("note", "string", "what to bear in mind; '' for nothing"),
    ),
)
PROMPTS = Table(
    "prompts",
    "what a language model was told, and what its answers took; it was asked of distinct texts",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("coder", "string", "the coder, as in the table of coders"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("version", "string", "hash of the model's address and name and of the prompt"),
        C("model", "string", "the model, as its server names it"),
        C("host", "string", "where the texts were sent"),
        C("prompt", "string", "what the model was told beside the text"),
        C("texts", "int", "distinct texts that it answered about"),
        C("invalid", "int", "answers of these that are none of the labels"),
        C("tokens_in", "int", "tokens sent, as the server counts them"),
        C("tokens_out", "int", "tokens answered"),
        C("cost", "float", "their price, by the prices that the study file states"),
    ),
)
SAMPLES = Table(
    "samples",
    "a unit of text that was drawn for people to code",
    (
        C("sample_id", "string", "the draw: a hash of its design, its seed and what it drew from"),
        C("code", "string", "the code, as its codebook names it"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("inclusion", "float", "the probability with which this draw takes it, 0 to 1"),
        C(
            "stratum",
            "string",
            "what it was drawn from: units with one probability, drawn together",
        ),
    ),
)
HUMAN_CODES = Table(
    "human_codes",
    "what a person says of a unit of text",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("person", "string", "who says it, by the name under which she codes"),
        C("label", "string", "one of the code's labels"),
        C("coded_at", "time", "when, UTC; empty if not told"),
    ),
)
AGREEMENT = Table(
    "agreement",
    "how far people agree on a code, beyond chance",
    (
        C("code", "string", "the code"),
        C("label", "string", "one label against all others; '' for all labels"),
        C("units", "int", "units that two persons or more coded: the denominator"),
        C("coders", "int", "persons who coded them"),
        C("disagreed", "int", "units of these on which they differ"),
        C("alpha", "float", "Krippendorff's alpha; 1 is full agreement, 0 chance; empty if none"),
        C("low", "float", "lower end of its 95 % interval, bootstrap over units"),
        C("high", "float", "upper end"),
        C("reason", "string", "why there is no alpha; '' when there is one"),
    ),
)
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
STORED = Table(
    "posts",
    "a post as the study's store keeps it: POSTS, the current version of each, and",
    (
        *POSTS.columns,
        C("ix", "int", "its number from 0 in order of created_at, platform, post_id"),
        C("bloc", "string", "the bloc of its account; empty when no bloc claims the account"),
    ),
)
CANONICAL = (POSTS, ACCOUNTS, CONTACTS)
CODED = (
    CODINGS,
    CODERS,
    PROMPTS,
    SAMPLES,
    HUMAN_CODES,
    AGREEMENT,
    PREVALENCES,
    DIFFERENCES,
    TRENDS,
    EXAMPLES,
)
"""What is said of texts: written where a study asks for it."""
RESULTS = (
    FILES,
    REJECTED,
    REVISIONS,
    VOLUMES,
    COVERAGE,
    GAPS,
    PASSAGES,
    PHRASES,
    FLOW,
    FAMILIES,
    FAMILY_POSTS,
    REPETITIONS,
    EVIDENCE,
    SUBJECTS,
    SYNCHRONY,
    LEADLAG,
    LAGS,
    SHARES,
    PERIODS,
    SIMULTANEITY,
    ASSESSMENT,
    ITEMS,
    RUNS,
    POWER,
    COACTION,
    EVENT_COUNTS,
    CHANCE,
    GROUPS,
    MEMBERS,
    GROUP_DAYS,
    GROUP_OBJECTS,
    MEETINGS,
    SWARMS,
    AMPLIFICATION,
    AMPLIFIED,
    ISSUES,
    SUPPORT,
    SUPPORT_DIRECTIONS,
    TARGETS,
    *CODED,
    TONE,
    TONE_CHANGES,
    TONE_RATIOS,
    TACTICS,
    AIMS,
    CREDIT,
    ESTIMATES,
)
