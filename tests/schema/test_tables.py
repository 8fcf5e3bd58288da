"""Every table of the vocabulary."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from antiphon import schema
from antiphon.engine import Engine
from antiphon.schema import CANONICAL, EVENTS, RESULTS, STORED, Table

TOPICS = [
    importlib.import_module(f"antiphon.schema.{module.name}")
    for module in pkgutil.iter_modules(schema.__path__)
]
DECLARED = {
    name: value
    for topic in TOPICS
    for name, value in vars(topic).items()
    if isinstance(value, Table)
}
every_table = pytest.mark.parametrize("table", CANONICAL + RESULTS, ids=lambda t: t.name)


@every_table
def test_columns_are_named_once_and_say_what_they_mean(table):
    assert len(set(table.names)) == len(table.names)
    assert all(column.meaning for column in table.columns)


@every_table
def test_the_engine_gives_back_the_arrow_types(table):
    with Engine() as engine:
        engine.create(table)
        engine.insert(table.name, table.empty())
        got = engine.table(f'SELECT * FROM "{table.name}"')
    assert got.schema.types == table.arrow.types


def test_a_declared_table_is_given_written_or_kept_in_the_store_and_so_once():
    listed = [table.name for table in CANONICAL + RESULTS]
    assert len(set(listed)) == len(listed)
    assert [n for n, t in DECLARED.items() if t not in (*CANONICAL, *RESULTS, STORED, EVENTS)] == []


def test_every_table_is_had_from_the_package_by_its_name():
    assert [name for name in DECLARED if name not in schema.__all__] == []
    assert all(getattr(schema, name) is table for name, table in DECLARED.items())
