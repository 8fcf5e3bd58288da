"""A study file is read whole or refused with one message that says what to mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from antiphon.errors import StudyError
from antiphon.schema import Quantity
from antiphon.study.file import check_blocs, load

HEAD = """
title = "Two choirs"
question = "Who sings after whom?"
"""
BLOCS = """
[blocs]
compare = ["north", "south"]
reference = ["world"]
"""
FILES = """
[accounts]
path = "accounts.csv"
[[source]]
path = "posts/*.jsonl"
"""
WHOLE = HEAD + BLOCS + FILES
CLAIM = """
[[claim]]
id = "c"
text = "North repeats South."
measure = "reuse"
quantity = "rate"
a = "north"
expect = "> 0"
"""
MAPPED = """
[accounts]
derive = { bloc = "country" }
[[source]]
path = "posts/*.jsonl"
format = "table"
[source.columns]
post_id = "tweet_id"
account_id = "author"
created_at = "created"
text = "full_text"
"""


@dataclass(frozen=True)
class Reuse:
    """`[reuse]`."""

    min_words: int = field(default=8, metadata={"min": 2})
    """Words."""


PARTS = (
    SimpleNamespace(
        name="reuse",
        question="Who repeats whom?",
        settings=Reuse,
        quantities=(Quantity("rate", "posts", "a rate"),),
    ),
)


@pytest.fixture
def write(tmp_path):
    """Writes a study file beside a file of accounts and one of posts."""
    (tmp_path / "accounts.csv").write_text("account_id,bloc\n")
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "one.jsonl").write_text("")

    def write(content):
        path = tmp_path / "study.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def refused(write):
    """The error for a study file."""

    def refused(content):
        path = write(content)
        with pytest.raises(StudyError) as caught:
            load(path, parts=PARTS)
        assert str(path) in caught.value.where
        caught.value.where = caught.value.where.removeprefix(f"{path}: ")
        return caught.value

    return refused


def test_a_sound_study_becomes_frozen_objects(write):
    study = load(write(WHOLE + CLAIM + "[reuse]\nmin_words = 5\n"), parts=PARTS)
    assert study.blocs.all == ("north", "south", "world")
    assert study.sources[0].path == "posts/*.jsonl"
    assert study.claims[0].expect == "> 0"
    assert study.settings == {"reuse": Reuse(5)}
    assert (study.seed, study.timezone) == (1, "UTC")
    with pytest.raises(AttributeError):
        study.seed = 2


def test_settings_are_the_defaults_where_the_file_is_silent(write):
    assert load(write(WHOLE), parts=PARTS).settings == {"reuse": Reuse()}


def test_the_hash_is_of_the_bytes(write):
    one = load(write(WHOLE), parts=PARTS)
    two = load(write(WHOLE + "# a note\n"), parts=PARTS)
    assert one.sha256 != two.sha256


def test_a_folder_stands_for_the_study_in_it(write):
    assert load(write(WHOLE).parent, parts=PARTS).title == "Two choirs"


def test_a_byte_order_mark_and_crlf_do_no_harm(write):
    content = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()
    assert load(write(content), parts=PARTS).title == "Two choirs"


def test_directions_are_written_one_way(write):
    claim = CLAIM.replace('"north"', '" north ->south"') + 'b = "south → north"\n'
    study = load(write(WHOLE + claim), parts=PARTS)
    assert (study.claims[0].a, study.claims[0].b) == ("north→south", "south→north")


def test_paths_may_lead_out_of_the_folder(write, tmp_path):
    folder = tmp_path / "studies"
    folder.mkdir()
    path = folder / "s.toml"
    content = WHOLE.replace('"accounts', '"../accounts').replace('"posts', '"../posts')
    path.write_text(content)
    assert load(path, parts=PARTS).root == folder


def test_without_parts_every_measure_and_inference_has_its_settings(write):
    assert {"reuse", "volumes", "mechanism"} <= load(write(WHOLE)).settings.keys()


def subject(table, *lines):
    return WHOLE + f"\n[[{table}]]\n" + "\n".join(lines) + "\n"


def aimed(at):
    """A claim on whom a bloc names."""
    return CLAIM.replace('"reuse"', '"targets"').replace('"north"', f'"{at}"')


def source(*lines, mapped=True):
    """A study whose source has further keys; they come before its tables."""
    keys = "\n".join(lines)
    files = MAPPED if mapped else FILES
    at = 'path = "posts/*.jsonl"\n'
    return HEAD + BLOCS + files.replace(at, f"{at}{keys}\n")


def below(*lines):
    """A study with further tables of its mapped source."""
    return HEAD + BLOCS + MAPPED + "\n".join(lines) + "\n"


BAD = {
    "TOML": ("title = ", "line 1", "not TOML", ""),
    "smart quotes": ("title = “a”", "line 1, column 9", "not TOML", "straight quotes"),
    "backslash": ('a = "bio\\w"', "line 1", "not TOML", "single quotes"),
    "a key twice": ('title = "a"\ntitle = "b"', "line 2", "not TOML", "keep one"),
    "deep nesting": ("a = " + "[" * 5000, "", "nested too deeply", ""),
    "a huge number": ("a = " + "9" * 5000, "", "too many digits", ""),
    "unknown table": (WHOLE + "[reuze]\n", "reuze", "unknown key", "did you mean 'reuse'"),
    "plural table": (WHOLE + "[[topics]]\nid='a'\n", "topics", "unknown key", "'topic'"),
    "unknown key": (
        WHOLE + "[reuse]\nmin_word = 3\n",
        "reuse.min_word",
        "unknown key",
        "min_words",
    ),
    "unknown bloc key": (
        WHOLE.replace("reference", "referense"),
        "blocs.referense",
        "unknown key",
        "'reference'",
    ),
    "out of bounds": (WHOLE + "[reuse]\nmin_words = 1\n", "reuse.min_words", "out of bounds", ""),
    "settings no table": ("reuse = 3\n" + WHOLE, "reuse", "wrong type", ""),
    "no title": (WHOLE.replace("title", "timezone"), "title", "missing key", "add title"),
    "no blocs": (HEAD + FILES, "blocs", "missing key", "[blocs]"),
    "no sources": (WHOLE.split("[[source]]")[0], "source", "missing key", "[[source]]"),
    "empty sources": ("source = []\n" + WHOLE.split("[[source]]")[0], "source", "no sources", ""),
    "wrong type": ("seed = '3'\n" + WHOLE, "seed", "wrong type", "leave out the quotes: 3"),
    "negative seed": ("seed = -3\n" + WHOLE, "seed", "out of bounds", ""),
    "no compare": (WHOLE.replace('"north", "south"', ""), "blocs.compare", "fewer than two", ""),
    "one compared": (WHOLE.replace(', "south"', ""), "blocs.compare", "fewer than two", ""),
    "bloc twice": (WHOLE.replace('"south"', '"north"'), "blocs.compare", "same bloc twice", ""),
    "bloc in both": (
        WHOLE.replace('"world"', '"north"'),
        "blocs.reference",
        "both compared and reference",
        "",
    ),
    "arrow in a bloc": (WHOLE.replace('"world"', '"a→b"'), "blocs", "bad name", ""),
    "blank bloc": (WHOLE.replace('"world"', '" "'), "blocs", "bad name", ""),
    "time zone": (
        "timezone = 'Europe/Berlim'\n" + WHOLE,
        "timezone",
        "unknown time zone",
        "Europe/Berlin",
    ),
    "time zone path": ("timezone = '../etc'\n" + WHOLE, "timezone", "unknown time zone", ""),
    "shared id": (
        subject("topic", "id='a'", "terms=['x']") + "[[issue]]\nid='a'\nof='north'\nterms=['y']\n",
        "issue[1].id",
        "same id twice",
        "rename",
    ),
    "no terms": (subject("topic", "id='a'", "terms=[]"), "topic[1].terms", "no terms", ""),
    "blank term": (
        subject("topic", "id='a'", "terms=[' ']"),
        "topic[1].terms[1]",
        "empty term",
        "",
    ),
    "bad pattern": (
        subject("narrative", "id='a'", "any=['ok', 'lab(']"),
        "narrative[1].any[2], character 4",
        "bad pattern",
        "backslash",
    ),
    "endless pattern": (
        subject("narrative", "id='a'", "any=['(a+)+b']"),
        "narrative[1].any[1]",
        "never come to an end",
        "bound",
    ),
    "pattern for all": (
        subject("narrative", "id='a'", "any=['a*']"),
        "narrative[1].any[1]",
        "every text matches",
        "",
    ),
    "long pattern": (
        subject("narrative", "id='a'", f"any=['{'a' * 1001}']"),
        "narrative[1].any[1]",
        "too long",
        "",
    ),
    "of nobody": (
        subject("issue", "id='a'", "of='nort'", "terms=['x']"),
        "issue[1].of",
        "unknown bloc",
        "'north'",
    ),
    "star alone": (
        subject("topic", "id='a'", "terms=['*']"),
        "topic[1].terms[1]",
        "empty term",
        "",
    ),
    "unknown target": (
        WHOLE + aimed("north→jurnalists"),
        "claim[1].a",
        "unknown target",
        "'journalists'",
    ),
    "target of nobody": (
        WHOLE + aimed("nort→journalists"),
        "claim[1].a",
        "unknown bloc",
        "'north'",
    ),
    "nobody named": (WHOLE + aimed("north"), "claim[1].a", "nobody is named", ""),
    "expectation": (WHOLE + CLAIM.replace("> 0", "high"), "claim[1].expect", "expectation", ""),
    "empty range": (
        WHOLE + CLAIM.replace("> 0", "between 2 and 1"),
        "claim[1].expect",
        "expectation",
        "",
    ),
    "claim of nobody": (
        WHOLE + CLAIM.replace('"north"', '"nort"'),
        "claim[1].a",
        "unknown bloc",
        "'north'",
    ),
    "direction of nobody": (
        WHOLE + CLAIM.replace('"north"', '"north→sout"'),
        "claim[1].a",
        "unknown bloc",
        "'south'",
    ),
    "direction to itself": (
        WHOLE + CLAIM.replace('"north"', '"north→north"'),
        "claim[1].a",
        "not a direction",
        "",
    ),
    "quantity": (
        WHOLE + CLAIM.replace('"rate"', '"rates"'),
        "claim[1].quantity",
        "no such quantity",
        "'rate'",
    ),
    "claim twice": (WHOLE + CLAIM + CLAIM, "claim", "same id twice", ""),
    "no accounts file": (
        WHOLE.replace("accounts.csv", "acounts.csv"),
        "accounts.path",
        "no such file",
        "accounts.csv",
    ),
    "no accounts": (WHOLE.replace('path = "accounts.csv"', ""), "accounts", "no accounts", ""),
    "accounts without bloc": (
        HEAD + BLOCS + MAPPED.replace("bloc =", "name ="),
        "accounts.derive.bloc",
        "without their bloc",
        "",
    ),
    "accounts column": (
        HEAD + BLOCS + MAPPED.replace("{ bloc", "{ blok = 'x', bloc"),
        "accounts.derive.blok",
        "unknown column",
        "'bloc'",
    ),
    "account kind": (
        HEAD + BLOCS + MAPPED.replace("derive", "constants = { kind = 'embasy' }\nderive"),
        "accounts.constants.kind",
        "unknown value",
        "'embassy'",
    ),
    "no posts": (WHOLE.replace("*.jsonl", "*.csv"), "source[1].path", "no file", "one.jsonl"),
    "absolute path": (
        WHOLE.replace("posts/*", "/data/*"),
        "source[1].path",
        "absolute path",
        "../",
    ),
    "NUL in a path": (
        WHOLE.replace("posts/*", "a\\u0000b"),
        "source[1].path",
        "not a path",
        "",
    ),
    "contacts": (WHOLE + "[contacts]\npath='c.csv'\n", "contacts.path", "no such file", ""),
    "format": (
        source('format = "jsnl"', mapped=False),
        "source[1].format",
        "unknown value",
        "'jsonl'",
    ),
    "format and unit": (
        source('datetime_format = "%Y"', 'datetime_unit = "s"'),
        "source[1]",
        "both datetime_format and datetime_unit",
        "",
    ),
    "unit": (source('datetime_unit = "sec"'), "source[1].datetime_unit", "unknown value", ""),
    "columns without table": (
        below().replace('"table"', '"csv"'),
        "source[1].columns",
        "columns of its own",
        'format = "table"',
    ),
    "unknown column": (
        below('titel = "x"'),
        "source[1].columns.titel",
        "unknown column",
        "'title'",
    ),
    "our own column": (below('raw_ref = "x"'), "source[1].columns.raw_ref", "unknown column", ""),
    "no post_id": (
        below().replace("post_id =", "title ="),
        "source[1].columns.post_id",
        "not mapped",
        "post_id_from",
    ),
    "no text": (
        below().replace("text =", "title ="),
        "source[1].columns.text",
        "not mapped",
        "add text",
    ),
    "constant": (
        below("[source.constants]", 'time_precision = "minutes"'),
        "source[1].constants.time_precision",
        "unknown value",
        "'minute'",
    ),
    "value": (
        below("[source.values.time_precision]", 'm = "min"'),
        "source[1].values.time_precision",
        "unknown value",
        "minute",
    ),
    "generated id": (
        source('post_id_from = "hash"'),
        "source[1].post_id_from",
        "unknown value",
        "",
    ),
    "since": (source('since = "last year"'), "source[1].since", "not a time", ""),
    "bare date": (source("since = 2021-01-01"), "source[1].since", "wrong type", '"2021-01-01"'),
    "since after until": (
        source('since = "2021-02-01"', 'until = "2021-01-31T23:00:00Z"'),
        "source[1]",
        "since is not before until",
        "",
    ),
    "since is until, in another zone": (
        source('since = "2021-01-01T01:00:00+01:00"', 'until = "2021-01-01"'),
        "source[1]",
        "since is not before until",
        "",
    ),
    "source zone": (source('timezone = "Moscow"'), "source[1].timezone", "unknown time zone", ""),
    "encoding": (source('encoding = "utf8x"'), "source[1].encoding", "unknown encoding", "utf-8"),
    "delimiter": (source('delimiter = ";;"'), "source[1].delimiter", "several characters", ""),
    "rejected share": (
        WHOLE + "[ingest]\nmax_rejected_share = 5\n",
        "ingest.max_rejected_share",
        "out of bounds",
        "0.05",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_named_with_its_place_and_a_fix(name, refused):
    content, where, what, fix = BAD[name]
    error = refused(content)
    assert what in str(error)
    assert where in error.where
    assert fix in error.fix


def test_the_line_of_a_mistake_is_shown(refused):
    error = refused('title = "a"\nquestion = why\n')
    assert error.where.startswith("line 2")
    assert error.got == "question = why"


def test_a_file_that_is_not_utf8_is_refused_with_its_line(refused):
    error = refused(WHOLE.encode() + 'title = "café"'.encode("latin-1"))
    assert error.what == "the study file is not UTF-8"
    assert error.where == f"line {WHOLE.count(chr(10)) + 1}"


def test_a_file_over_a_megabyte_is_not_a_study(refused):
    assert "too large" in refused(b"#" * 1_000_001).what


def test_a_study_that_is_not_there_names_those_that_are(write):
    path = write(WHOLE).with_name("stuby.toml")
    with pytest.raises(StudyError) as caught:
        load(path, parts=PARTS)
    assert "did you mean study.toml?" in caught.value.fix


def test_a_bloc_without_accounts_lists_the_blocs_that_have_some(write):
    import pyarrow as pa

    study = load(write(WHOLE), parts=PARTS)
    accounts = pa.table({"bloc": ["north", "north", "South", "world"]})
    with pytest.raises(StudyError) as caught:
        check_blocs(study, accounts)
    assert caught.value.where.endswith("blocs.compare")
    assert "north (2), South (1), world (1)" in caught.value.expected
    assert "did you mean 'South'" in caught.value.fix
    check_blocs(study, pa.table({"bloc": ["north", "south", "world"]}))
