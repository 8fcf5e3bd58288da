"""Accounts: listed, derived, or both; which posts they claim."""

from __future__ import annotations

import pytest

from antiphon.errors import SourceError, StudyError
from antiphon.sources.spec import Accounts, Source


def test_an_account_without_a_platform_claims_posts_of_any_but_a_closer_one_wins(folder):
    folder.write("accounts.csv", "account_id,platform,bloc\na,,red\na,telegram,blue\n")
    rows = [{"post_id": str(n), "platform": p} for n, p in enumerate(("", "twitter", "telegram"))]
    folder.posts("posts.jsonl", *rows, {"post_id": "3", "account_id": "nobody"})
    folder.ingest()
    blocs = dict(folder.engine.rows("SELECT post_id, bloc FROM posts"))
    assert blocs == {"0": "red", "1": "red", "2": "blue", "3": None}


def test_every_column_of_an_accounts_file_is_cast(folder):
    folder.posts("posts.jsonl", {})
    folder.write(
        "accounts.csv",
        "account_id,bloc,kind,audience,created_at,followers,public_role,notes\n"
        "a,red,embassy,foreign,2019-05-01,1200,yes,x\nb,blue,,,,,,\n",
    )
    folder.ingest()
    kind, audience, created, followers, public = folder.engine.rows(
        "SELECT kind, audience, created_at, followers, public_role FROM accounts"
    )[0]
    assert (kind, audience, created.year, followers, public) == (
        "embassy",
        "foreign",
        2019,
        1200,
        True,
    )
    assert folder.engine.rows("SELECT kind, followers FROM accounts")[1] == (None, None)


def test_bad_rows_of_an_accounts_file_are_an_error_that_names_the_first_five(folder):
    folder.posts("posts.jsonl", {})
    bad = ["a,,1,", "b,red,many,", "c,red,1,perhaps", ",red,1,", "d,red,1", "e,red,x,", "f,red,y,"]
    folder.write("accounts.csv", "account_id,bloc,followers,public_role\n" + "\n".join(bad))
    with pytest.raises(SourceError) as caught:
        folder.ingest()
    message = str(caught.value)
    assert "row 2: bloc: missing value" in message
    assert "row 3: followers: wrong type (many)" in message
    assert "row 4: public_role: wrong type (perhaps)" in message
    assert "row 6: wrong number of fields" in message
    assert "and 2 more" in message


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("account,bloc", "no column 'account_id'"),
        ("account_id,bloc,followes", "unknown column 'followes'"),
    ],
)
def test_a_header_that_is_not_that_of_accounts_is_an_error(folder, header, what):
    folder.posts("posts.jsonl", {})
    folder.write("accounts.csv", header + "\n")
    with pytest.raises(SourceError, match=what):
        folder.ingest()


def test_an_account_listed_in_two_blocs_is_an_error_and_one_listed_twice_is_not(folder):
    folder.posts("posts.jsonl", {})
    folder.write("accounts.csv", "account_id,bloc\na,red\na,red\n")
    folder.ingest()
    assert folder.column("account_id", "accounts") == ["a"]
    folder.write("accounts.csv", "account_id,bloc\na,red\nb,red\na,blue\n")
    with pytest.raises(SourceError, match="'a' is listed twice, with another bloc") as caught:
        folder.ingest()
    assert "rows 2 and 4" in caught.value.where


def test_accounts_are_derived_from_columns_of_the_export(folder):
    folder.write(
        "posts.csv",
        "id,user,date,body,land,fans,official\n"
        "1,a,2021-03-01,t,China,10,true\n2,b,2021-03-01,t,Russia,20,false\n"
        "3,c,2021-03-01,t,,30,no\n",
    )
    columns = {"post_id": "id", "account_id": "user", "created_at": "date", "text": "body"}
    source = Source("posts.csv", format="table", columns=columns, constants={"platform": "x"})
    derive = {"bloc": "land", "name": "user", "followers": "fans", "public_role": "official"}
    accounts = Accounts(
        derive=derive, values={"bloc": {"China": "cn"}}, constants={"kind": "official"}
    )
    folder.ingest(source, accounts=accounts)
    sql = "SELECT platform, account_id, name, bloc, followers, public_role, kind FROM accounts"
    assert folder.engine.rows(sql) == [
        ("x", "a", "a", "cn", 10, True, "official"),
        ("x", "b", "b", "Russia", 20, False, "official"),
    ]
    assert folder.column("bloc") == ["cn", "Russia", None]


def test_the_most_frequent_value_stands_and_conflicts_are_kept(folder):
    blocs = ["blue", "red", "blue", "y", "x"]
    rows = [
        {"post_id": str(n), "account_id": "a" if n < 3 else "b", "side": bloc}
        for n, bloc in enumerate(blocs)
    ]
    folder.posts("posts.jsonl", *rows)
    folder.ingest(accounts=Accounts(derive={"bloc": "side"}))
    assert folder.column("bloc", "accounts") == ["blue", "x"]
    sql = 'SELECT account_id, "column", value, posts, chosen FROM account_conflicts'
    assert folder.engine.rows(sql) == [
        ("a", "bloc", "blue", 2, True),
        ("a", "bloc", "red", 1, False),
        ("b", "bloc", "x", 1, True),
        ("b", "bloc", "y", 1, False),
    ]


def test_values_mapped_to_one_are_no_conflict(folder):
    rows = [{"post_id": str(n), "side": side} for n, side in enumerate(("R1", "R2"))]
    folder.posts("posts.jsonl", *rows)
    values = {"bloc": {"R1": "r", "R2": "r"}}
    folder.ingest(accounts=Accounts(derive={"bloc": "side"}, values=values))
    assert folder.column("bloc", "accounts") == ["r"]
    assert folder.column("value", "account_conflicts") == []


def test_a_file_is_right_and_derived_accounts_fill_what_it_does_not_name(folder):
    rows = [{"post_id": n, "account_id": n, "side": "green"} for n in ("a", "z")]
    folder.posts("posts.jsonl", *rows)
    folder.ingest(accounts=Accounts("accounts.csv", derive={"bloc": "side"}))
    named = dict(folder.engine.rows("SELECT account_id, bloc FROM accounts"))
    assert named == {"a": "red", "b": "blue", "z": "green"}


def test_nested_and_mapped_columns_serve_as_well(folder):
    row = {"user": {"land": "cn"}, "a/b~c": "N'a\"me", "lang": "zh"}
    folder.posts("posts.jsonl", row)
    derive = {"bloc": "user.land", "name": "a/b~c", "language": "lang", "handle": "account_id"}
    folder.ingest(accounts=Accounts(derive=derive))
    sql = "SELECT bloc, name, language, handle FROM accounts"
    assert folder.engine.rows(sql) == [("cn", "N'a\"me", "zh", "a")]


@pytest.mark.parametrize(
    ("accounts", "what"),
    [
        (Accounts(derive={"bloc": "sied"}), "no post has a column 'sied'"),
        (Accounts(derive={"bloc": "side", "kind": "side"}), "unknown value for kind"),
        (Accounts(derive={"bloc": "side", "account_id": "side"}), "is the posts' account_id"),
        (Accounts("missing.csv"), "no such file"),
    ],
)
def test_what_cannot_be_derived_is_an_error(folder, accounts, what):
    folder.posts("posts.jsonl", {"side": "red"})
    with pytest.raises(StudyError, match=what):
        folder.ingest(accounts=accounts)


def test_a_bloc_for_every_account(folder):
    folder.posts("posts.jsonl", {}, {"post_id": "2", "account_id": "q"})
    folder.ingest(accounts=Accounts(derive={"name": "account_id"}, constants={"bloc": "red"}))
    assert folder.column("bloc") == ["red", "red"]
