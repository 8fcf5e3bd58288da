"""A study whose texts people code: from the machine's bare shares to corrected ones."""

from __future__ import annotations

import csv
import json

import pytest

from antiphon.coding.people.folder import collect
from antiphon.coding.people.sampling import Design
from antiphon.results import Results
from antiphon.study.drawing import draw_sample
from antiphon.study.run import run
from antiphon.study.verify import verify

STUDY = """
title = "Tone"
question = "Who is hostile?"
[blocs]
compare = ["north", "south"]
[accounts]
path = "accounts.csv"
[[source]]
path = "posts.jsonl"
[coding]
codes = ["tone"]
[power]
points = 0
controls = 0
"""
TEXTS = (
    "The ministers met on day {} and discussed fishing quotas for the season.",
    "Nothing better can be expected of this gang of liars on day {}.",
    "They told us again on day {} what we knew.",
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """240 posts of two blocs, every third of the second hostile."""
    folder = tmp_path_factory.mktemp("people")
    accounts = [f"{bloc}{n}" for bloc in ("north", "south") for n in range(8)]
    rows = [f"{name},,{name[:5]},ministry" for name in accounts]
    (folder / "accounts.csv").write_text("account_id,platform,bloc,kind\n" + "\n".join(rows) + "\n")
    with (folder / "posts.jsonl").open("w") as file:
        for n in range(240):
            name = accounts[n % 16]
            hostile = name.startswith("south") and n % 3 == 0
            text = TEXTS[1 if hostile else 2 * (n % 2)].format(n)
            time = f"2021-0{1 + n % 3}-{1 + n % 28:02}T12:00:00Z"
            post = {
                "post_id": f"p{n}",
                "platform": "x",
                "account_id": name,
                "created_at": time,
                "text": text,
            }
            file.write(json.dumps(post) + "\n")
    (folder / "study.toml").write_text(STUDY)
    return folder


@pytest.fixture(scope="module")
def bare(study):
    """The results before anybody coded."""
    return run(study / "study.toml", study / "out")


@pytest.fixture(scope="module")
def corrected(study, bare):
    """The results after a sample was drawn by the machine's label, coded and named."""
    design = Design(size=90, by=("bloc", "label"), double=0.5)
    made = draw_sample(
        study / "study.toml", ["tone"], design, study / "sample", 2, results=study / "out"
    )
    assert made.strata >= 3
    answer(study / "sample", 1)
    answer(study / "sample", 2)
    collect(study / "sample", [study / "sample" / f"back-{n}.csv" for n in (1, 2)])
    (study / "study.toml").write_text(STUDY + '[prevalences]\npeople = "*/labels.csv"\n')
    return run(study / "study.toml", study / "out")


def answer(folder, number):
    """One person's tasks, coded by what the texts say."""
    with (folder / f"tasks-{number}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / f"back-{number}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            label = "hostile" if "gang of liars" in row["text"] else "none"
            writer.writerow(row | {"coder": f"Ann {number}", "label": label})


def whole(results, label="hostile"):
    """Shares of a label in the blocs as wholes, by the lexicon."""
    rows = results.table("prevalences").to_pylist()
    return [
        r for r in rows
        if (r["label"], r["kind"], r["period"], r["coder"]) == (label, "", None, "lexicon")
    ]  # fmt: skip


def test_without_people_every_share_is_uncalibrated(bare):
    assert {row["method"] for row in bare.table("prevalences").to_pylist()} == {"uncalibrated"}
    assert bare.table("human_codes").num_rows == 0


def test_with_people_shares_have_intervals_that_hold_the_truth(corrected):
    for row, truth in zip(whole(corrected), (0.0, 1 / 3), strict=True):
        assert row["method"] in ("ppi", "human")
        assert row["low"] <= truth <= row["high"]
        assert row["high"] - row["low"] < 0.35
        assert row["n_human"] > 20


def test_agreement_is_told_and_coders_are_not_named(corrected):
    row = corrected.table("agreement").to_pylist()[0]
    assert (row["code"], row["alpha"], row["coders"]) == ("tone", 1.0, 2)
    assert set(corrected.table("human_codes")["person"].to_pylist()) == {"person 1", "person 2"}
    for path in (corrected.folder / "tables").glob("*.parquet"):
        assert b"Ann" not in path.read_bytes()


def test_posts_are_not_coded_again_for_new_labels_and_it_can_be_verified(study, bare, corrected):
    steps = Results.open(study / "out").manifest()["steps"]
    assert {"coding", "prevalences"} <= set(steps)
    label = study / "sample" / "labels.csv"
    text = label.read_text(encoding="utf-8-sig")
    label.write_text(text.replace(",hostile,", ",sharp,", 1), encoding="utf-8")
    again = run(study / "study.toml", study / "out").manifest()["steps"]
    assert again["coding"] == steps["coding"]
    assert again["mechanism"] == steps["mechanism"]
    assert again["prevalences"]["key"] != steps["prevalences"]["key"]
    assert verify(study / "out") == []


def test_a_classifier_that_learns_from_those_labels_is_known(study, corrected):
    from antiphon.study.file import load
    from antiphon.study.people import learnt

    path = study / "taught.toml"
    for taught, expected in (("sample/labels.csv", ("classifier",)), ("accounts.csv", ())):
        text = STUDY.replace("[coding]", f'[coding]\nlabels = "{taught}"')
        path.write_text(text + '[prevalences]\npeople = "*/labels.csv"\n')
        assert learnt(load(path)) == expected
