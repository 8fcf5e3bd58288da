"""Files of other tools, read as they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer import Typer
from typer.testing import CliRunner

from antiphon.cli.coaction import coaction
from antiphon.engine import Engine
from antiphon.errors import SchemaError
from antiphon.measures.coaction import coortweet, shares

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "coortweet_russian.parquet"
COORTWEET = """object_id,account_id,content_id,timestamp_share
l1,a,1,1000
l1,b,2,1030
l2,a,3,5000
l2,b,4,4999
l2,c,5,5061
l3,=c,6,0
l3,a,7,9
"""
TOOLKIT = """message_id,user_id,username,repost_id,reply_id,message,timestamp,urls
1,a,A,77,,RT look,2021-03-01 10:00:00,https://x.example/1
2,b,B,77,,RT look,2021-03-01 10:00:05,https://x.example/1
3,a,A,78,,RT more,1614600000,
4,b,B,78,,RT more,1614600009,
5,a,A,,90,hello you,1614700000,https://x.example/1 https://x.example/2
6,b,B,,90,hello you,1614700001,https://x.example/2 https://x.example/1
7,c,C,,,again,never,https://x.example/2
"""


def found(path: Path, window: int = 60, least: int = 1) -> list[tuple]:
    """Kind, accounts and objects of every pair."""
    with Engine() as engine:
        shares.read(engine, path)
        rows = shares.pairs(engine, window=window, least=least).to_pylist()
    return [(r["kind"], r["account_a"], r["account_b"], r["objects"]) for r in rows]


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "shares.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_file_of_coortweet(file):
    assert found(file(COORTWEET)) == [("object", "a", "b", 2), ("object", "=c", "a", 1)]
    assert ("object", "a", "c", 1) in found(file(COORTWEET), window=61)


def test_a_file_of_coordination_network_toolkit(file):
    """Reposts, replies, links and texts; what is reposted is nobody's own link or text."""
    assert found(file(TOOLKIT)) == [
        ("link", "a", "b", 2),
        ("repost", "a", "b", 2),
        ("reply", "a", "b", 1),
        ("text", "a", "b", 1),
    ]


def test_links_to_one_page_are_one_object_and_short_ones_as_they_stand(file):
    links = (
        "https://www.x.example/1/?utm_source=a https://bit.ly/1",
        "http://x.example/1#top https://bit.ly/1 https://bit.ly/2",
    )
    rows = [
        f"{n},{who},,,,,{n},{link}" for n, (who, link) in enumerate(zip("ab", links, strict=True))
    ]
    path = file(TOOLKIT.partition("\n")[0] + "\n" + "\n".join(rows) + "\n")
    assert found(path) == [("link", "a", "b", 2)]


def test_times_that_cannot_be_read_are_counted(file):
    with Engine() as engine:
        assert shares.read(engine, file(TOOLKIT)) == (14, 2)


def test_another_file_is_refused_with_what_is_expected(file):
    with Engine() as engine, pytest.raises(SchemaError, match="no list of shares") as error:
        shares.read(engine, file("who,what\na,b\n"))
    assert error.value.got == "who, what"


@pytest.mark.parametrize("time", ["nan", "inf", "1e300", "1614600000000", "", "soon"])
def test_times_out_of_reach_are_no_times(file, time):
    rows = "".join(f"l1,{a},{i},{time}\n" for i, a in enumerate("ab"))
    path = file(COORTWEET.split("\n", maxsplit=1)[0] + "\n" + rows)
    with Engine() as engine:
        assert shares.read(engine, path) == (2, 2)
    assert found(path) == []


def test_a_file_that_is_no_table_is_an_error_that_says_so(tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(b"not parquet")
    with Engine() as engine, pytest.raises(SchemaError, match="cannot be read"):
        shares.read(engine, path)


def test_no_shares_give_no_pairs(file):
    assert found(file(COORTWEET.split("\n", maxsplit=1)[0] + "\n")) == []


def test_of_63_pairs_by_weight_32_share_more_than_one_object():
    """CooRTweet's sample, 60 s: its weight counts pairs of shares, ours objects."""
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE.name} is not beside the project")
    rows = coortweet.detect_groups(pq.read_table(SAMPLE), time_window=60, min_participation=1)
    edges = coortweet.network(rows)
    several = {(e["account_a"], e["account_b"]) for e in edges if len(e["object_ids"]) > 1}
    assert sum(e["weight"] > 1 for e in edges) == 63
    assert {(a, b) for _, a, b, _ in found(SAMPLE, least=2)} == several
    assert len(several) == 32


def planted(seed: int = 1) -> str:
    """Shares of thirty accounts at random, and two that share twenty objects of their own."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"l{rng.integers(60)}", f"a{rng.integers(30)}", int(rng.integers(0, 60_000)))
        for _ in range(1500)
    ]
    moments = [5000 + 900 * n + int(rng.integers(0, 300)) for n in range(20)]
    rows += [(f"own{n}", who, t + 9 * (who == "y")) for n, t in enumerate(moments) for who in "xy"]
    lines = (f"{thing},{who},{n},{t}" for n, (thing, who, t) in enumerate(rows))
    return COORTWEET.split("\n", maxsplit=1)[0] + "\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("window", [0, 60, 300])
def test_pairs_are_held_against_chance_and_those_that_stand_come_first(file, window):
    path = file(planted())
    with Engine() as engine:
        shares.read(engine, path)
        bare = shares.pairs(engine, window=window, least=1)
        held = shares.pairs(engine, window=window, least=1, chance=True)
    assert sorted(map(str, held.select(bare.column_names).to_pylist())) == sorted(
        map(str, bare.to_pylist())
    )
    standing = [r for r in held.to_pylist() if r["stands"]]
    if window == 0:
        assert standing == []
        return
    (row,) = standing
    assert row == held.to_pylist()[0]
    assert (row["account_a"], row["account_b"], row["objects"]) == ("x", "y", 20)
    assert max(row["q_jitter"], row["q_bipartite"], row["q_labels"]) <= 0.05
    # Nine seconds apart, both nearly always fall into one interval of fifteen windows: there two
    # moments at random are within one window with probability 1 − (14 / 15)².
    once = 1 - (1 - 1 / 15) ** 2
    assert 0.9 * 20 * once < row["expected_jitter"] < 1.02 * 20 * once


def test_the_command_says_how_much_is_chance(file):
    app = Typer()
    app.command()(coaction)
    path = str(file(planted()))
    told = CliRunner().invoke(app, [path])
    assert told.exit_code == 0, told.output
    plain = " ".join(told.output.split())
    assert "1 of them is more than chance: q at most .05 under each of jitter, bipartite" in plain
    assert "objects by chance q kind first account 20 2." in plain
    assert "< .001 object 20 x 0 y" in plain
    bare = " ".join(CliRunner().invoke(app, [path, "--no-chance"]).output.split())
    assert "how much is not said here. objects kind first account 20 object 20 x 0 y" in bare


def test_the_command_prints_the_pairs_and_writes_no_formulas(file, tmp_path):
    app = Typer()
    app.command()(coaction)
    out = tmp_path / "pairs.csv"
    arguments = [str(file(COORTWEET)), "--min-objects", "1", "--out", str(out)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "2 pairs of accounts" in " ".join(done.output.split())
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("kind,account_a,account_b,objects")
    assert lines[2].startswith("object,'=c,a,1")
