"""What a table of the vocabulary is: columns with types, meanings and known values.

A column's type is one of the names in `TYPES`; an arrow type is made from it on demand, so that
importing the vocabulary costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.errors import SchemaError, nearest

if TYPE_CHECKING:
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


def C(name: str, type: str, meaning: str, *values: str) -> Column:  # noqa: A002, N802
    """A column that may be empty."""
    return Column(name, type, meaning, values=values)


def R(name: str, type: str, meaning: str, *values: str) -> Column:  # noqa: A002, N802
    """A column that a row cannot do without."""
    return Column(name, type, meaning, required=True, values=values)
