"""Files of CooRTweet and of coordination-network-toolkit as they are: their columns as ours.

A row of CooRTweet is a share: an account acts on an object by a content. A content may be in
several rows, with other objects; each row is a post. An object that is the content itself is none.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from antiphon.sources.batches import Columns, Records, as_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from antiphon.sources.batches import Batch
    from antiphon.sources.spec import Source

ID, OBJECT, TIME, TEXT = (f"\0{name}" for name in ("id", "object", "time", "text"))
MAPS: dict[str, dict[str, str]] = {
    "coortweet": {
        "post_id": ID,
        "account_id": "account_id",
        "created_at": TIME,
        "text": TEXT,
        "repost_of": OBJECT,
    },
    "cnt": {
        "post_id": "message_id",
        "account_id": "user_id",
        "created_at": TIME,
        "text": "message",
        "repost_of": "repost_id",
        "reply_to": "reply_id",
        "urls": "urls",
    },
}
"""Our column → theirs, or what is made of theirs."""
NEEDED = {
    "coortweet": ("object_id", "account_id", "content_id", "timestamp_share"),
    "cnt": ("message_id", "user_id", "message", "timestamp"),
}
"""Columns without which a file is none of theirs."""
PLACES = ("repost_of", "reply_to", "quote_of", "urls", "hashtags", "mentions", "media_hashes")
"""What CooRTweet's object may be: [source.columns] names one, else it is what is reposted."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def mapping(source: Source) -> dict[str, str]:
    """Our column → what stands for it."""
    columns = dict(MAPS[source.format])
    if source.columns:
        del columns["repost_of"]
        columns |= dict.fromkeys(source.columns, OBJECT)
    return columns


def used(source: Source) -> frozenset[str]:
    """Their columns that have a place among ours."""
    return frozenset((*NEEDED[source.format], *mapping(source).values()))


def adapted(source: Source, batch: Batch) -> Batch:
    """The batch, with what is made of its columns."""
    made: dict[str, list[Any]] = {}
    if source.format == "coortweet":
        objects, contents = (column(batch, name) for name in ("object_id", "content_id"))
        made[ID] = [share(c, o) for c, o in zip(contents, objects, strict=True)]
        made[OBJECT] = ["" if o == c else o for c, o in zip(contents, objects, strict=True)]
        made[TEXT] = [""] * len(objects)
        stamps = column(batch, "timestamp_share")
    else:
        stamps = column(batch, "timestamp")
    plain = source.datetime_format or source.datetime_unit
    made[TIME] = stamps if plain else [written(stamp) for stamp in stamps]
    return joined(batch, made)


def column(batch: Batch, name: str) -> list[Any]:
    """The cells of a column, empty where it is not there."""
    cells = batch.column(name)
    return [None] * len(batch.numbers) if cells is None else list(as_list(cells))


def share(content: object, item: object) -> str | None:
    """The identifier of a share: its content's, and a mark of its object.

    >>> share("77", "https://a.example")
    '77#38612c96'
    """
    if content is None or content == "":
        return None
    if isinstance(content, float) and content.is_integer():
        content = int(content)
    mark = hashlib.sha256(str(item).encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{content}#{mark}"


def written(stamp: Any) -> Any:
    """A number of seconds since 1970 as a written time; anything else as it is.

    >>> written("1623881091"), written(1623881091.5), written("2021-06-16 22:04:51")
    ('2021-06-16T22:04:51+00:00', '2021-06-16T22:04:51.500000+00:00', '2021-06-16 22:04:51')
    """
    try:
        return (EPOCH + timedelta(seconds=float(stamp))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return stamp


def joined(batch: Batch, made: Mapping[str, Sequence[Any]]) -> Batch:
    """The batch with further columns."""
    if isinstance(batch, Columns):
        return replace(batch, columns={**batch.columns, **made})
    rows = batch.rows if isinstance(batch, Records) else []
    more = [dict(zip(made, cells, strict=True)) for cells in zip(*made.values(), strict=True)]
    return Records(batch.numbers, [row | new for row, new in zip(rows, more, strict=True)])
