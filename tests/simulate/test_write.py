"""A written world is a study that is ready to run, with its truth apart."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from antiphon.errors import AntiphonError
from antiphon.progress import SILENT
from antiphon.schema import ACCOUNTS, MECHANISMS
from antiphon.simulate.sample import Clock
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.world import World
from antiphon.simulate.write import prepare, write
from antiphon.study.file import load

SMALL = World().sized(1_500)
SPARSE = replace(
    SCENARIOS["sparse"].world.sized(1_500),
    clock=Clock(offset_minutes=(30, -30, 0), precision=("hour", "day", "second")),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("world")
    write(SMALL, 1, path)
    return path


@pytest.fixture(scope="module")
def sparse(tmp_path_factory):
    path = tmp_path_factory.mktemp("sparse")
    return path, write(SPARSE, 1, path, scenario="sparse")


def bytes_of(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def posts_of(folder, bloc):
    lines = (folder / "posts" / f"{bloc}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_same_seed_gives_the_same_bytes_and_another_others(folder, tmp_path):
    write(SMALL, 1, tmp_path / "again")
    write(SMALL, 2, tmp_path / "other")
    first, again, other = map(bytes_of, (folder, tmp_path / "again", tmp_path / "other"))
    assert first == again
    assert {p for p in first if first[p] != other[p]} == {
        "truth/posts.csv",
        "truth/unseen.csv",
        "truth/world.json",
        *(f"posts/{bloc}.jsonl" for bloc in SMALL.blocs),
    }


def test_the_study_is_valid_and_reads_no_truth(folder):
    study = load(folder)
    assert study.blocs.compare == SMALL.compare
    assert len(study.topics) == SMALL.writing.topics
    assert len(study.claims) >= 2
    assert [source.path for source in study.sources] == ["posts/*.jsonl"]


def test_posts_lie_with_their_bloc_in_order_of_time_and_every_one_has_its_truth(sparse):
    folder, count = sparse
    truth = {r["post_id"]: r for r in rows_of(folder / "truth" / "posts.csv")}
    seen = []
    for bloc in SMALL.blocs:
        rows = posts_of(folder, bloc)
        keys = [(r["created_at"], r["post_id"]) for r in rows]
        assert keys == sorted(keys)
        assert {truth[r["post_id"]]["bloc"] for r in rows} == {bloc}
        seen += [r["post_id"] for r in rows]
    assert sorted(seen) == sorted(truth)
    assert len(seen) == count
    assert {r["mechanism"] for r in truth.values()} <= set(MECHANISMS)


def test_what_is_not_in_the_data_has_its_truth_apart(sparse):
    folder, _ = sparse
    seen = {r["post_id"] for r in rows_of(folder / "truth" / "posts.csv")}
    unseen = {r["post_id"] for r in rows_of(folder / "truth" / "unseen.csv")}
    assert unseen
    assert not seen & unseen
    for row in rows_of(folder / "truth" / "posts.csv"):
        if row["parent_post_id"]:
            there = seen if row["parent_in_sample"] == "true" else unseen
            assert row["parent_post_id"] in there


def test_dates_say_how_exact_they_are_or_claim_to_be_exact(sparse, tmp_path):
    folder, _ = sparse
    for bloc, word in zip(SPARSE.blocs, SPARSE.clock.precision, strict=True):
        assert {r["time_precision"] for r in posts_of(folder, bloc)} == {word}
    silent = replace(SPARSE, clock=replace(SPARSE.clock, declared=False))
    write(silent, 1, tmp_path)
    rows = posts_of(tmp_path, "kestria")
    assert {r["time_precision"] for r in rows} == {"second"}
    assert all(r["created_at"].endswith("T00:00:00Z") for r in rows)


def test_the_world_is_written_down_with_every_parameter(sparse):
    folder, count = sparse
    told = json.loads((folder / "truth" / "world.json").read_text(encoding="utf-8"))
    assert (told["scenario"], told["seed"], told["posts"]) == ("sparse", 1, count)
    assert told["world"] == json.loads(json.dumps(SPARSE.parameters))
    truth = rows_of(folder / "truth" / "posts.csv")
    for name in MECHANISMS:
        mine = [
            r
            for r in truth
            if r["shared"] == "true" and r["mechanism"] == name and r["bloc"] != "world"
        ]
        assert told["mechanisms"][name] == len(mine)


def test_what_is_missing_changes_no_word_of_what_is_left(tmp_path):
    write(replace(SPARSE, sample=World().sample), 1, tmp_path / "whole")
    write(SPARSE, 1, tmp_path / "part")
    for bloc in SPARSE.blocs:
        whole = {r["post_id"]: r for r in posts_of(tmp_path / "whole", bloc)}
        part = posts_of(tmp_path / "part", bloc)
        assert 0 < len(part) < len(whole)
        assert all(whole[r["post_id"]] == r for r in part)


def test_the_accounts_have_canonical_columns_and_known_values(folder, sparse):
    rows = rows_of(folder / "accounts.csv")
    assert set(rows[0]) <= set(ACCOUNTS.names)
    assert {r["bloc"] for r in rows} == set(SMALL.blocs)
    for name in ("kind", "audience"):
        assert {r[name] for r in rows} <= set(ACCOUNTS[name].values)
    private = {r["kind"] for r in rows if r["public_role"] == "false"}
    assert private == {"suspected_troll"}
    listed = {r["account_id"] for r in rows_of(sparse[0] / "accounts.csv")}
    wrote = {r["account_id"] for r in rows_of(sparse[0] / "truth" / "posts.csv")}
    assert wrote < listed


def test_another_world_in_the_same_folder_leaves_nothing_of_the_first(tmp_path):
    write(replace(SMALL, compare=("first", "second")), 1, tmp_path)
    write(SMALL, 1, tmp_path)
    assert {p.stem for p in (tmp_path / "posts").iterdir()} == set(SMALL.blocs)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(AntiphonError, match="other than a world"):
        prepare(tmp_path)
    with pytest.raises(AntiphonError, match="needs a folder"):
        prepare(tmp_path / "thesis.txt")
    prepare(tmp_path / "new")


def test_progress_counts_every_post(tmp_path):
    told, totals = [], []

    class Count:
        done = SILENT.done

        def start(self, step, *, total=None, unit=""):
            totals.append(total)

        def advance(self, amount=1):
            told.append(amount)

    count = write(SMALL, 1, tmp_path, progress=Count())
    assert sum(told) == totals[-1] >= count
