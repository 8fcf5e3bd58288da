"""The vocabulary."""

from __future__ import annotations

import pyarrow as pa
import pytest

from antiphon.engine import Engine
from antiphon.errors import SchemaError
from antiphon.schema import ACCOUNTS, CANONICAL, CONTACTS, POSTS, RESULTS, VOLUMES, Blocs

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


def test_the_canonical_columns_are_those_of_the_design():
    assert set(POSTS.names) == set(
        "post_id platform account_id created_at time_precision time_source text title lang url "
        "urls hashtags mentions repost_of reply_to quote_of media_hashes collection_id raw_ref "
        "extra".split()
    )
    assert set(ACCOUNTS.names) == set(
        "account_id platform handle name aliases bloc kind outlet domain country language audience "
        "created_at followers public_role".split()
    )
    assert set(CONTACTS.names) == set("contact_id date kind parties title scope source_url".split())
    assert set(POSTS.required) == {"post_id", "account_id", "created_at", "text"}
    assert set(ACCOUNTS.required) == {"account_id", "bloc"}


def test_validation_names_what_is_missing_unknown_or_of_another_type():
    good = VOLUMES.empty()
    assert VOLUMES.validate(good.select(["posts", "bloc", "accounts", "day"])) == good
    with pytest.raises(SchemaError, match="other columns") as error:
        VOLUMES.validate(good.drop_columns(["day"]))
    assert error.value.got == {"missing": ["day"], "unknown": []}
    wrong = good.set_column(2, "posts", pa.array([], pa.float64()))
    with pytest.raises(SchemaError, match="column posts has the wrong type"):
        VOLUMES.validate(wrong)


def test_an_unknown_column_is_answered_with_the_nearest():
    with pytest.raises(SchemaError, match="did you mean 'posts'"):
        VOLUMES["post"]


def test_directions_and_pairs_of_blocs():
    blocs = Blocs(("a", "b", "c"), ("r",))
    assert blocs.pairs == (("a", "b"), ("a", "c"), ("b", "c"))
    assert len(blocs.directions) == 6
    assert blocs.all == ("a", "b", "c", "r")
