"""Counts, dates, gaps."""

from __future__ import annotations

import made
import pytest

from antiphon.measures import volumes
from antiphon.measures.volumes import Volumes


def run(*rows: dict, **options: float) -> dict[str, list[dict]]:
    with made.engine(made.posts(*rows)) as engine:
        found = volumes.compute(engine, made.BLOCS, Volumes(**options))
    return {name: table.to_pylist() for name, table in found.items()}


def daily(account: str, days: list[int], each: int = 4) -> list[dict]:
    return [
        made.post(f"{account}{d}-{i}", account, d * 1440 + i, "text")
        for d in days
        for i in range(each)
    ]


def test_posts_and_accounts_are_counted_by_day():
    found = run(made.post("a", "n1", 0, ""), made.post("b", "n2", 1, ""), *daily("s1", [1]))
    assert [(r["bloc"], r["posts"], r["accounts"]) for r in found["volumes"]] == [
        ("north", 2, 2),
        ("south", 4, 1),
    ]


def test_coverage_has_every_bloc_of_the_study_and_a_line_for_the_rest():
    found = run(
        made.post("a", "n1", 0, "", time_precision="day"),
        made.post("b", "n1", 0.5, "", repost_of="z"),
        made.post("c", "x1", 0, ""),
    )
    rows = {r["bloc"]: r for r in found["coverage"]}
    assert list(rows) == ["north", "south", "world", ""]
    assert (rows["north"]["posts"], rows["north"]["to_day"], rows["north"]["reposts"]) == (2, 1, 1)
    assert (rows["south"]["posts"], rows["south"]["role"]) == (0, "compare")
    assert (rows[""]["posts"], rows[""]["role"]) == (1, "none")


@pytest.mark.parametrize(
    ("empty", "expected"),
    [([], []), ([5], []), ([5, 6], [(2, 8.0)]), ([5, 6, 9, 10, 11], [(2, 8.0), (3, 12.0)])],
)
def test_a_gap_is_a_run_of_days_that_would_have_had_enough_posts(empty, expected):
    days = [d for d in range(30) if d not in empty]
    found = run(*daily("n1", days))
    assert [(g["days"], g["expected"]) for g in found["gaps"]] == expected


def test_a_bloc_that_seldom_posts_has_no_gaps():
    assert run(*daily("n1", list(range(0, 60, 3)), each=1))["gaps"] == []
