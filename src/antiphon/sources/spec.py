"""What a study file says of its files: one frozen dataclass for posts, accounts, contacts."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time by antiphon.settings)
from dataclasses import dataclass, field

FORMATS = {
    "jsonl": "one JSON object a line with the canonical names; may be .gz or .zst",
    "csv": "comma-separated with a header of the canonical names; may be .gz or .zst",
    "parquet": "Apache Parquet with the canonical names",
    "table": "any JSONL, CSV, TSV or Parquet file; [source.columns] maps its names to ours",
    "coortweet": "shares as CooRTweet has them: object_id, account_id, content_id, timestamp_share",
    "cnt": "posts as coordination-network-toolkit has them: message_id, user_id, message, …",
}


@dataclass(frozen=True)
class Source:
    """`[[source]]`: files of posts of one shape."""

    path: str
    """File or glob, relative to the study file."""
    format: str = ""
    """A key of `FORMATS`; guessed from the name when empty."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our column → the export's column (format "table"; of "coortweet", for object_id only)."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Our column → a value for every row."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our column → (the export's value → ours); values not listed stay."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The export's column → the values whose rows are kept; other rows are left out."""
    since: str = ""
    """Earliest time kept, ISO 8601; earlier rows are left out."""
    until: str = ""
    """Rows at or after this time are left out."""
    datetime_format: str = ""
    """How created_at is written, as for strptime; ISO 8601 or RFC 2822 when empty."""
    datetime_unit: str = ""
    """The unit of a numeric created_at since 1970: s, ms, us or ns."""
    timezone: str = "UTC"
    """The zone of times that name none."""
    list_separator: str = ""
    """What separates the items of a list cell; a JSON array needs none. Default: space , and |."""
    post_id_from: str = ""
    """For exports without ids: "row" (file and row) or "content" (account, time and text)."""
    encoding: str = "utf-8"
    """Character encoding of text formats."""
    delimiter: str = ""
    """Field separator of CSV; the most frequent of , ; | and tab in the header when empty."""
    terms: str = ""
    """Under what terms the data may be used; printed in the report."""


@dataclass(frozen=True)
class Accounts:
    """`[accounts]`: a file of accounts, or how to derive them from the posts."""

    path: str = ""
    """CSV, JSONL or Parquet with the canonical names, relative to the study file."""
    derive: Mapping[str, str] = field(default_factory=dict)
    """Our column of ACCOUNTS → a column of the posts' export, e.g. bloc = "country"."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our column → (the export's value → ours); values not listed stay."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Our column → a value for every derived account."""


@dataclass(frozen=True)
class Contacts:
    """`[contacts]`: a register of contacts."""

    path: str
    """CSV, JSONL or Parquet with the canonical names, relative to the study file."""


@dataclass(frozen=True)
class Ingest:
    """`[ingest]`: how bad rows are treated."""

    max_rejected_share: float = 0.05
    """A source with a larger share of rejected rows stops the run, 0 to 1."""
