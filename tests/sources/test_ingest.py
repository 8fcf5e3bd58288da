"""The store after reading: a function of the study and its files, whatever happened before."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from antiphon.engine import Engine
from antiphon.errors import SourceError, StoreError, StudyError, TooManyRejected
from antiphon.schema import ACCOUNTS, CONTACTS, FILES, REJECTED, REVISIONS, STORED
from antiphon.sources import reasons
from antiphon.sources.spec import Accounts, Contacts, Source


def fresh_tables(folder, *sources, **more) -> dict:
    with Engine() as engine:
        folder.ingest(*sources, engine=engine, **more)
        return folder.tables(engine)


def test_the_tables_are_those_of_the_vocabulary(folder):
    folder.posts("posts.jsonl", {})
    folder.ingest()
    tables = folder.tables()
    for table in (STORED, ACCOUNTS, CONTACTS, FILES, REJECTED, REVISIONS):
        assert tables[table.name].schema.names == list(table.names)
        table.validate(tables[table.name])


def test_posts_are_numbered_in_order_of_time_platform_and_identifier(folder):
    times = ["2021-03-02", "2021-03-01", "2021-03-02", "2021-03-01"]
    rows = [{"post_id": str(9 - n), "created_at": time} for n, time in enumerate(times)]
    folder.posts("posts.jsonl", *rows, {"post_id": "8", "platform": "x", "created_at": times[0]})
    folder.ingest()
    keys = folder.engine.rows("SELECT created_at, platform, post_id FROM posts")
    assert keys == sorted(keys)
    assert folder.column("ix") == list(range(5))


def test_the_same_files_again_change_nothing_and_are_not_read(folder, monkeypatch):
    folder.posts("posts.jsonl", {}, {"post_id": "2"})
    first = folder.ingest()
    tables = folder.tables()
    monkeypatch.setattr("antiphon.sources.store.fill", lambda *_: pytest.fail("was read"))
    assert folder.ingest() == first
    assert folder.tables() == tables


def test_a_touched_file_is_still_the_same(folder):
    path = folder.posts("posts.jsonl", {})
    first = folder.ingest()
    path.touch()
    assert folder.ingest() == first


def test_identical_rows_are_repeats_and_other_texts_revisions(folder):
    folder.posts("a.jsonl", {"text": "old"}, {"text": "old"}, {"post_id": "2", "title": "T"})
    folder.posts("b.jsonl", {"text": "new"}, {"post_id": "2", "title": "U"})
    folder.ingest(Source("*.jsonl"))
    assert folder.engine.rows("SELECT post_id, text, title, raw_ref FROM posts") == [
        ("1", "new", None, "b.jsonl:1"),
        ("2", "t", "U", "b.jsonl:2"),
    ]
    assert folder.engine.rows("SELECT post_id, raw_ref, replaced_by, text FROM revisions") == [
        ("1", "a.jsonl:1", "b.jsonl:1", "old"),
        ("1", "a.jsonl:2", "b.jsonl:1", "old"),
        ("2", "a.jsonl:3", "b.jsonl:2", "t"),
    ]


def test_sources_count_in_the_order_of_the_study(folder):
    folder.posts("a.jsonl", {"text": "a"})
    folder.posts("b.jsonl", {"text": "b"})
    first = folder.ingest(Source("a.jsonl"), Source("b.jsonl"))
    assert folder.column("text") == ["b"]
    assert folder.ingest(Source("b.jsonl"), Source("a.jsonl")) != first
    assert folder.column("text") == ["a"]
    assert folder.column("source", "files") == [1, 2]


def test_the_same_identifier_on_two_platforms_is_two_posts(folder):
    folder.posts("posts.jsonl", {"platform": "x"}, {"platform": "y"}, {"platform": None})
    folder.ingest()
    assert folder.column("platform") == ["", "x", "y"]


def test_a_changed_file_is_read_anew_and_its_former_texts_are_remembered(folder):
    folder.posts("posts.jsonl", {"text": "before"}, {"post_id": "2"}, {"post_id": "3"})
    first = folder.ingest()
    folder.posts("posts.jsonl", {"text": "after"}, {"post_id": "2"})
    assert folder.ingest() != first
    assert folder.tables() == fresh_tables(folder)
    assert folder.column("text") == ["after", "t"]
    assert folder.engine.rows("SELECT post_id, text FROM history") == [("1", "before")]


def test_files_no_longer_named_drop_out(folder):
    folder.posts("a.jsonl", {"post_id": "1"})
    b = folder.posts("b.jsonl", {"post_id": "2"}, {"post_id": ""})
    folder.ingest(Source("*.jsonl"))
    b.unlink()
    folder.ingest(Source("*.jsonl"))
    assert folder.tables() == fresh_tables(folder, Source("*.jsonl"))
    assert folder.column("post_id") == ["1"]
    assert folder.rejected() == []


def test_another_way_of_reading_replaces_the_former(folder):
    folder.posts("posts.jsonl", {"created_at": "2021-03-01 12:00:00"})
    folder.ingest()
    moved = Source("posts.jsonl", timezone="Asia/Tokyo")
    folder.ingest(moved)
    assert folder.column("created_at")[0].hour == 3
    assert folder.tables() == fresh_tables(folder, moved)
    assert folder.engine.value("SELECT count(*) FROM versions") == 1


def test_one_file_may_be_read_by_two_sources_in_two_ways_but_not_in_one(folder):
    folder.posts("posts.jsonl", {"lang": "en"}, {"post_id": "2", "lang": "ru"})
    sources = [Source("posts.jsonl", where={"lang": (lang,)}) for lang in ("en", "ru")]
    folder.ingest(*sources)
    assert folder.column("post_id") == ["1", "2"]
    with pytest.raises(StudyError, match="two sources that read it alike"):
        folder.ingest(Source("posts.jsonl"), Source("./p*.jsonl", terms="as told"))


def test_a_pattern_without_files_names_what_is_there(folder):
    folder.posts("posts/a.json", {})
    with pytest.raises(StudyError, match="no file matches") as caught:
        folder.ingest(Source("posts/*.jsonl"))
    assert "a.json" in caught.value.fix


def test_a_pattern_does_not_follow_a_link_out_of_its_folder(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.jsonl"
    secret.write_text("{}")
    folder.posts("posts/a.jsonl", {})
    (folder.root / "posts" / "link.jsonl").symlink_to(secret)
    with pytest.raises(StudyError, match="link leads out"):
        folder.ingest(Source("posts/*.jsonl"))
    assert folder.ingest(Source("posts/link.jsonl"))


def test_files_beside_the_study_are_read_where_the_path_says_so(folder):
    study = folder.root / "study"
    study.mkdir()
    folder.posts("data/posts.jsonl", {})
    folder.write("study/accounts.csv", "account_id,bloc\na,red\n")
    folder.root = study
    folder.ingest(Source("../data/*.jsonl"))
    assert folder.column("raw_ref") == ["../data/posts.jsonl:1"]


def test_too_many_bad_rows_stop_the_run_with_the_most_frequent_reasons(folder):
    folder.write("posts.jsonl", "nonsense\nmore of it\n[]\n")
    folder.posts("good.jsonl", *({"post_id": str(n)} for n in range(97)))
    with pytest.raises(TooManyRejected) as caught:
        folder.ingest(Source("*.jsonl"), share=0.02)
    message = str(caught.value)
    assert "3 of 100 rows" in message
    assert "2 × bad JSON, as in posts.jsonl:1: nonsense" in message
    assert "1 × not a JSON object" in message
    assert "at most 2.0%" in message
    folder.ingest(Source("*.jsonl"), share=0.03)
    assert len(folder.column("post_id")) == 97


def test_what_was_read_before_a_stop_is_kept(folder, monkeypatch):
    folder.write("posts.jsonl", "nonsense\n")
    for _ in range(2):
        with pytest.raises(TooManyRejected):
            folder.ingest(share=0.5)
        monkeypatch.setattr("antiphon.sources.store.fill", lambda *_: pytest.fail("was read"))


def test_a_file_that_changes_while_it_is_read_is_an_error(folder, monkeypatch):
    from antiphon.sources import store

    path = folder.posts("posts.jsonl", {})
    replace = store.replace

    def meanwhile(*arguments):
        path.write_text("{}\n{}\n")
        replace(*arguments)

    monkeypatch.setattr(store, "replace", meanwhile)
    with pytest.raises(SourceError, match="changed while"):
        folder.ingest()
    assert folder.engine.value("SELECT count(*) FROM versions") == 0


def test_a_store_of_a_newer_version_is_refused_and_of_an_older_one_made_anew(folder):
    folder.posts("posts.jsonl", {})
    folder.ingest()
    tables = folder.tables()
    folder.engine.execute("UPDATE ingest_state SET reader = 0")
    folder.engine.execute("DELETE FROM versions")
    folder.ingest()
    assert folder.tables() == tables
    folder.engine.execute("UPDATE ingest_state SET reader = 1000")
    with pytest.raises(StoreError, match="newer version"):
        folder.ingest()


def test_contacts_are_read_in_order_of_date(folder):
    folder.posts("posts.jsonl", {})
    header = "contact_id,date,kind,parties,title,scope\n"
    folder.write(
        "contacts.csv",
        header + "2,2020-01-01,visit,a;b,Later,both\n1,2019-01-01,forum,a | b; c,First,\n",
    )
    folder.ingest(contacts=Contacts("contacts.csv"))
    sql = "SELECT contact_id, CAST(date AS VARCHAR), parties, scope FROM contacts"
    assert folder.engine.rows(sql) == [
        ("1", "2019-01-01", ["a", "b", "c"], None),
        ("2", "2020-01-01", ["a", "b"], "both"),
    ]
    folder.write("contacts.csv", header + "1,2020-01-01,visit,a;b,A,\n1,2020-01-01,forum,a,B,\n")
    with pytest.raises(SourceError, match="occurs twice"):
        folder.ingest(contacts=Contacts("contacts.csv"))
    folder.write("contacts.csv", header + "1,2020-01-01,party,a;b,A,\n")
    with pytest.raises(SourceError, match=r"row 2: kind: unknown value \(party"):
        folder.ingest(contacts=Contacts("contacts.csv"))


def test_the_fingerprint_follows_accounts_and_contacts(folder):
    folder.posts("posts.jsonl", {})
    marks = [
        folder.ingest(),
        folder.ingest(accounts=Accounts("accounts.csv", values={"bloc": {"red": "RED"}})),
    ]
    assert folder.column("bloc") == ["RED"]
    folder.write("accounts.csv", "account_id,bloc\na,green\n")
    marks.append(folder.ingest())
    assert folder.column("bloc") == ["green"]
    folder.write("contacts.csv", "contact_id,date,kind,parties,title\n")
    marks.append(folder.ingest(contacts=Contacts("contacts.csv")))
    assert len(set(marks)) == 4


def test_progress_tells_bytes(folder):
    class Heard:
        total = heard = 0

        def start(self, step, *, total=None, unit=""):
            self.total += total or 0

        def advance(self, amount=1):
            self.heard += amount

        def done(self, note=""):
            pass

    from antiphon.sources.ingest import ingest
    from antiphon.sources.spec import Ingest

    path = folder.posts("posts.jsonl", *({"post_id": str(n)} for n in range(1_000)))
    progress = Heard()
    ingest(
        folder.engine,
        folder.root,
        [Source(path.name)],
        Accounts("accounts.csv"),
        None,
        Ingest(),
        progress,
    )
    assert progress.total == progress.heard == path.stat().st_size


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just("2021-03-01"),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
)
KEYS = st.sampled_from(
    ["post_id", "account_id", "created_at", "text", "urls", "lang", "extra", "é\ud800"]
)
LINES = st.one_of(
    st.dictionaries(KEYS, VALUES).map(lambda row: json.dumps(row).encode()), st.binary(max_size=30)
)


MARKS = (b"\xef\xbb\xbf", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # of BOM, gzip, zstd: no row's


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=12), st.sampled_from(["jsonl", "csv"]))
def test_every_row_of_any_file_is_taken_left_out_or_rejected(folder, lines, kind):
    content = b"\n".join(lines)
    assume(not content.startswith(MARKS))
    if kind == "csv":
        content = b"post_id,account_id,created_at,text\n" + content
    folder.write(f"posts.{kind}", content)
    folder.ingest(Source(f"posts.{kind}", until="2021-03-01" if len(lines) % 2 else ""))
    ((rows, taken, left_out, rejected),) = folder.counts()
    assert rows == taken + left_out + rejected
    told = folder.rejected()
    assert len(told) == rejected
    assert {reason for *_, reason in told} <= set(reasons.REASONS)
    assert len(folder.column("post_id")) <= taken
    if kind == "jsonl":
        written = [line for line in content.split(b"\n") if line.strip()]
        assert rows == max(len(written), 1)
