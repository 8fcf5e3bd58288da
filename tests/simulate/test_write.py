"""A written world is a study that is ready to run."""

from __future__ import annotations

import csv
import json

import pytest

from antiphon.progress import SILENT
from antiphon.schema import ACCOUNTS, MECHANISMS
from antiphon.simulate.world import World
from antiphon.simulate.write import write
from antiphon.study.file import load

SMALL = World().sized(1_500)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("world")
    write(SMALL, 1, path)
    return path


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_same_seed_gives_the_same_bytes_and_another_others(folder, tmp_path):
    write(SMALL, 1, tmp_path / "again")
    write(SMALL, 2, tmp_path / "other")
    first, again, other = map(bytes_of, (folder, tmp_path / "again", tmp_path / "other"))
    assert first == again
    assert {str(p) for p in first if first[p] != other[p]} == {
        "truth.csv",
        *(f"posts/{bloc}.jsonl" for bloc in SMALL.blocs),
    }


def test_the_study_is_valid(folder):
    study = load(folder)
    assert study.blocs.compare == SMALL.compare
    assert len(study.topics) >= 2
    assert len(study.claims) >= 2


def test_posts_lie_with_their_bloc_in_order_of_time_and_every_one_has_its_truth(folder):
    truth = {r["post_id"]: r for r in rows_of(folder / "truth.csv")}
    seen = []
    for bloc in SMALL.blocs:
        lines = (folder / "posts" / f"{bloc}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        assert [r["created_at"] for r in rows] == sorted(r["created_at"] for r in rows)
        assert {truth[r["post_id"]]["bloc"] for r in rows} == {bloc}
        seen += [r["post_id"] for r in rows]
    assert sorted(seen) == sorted(truth)
    assert {r["mechanism"] for r in truth.values()} <= set(MECHANISMS)


def test_the_accounts_have_canonical_columns_and_known_values(folder):
    rows = rows_of(folder / "accounts.csv")
    assert set(rows[0]) <= set(ACCOUNTS.names)
    assert {r["bloc"] for r in rows} == set(SMALL.blocs)
    for name in ("kind", "audience"):
        assert {r[name] for r in rows} <= set(ACCOUNTS[name].values)
    private = {r["kind"] for r in rows if r["public_role"] == "false"}
    assert private == {"suspected_troll"}


def test_progress_counts_every_post(tmp_path):
    told = []

    class Count:
        start, done = SILENT.start, SILENT.done

        def advance(self, amount=1):
            told.append(amount)

    assert write(SMALL, 1, tmp_path, progress=Count()) == sum(told)
