"""Rows of an export → POSTS: what is taken, what is left out, what is rejected and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from antiphon.errors import StudyError, nearest
from antiphon.schema import POSTS
from antiphon.sources import reasons, shares
from antiphon.sources.cells import matches, texts
from antiphon.sources.lists import lists
from antiphon.sources.reasons import Fault, Why, excerpt
from antiphon.sources.times import Clock, instant

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyarrow as pa

    from antiphon.schema import Column
    from antiphon.sources.batches import Batch, Cells
    from antiphon.sources.spec import Source

IDENTIFIERS = {"post_id", "platform", "account_id"}
# Made here, whatever the export calls by these names.
MADE = {"raw_ref", "extra"}
COLUMNS = {column.name: column for column in POSTS.columns if column.name not in MADE}


@dataclass(frozen=True)
class Shaped:
    """The posts of a batch, and what became of the rows that are none."""

    posts: pa.Table | None
    faults: list[Fault]
    left_out: int


@dataclass(frozen=True)
class Shaper:
    """One source's way of turning rows into posts."""

    source: Source
    path: str
    """The file, as raw_ref names it."""
    where: str
    """The source's place in the study file, for errors."""

    @cached_property
    def mapping(self) -> Mapping[str, str]:
        """Our column → the export's."""
        if self.source.format == "table":
            return self.source.columns
        if self.source.format in shares.MAPS:
            return shares.mapping(self.source)
        return {name: name for name in COLUMNS}

    @cached_property
    def used(self) -> frozenset[str]:
        """The export's columns that have a place among ours; the others go to `extra`."""
        given = self.source.constants
        if self.source.format in shares.MAPS:
            return shares.used(self.source)
        return frozenset(theirs for ours, theirs in self.mapping.items() if ours not in given)

    @cached_property
    def clock(self) -> Clock:
        """Reads the times of the source."""
        spec = self.source
        return Clock(form=spec.datetime_format, unit=spec.datetime_unit, timezone=spec.timezone)

    @cached_property
    def span(self) -> tuple[int | None, int | None]:
        """The first microsecond kept and the first left out."""
        zone = self.source.timezone
        since, until = (
            instant(text, zone) if text else None for text in (self.source.since, self.source.until)
        )
        return since, until

    def needed(self) -> dict[str, str]:
        """The export's columns without which the file is another than the source says."""
        named = {f"where.{name}": name for name in self.source.where}
        if self.source.format == "table":
            return named | {f"columns.{ours}": theirs for ours, theirs in self.mapping.items()}
        if self.source.format in shares.MAPS:
            return named | {name: name for name in shares.NEEDED[self.source.format]}
        given = {*self.source.constants, *(["post_id"] if self.source.post_id_from else [])}
        return named | {name: name for name in POSTS.required if name not in given}

    def check_header(self, names: Collection[str], *, complete: bool) -> None:
        """Refuse a file without a column that the source names.

        JSON has no header: there a key may be absent from every row, unless a post needs it.
        """
        mapped = self.source.format == "table"
        for key, name in self.needed().items():
            optional = key.startswith("columns.") and key[8:] not in POSTS.required
            known = name in names or (not complete and name.split(".")[0] in names)
            if known or (not complete and (optional or not mapped)):
                continue
            raise StudyError(
                f"the file has no column {name!r}",
                where=f"{self.where}.{key}, file {self.path}",
                expected=nearest(name, names),
                fix="name one of the file's columns"
                if mapped or key.startswith("where.")
                else 'rename it in the file, or use format = "table" with [source.columns]',
            )

    def shape(self, batch: Batch) -> Shaped:
        """The batch's posts, its faults, and the number of rows left out."""
        found = len(batch.numbers)
        batch = self.kept(batch)
        if self.source.format in shares.MAPS:
            batch = shares.adapted(self.source, batch)
        rows = len(batch.numbers)
        if not rows:
            return Shaped(None, [], found)
        draft = Draft(self, batch)
        draft.fill()
        outside = self.outside(draft.made["created_at"])
        faults = [
            Fault(batch.numbers[place], name, why.reason, why.got)
            for place, (name, why) in sorted(draft.bad.items())
            if place not in outside
        ]
        posts = draft.posts(outside)
        return Shaped(posts, faults, found - rows + len(outside))

    def kept(self, batch: Batch) -> Batch:
        """The rows that `where` keeps."""
        for name, wanted in self.source.where.items():
            keep = matches(batch.column(name), wanted, len(batch.numbers))
            if not all(keep):
                batch = batch.take([place for place, good in enumerate(keep) if good])
        return batch

    def outside(self, times: pa.Array[Any]) -> set[int]:
        """The places of rows that `since` and `until` leave out."""
        since, until = self.span
        if since is None and until is None:
            return set()
        import pyarrow as pa

        micros = times.cast(pa.int64()).to_pylist()
        return {
            place
            for place, time in enumerate(micros)
            if time is not None
            and ((since is not None and time < since) or (until is not None and time >= until))
        }


class Draft:
    """The columns of one batch while they are made, and the first fault of each row."""

    def __init__(self, shaper: Shaper, batch: Batch) -> None:
        self.shaper = shaper
        self.source = shaper.source
        self.batch = batch
        self.rows = len(batch.numbers)
        self.made: dict[str, pa.Array[Any]] = {}
        self.bad: dict[int, tuple[str, Why]] = {}

    def fill(self) -> None:
        """Make every column, in the order of the vocabulary."""
        for column in COLUMNS.values():
            if column.name == "created_at":
                self.times()
            elif column.type == "string[]":
                self.lists(column)
            else:
                self.text(column)
        self.identify()
        for name in POSTS.required:
            if self.made[name].null_count:
                absent = self.made[name].is_null().to_pylist()
                self.blame(name, {n: Why(reasons.MISSING) for n, null in enumerate(absent) if null})

    def cells(self, name: str) -> Cells | None:
        """What the export or a constant gives for a column; None for nothing."""
        if name in self.source.constants:
            import pyarrow as pa

            return pa.repeat(pa.scalar(self.source.constants[name], pa.string()), self.rows)
        theirs = self.shaper.mapping.get(name)
        return None if theirs is None else self.batch.column(theirs)

    def blame(self, name: str, faults: Mapping[int, Why]) -> None:
        """Remember faults, the first of each row."""
        for place, why in faults.items():
            self.bad.setdefault(place, (name, why))

    def times(self) -> None:
        """created_at, and time_precision as the way it is written tells it."""
        import pyarrow as pa

        times = self.shaper.clock.read(self.cells("created_at") or [None] * self.rows)
        self.made["created_at"] = pa.array(times.micros, pa.timestamp("us"))
        self.made["time_precision"] = pa.array(times.precision, pa.string())
        self.blame("created_at", times.faults)

    def lists(self, column: Column) -> None:
        """A column of lists."""
        import pyarrow as pa

        name = column.name
        cells = self.cells(name)
        if cells is None:
            self.made[name] = pa.nulls(self.rows, pa.list_(pa.string()))
            return
        read = lists(cells, name, self.source.list_separator, self.source.values.get(name))
        self.made[name] = read.values
        self.blame(name, read.faults)

    def text(self, column: Column) -> None:
        """A column of text: an empty cell is none, save in the post's text and its platform."""
        import pyarrow as pa
        import pyarrow.compute as pc

        name = column.name
        cells = self.cells(name)
        if cells is None:
            values: Any = pa.nulls(self.rows, pa.string())
        else:
            mapped = self.source.values.get(name)
            read = texts(cells, identifier=name in IDENTIFIERS, mapped=mapped)
            self.blame(name, read.faults)
            values = read.values
        if name == "platform":
            values = values.fill_null("")
        elif name != "text":
            values = pc.if_else(pc.equal(values, pa.scalar("")), None, values)
        if column.values:
            self.known(column, values)
        if name == "time_precision":
            values = pc.coalesce(values, self.made[name])
        self.made[name] = values

    def known(self, column: Column, values: pa.Array[Any]) -> None:
        """Blame values that are none of the column's."""
        import pyarrow as pa
        import pyarrow.compute as pc

        good = pc.is_in(values, value_set=pa.array([*column.values, None], pa.string()))
        if not pc.all(good).as_py():
            pairs = enumerate(zip(good.to_pylist(), values.to_pylist(), strict=True))
            faults = {
                n: Why(reasons.UNKNOWN_VALUE, excerpt(got)) for n, (fine, got) in pairs if not fine
            }
            self.blame(column.name, faults)

    def identify(self) -> None:
        """Make the identifiers of posts that have none, if the source says from what."""
        import pyarrow as pa

        ids = self.made["post_id"]
        if not self.source.post_id_from or not ids.null_count:
            return
        if self.source.post_id_from == "row":
            made = [f"{self.shaper.path}:{number}" for number in self.batch.numbers]
        else:
            made = self.digests()
        self.made["post_id"] = pa.array(
            [new if old is None else old for old, new in zip(ids.to_pylist(), made, strict=True)],
            pa.string(),
        )

    def digests(self) -> list[str]:
        """For each row, a hash of its account, time and text."""
        import pyarrow as pa

        micros = self.made["created_at"].cast(pa.int64()).to_pylist()
        accounts, words = (self.made[name].to_pylist() for name in ("account_id", "text"))
        return [
            hashlib.sha256(f"{account}\0{time}\0{word}".encode()).hexdigest()[:24]
            for account, time, word in zip(accounts, micros, words, strict=True)
        ]

    def posts(self, outside: set[int]) -> pa.Table | None:
        """The rows that are neither bad nor outside."""
        import pyarrow as pa

        gone = outside | self.bad.keys()
        batch, columns = self.batch, self.made
        if gone:
            places = [place for place in range(self.rows) if place not in gone]
            if not places:
                return None
            batch = batch.take(places)
            at = pa.array(places, pa.int64())
            columns = {name: values.take(at) for name, values in columns.items()}
        columns["extra"] = pa.array(batch.rest(self.shaper.used), pa.string())
        columns["row"] = pa.array(batch.numbers, pa.int64())
        return pa.table(columns)
