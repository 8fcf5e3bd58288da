"""How often mechanisms are told right in worlds that share nothing with `antiphon.simulate`.

Other text, other lag laws, other rates, and nothing known of what the mixture believes. Seeds 1 to
3 of an earlier draft were looked at when the mixture was last changed; those here were not.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

from antiphon.schema import MECHANISMS, Blocs
from antiphon.study.run import run
from benchmarks.foreign_text import REAL
from benchmarks.foreign_worlds import OUTSIDE, WORLDS, built
from benchmarks.mechanism import calibration, macro
from benchmarks.mechanism_rules import said as by_rules

SEEDS = (901, 902)
START = np.datetime64("2024-09-02T00:00:00", "s")
STUDY = """title = "Others"
question = "Who copies whom?"
[blocs]
compare = {compare}
reference = {reference}
[accounts]
path = "accounts.csv"
[[source]]
path = "posts.jsonl"
[power]
points = 0
controls = 0
"""


def main() -> None:
    """Two worlds of each kind, posts pooled; or of the kinds named."""
    print(
        f"{'world':<15} {'posts':>5} {'found':>5} {'F1':>5} {'rules':>5} {'of found':>8} {'ECE':>5}"
    )
    for name in [name for name in sys.argv[1:] if name in WORLDS] or WORLDS:
        if WORLDS[name].text == "real" and not REAL.exists():
            print(f"{name:<15} left out: {REAL.name} is not beside the project")
            continue
        pairs, rules, sure = [], [], []
        for seed in SEEDS:
            truth, found, base = studied(WORLDS[name], seed)
            for post in sorted(truth.keys() | found.keys()):
                was = truth.get(post)
                pairs.append((was, found[post]["mechanism"] if post in found else None))
                rules.append((was, base.get(post)))
                if post in found:
                    sure.append(max(found[post][f"p_{m}"] for m in MECHANISMS))
        met = [(was, told) for was, told in pairs if told is not None]
        print(
            f"{name:<15} {len(pairs):>5} {len(met) / len(pairs):>5.2f} {macro(pairs):>5.3f} "
            f"{macro(rules):>5.3f} {macro(met):>8.3f} "
            f"{calibration(sure, [was == told for was, told in met]):>5.3f}",
            flush=True,
        )


def studied(world, seed):
    """Write a world, study it; what is true, what was found, what the rules say."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        stage = built(world, seed)
        truth = written(stage, folder)
        results = run(folder / "study.toml", folder / "results")
        blocs = Blocs(compare=tuple(stage.names), reference=(OUTSIDE,) * world.outsiders)
        found = {r["post_id"]: r for r in results.table("repetitions").to_pylist()}
        return truth, found, by_rules(results, blocs, folder / "rules.duckdb")


def written(stage, folder):
    """The study; post → mechanism of the messages that two compared blocs carry in the data."""
    world, rng = stage.world, stage.rng
    rows = sorted(stage.rows, key=lambda row: row["at"])
    names = rng.permutation(len(rows))
    late = dict(zip(stage.names, world.offset, strict=False))
    carried = {}
    with (folder / "posts.jsonl").open("w", encoding="utf-8") as out:
        for row, name in zip(rows, names, strict=True):
            bloc = stage.bloc(row)
            outside = bloc == OUTSIDE
            lost = world.outside_missing if outside else world.missing
            if not row["seen"] or rng.random() < lost or (outside and not world.outsiders):
                continue
            row["post_id"] = f"x{name:06}"
            at = START + np.timedelta64(int(row["at"] + 60 * late.get(bloc, 0.0)), "s")
            if world.precision == "day":
                at = at.astype("datetime64[D]").astype("datetime64[s]")
            post = {
                "post_id": row["post_id"],
                "account_id": stage.people[row["who"]]["account_id"],
                "created_at": f"{at}Z",
                "time_precision": world.precision,
                "text": worded(stage, row),
            }
            out.write(json.dumps(post) + "\n")
            if not outside:
                carried.setdefault(row["message"], {}).setdefault(bloc, []).append(row)
    with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(stage.people[0]))
        table.writeheader()
        table.writerows(p for p in stage.people if world.outsiders or p["bloc"] != OUTSIDE)
    compare, reference = json.dumps(stage.names), json.dumps([OUTSIDE] * world.outsiders)
    text = STUDY.format(compare=compare, reference=reference)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return {
        row["post_id"]: row["mechanism"]
        for blocs in carried.values()
        if len(blocs) > 1
        for mine in blocs.values()
        for row in mine
    }


def worded(stage, row):
    """The text as published, with credit where it is given."""
    text = " ".join(row["words"])
    text = f"{text[0].upper()}{text[1:]}."
    if row["credit"] is None:
        return text
    of = stage.people[row["credit"]]
    forms = (
        f"{of['name'].upper()} — {text}",
        f"{text} via @{of['handle']}",
        f"According to {of['name']}, {text}",
        f"{text} https://{of['domain']}/a",
    )
    return forms[stage.rng.integers(len(forms))]


if __name__ == "__main__":
    main()
