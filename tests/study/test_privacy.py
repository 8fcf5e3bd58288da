"""Pseudonyms."""

from __future__ import annotations

import stat

import made
import pyarrow as pa
import pytest

from antiphon.errors import StoreError
from antiphon.study import privacy


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path, monkeypatch):
    path = tmp_path / "new" / "key"
    monkeypatch.setenv("ANTIPHON_KEY", str(path))
    first = privacy.key()
    assert privacy.key() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("text", ["", "zz", "ab"])
def test_a_bad_key_is_an_error_that_says_where(tmp_path, monkeypatch, text):
    path = tmp_path / "key"
    path.write_text(text, encoding="ascii")
    monkeypatch.setenv("ANTIPHON_KEY", str(path))
    with pytest.raises(StoreError, match="key for pseudonyms") as error:
        privacy.key()
    assert error.value.where == str(path)


@pytest.mark.parametrize(
    ("more", "private"),
    [
        ({"kind": "ministry"}, False),
        ({"kind": "public"}, True),
        ({"kind": "suspected_troll"}, True),
        ({}, True),
        ({"public_role": True}, False),
        ({"kind": "ministry", "public_role": False}, True),
    ],
)
def test_who_may_be_named(more, private):
    table = made.posts(made.post("a", "n1", 0, "text"))
    with made.engine(table, made.accounts(n1=more)) as engine:
        assert privacy.private_accounts(engine) == ({"n1"} if private else set())


def test_accounts_that_no_table_has_are_private():
    with made.engine(made.posts(made.post("a", "x1", 0, "text"))) as engine:
        assert privacy.private_accounts(engine) == {"x1"}


def test_masking_hides_private_accounts_only_and_keeps_them_apart():
    table = pa.table(
        {
            "account_id": ["a", "b", "c", "a"],
            "passage": ["x" * 900] * 4,
            "before": ["said "] * 4,
            "url": ["https://x.example"] * 4,
        }
    )
    rows = privacy.mask(table, {"a", "b"}, b"key").to_pylist()
    assert rows[0]["account_id"] == rows[3]["account_id"] != rows[1]["account_id"]
    assert rows[0]["account_id"].startswith("anon-")
    assert rows[2] == {
        "account_id": "c",
        "passage": "x" * 900,
        "before": "said ",
        "url": "https://x.example",
    }
    assert (len(rows[0]["passage"]), rows[0]["before"], rows[0]["url"]) == (280, "", None)


def test_another_key_gives_other_pseudonyms():
    assert privacy.pseudonym(b"one", "a") != privacy.pseudonym(b"two", "a")
