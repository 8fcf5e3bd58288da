"""Tables of co-action made by hand: two groups, a pair, chance pairs, one name that is hostile."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import numpy as np

Row = dict[str, Any]
START = datetime(2021, 3, 1, 12)  # noqa: DTZ001  (tables hold UTC without a zone)
WINDOWS = (60, 300)
NULLS = {"jitter": 0.35, "exchanged": 0.2, "bipartite": 0.05, "labels": 0.25}
"""Nulls, and the share of what is found that they expect."""
HOSTILE = '=cmd|"]]></title><script>alert(1)</script>\x01 \ufffe'
CLANS = (
    # kind, accounts with their blocs, objects
    ("link", (("anon-0a", "norland"), ("anon-1b", "norland"), ("anon-2c", "sudland"),
              ("norland_daily", "norland"), ("sudland_post", "sudland")), 8),
    ("link", (("anon-3d", "sudland"), ("anon-4e", "sudland"), (HOSTILE, "sudland")), 5),
    ("repost", (("anon-5f", "norland"), ("world_wire", "wire")), 4),
)  # fmt: skip
CHANCE = (("anon-6a", "norland"), ("anon-7b", "sudland"), ("anon-8c", "norland"))
"""Accounts whose pairs do not stand."""


def tables() -> dict[str, list[Row]]:
    """Every table of co-action."""
    met = meetings()
    edges = [edge for window in WINDOWS for edge in pairs(met, window)]
    return {
        "coaction": edges,
        "coaction_counts": counts(edges),
        "coaction_chance": chance(edges),
        "coaction_posts": met,
        "coaction_groups": groups(),
        "coaction_members": members(edges),
        "coaction_group_days": days(),
        "coaction_group_objects": objects(),
        "swarms": swarms(),
    }


def meetings() -> list[Row]:
    """The nearest two posts of every pair on every object."""
    rng = np.random.default_rng(5)
    made = []
    for clan, (kind, whose, many) in enumerate(CLANS):
        for k in range(many):
            begun = START + timedelta(days=9 * k + clan, minutes=7 * k)
            made += met(kind, f"https://site-{clan}.example/{k}", whose, begun, rng)
    for k in range(2):
        begun = START + timedelta(days=20 * k, hours=3)
        made += met("link", f"https://news.example/?a={k}&b=<i>", CHANCE, begun, rng)
    return sorted(
        made, key=lambda r: (r["kind"], r["account_id_a"], r["account_id_b"], r["object"])
    )


def met(kind, thing, whose, begun, rng) -> list[Row]:
    """The meetings of some accounts on one object."""
    at = {name: begun + timedelta(seconds=int(rng.integers(0, 59))) for name, _ in whose}
    made = []
    for (a, bloc_a), (b, bloc_b) in combinations(sorted(whose), 2):
        row = {"kind": kind, "object": thing, "hot": False}
        row["lag_seconds"] = int((at[b] - at[a]).total_seconds())
        for side, name, bloc in (("a", a, bloc_a), ("b", b, bloc_b)):
            row |= {
                f"platform_{side}": "web",
                f"account_id_{side}": name,
                f"bloc_{side}": bloc,
                f"post_id_{side}": f"{name[-6:]}-{at[name]:%m%d%H%M%S}",
                f"created_at_{side}": at[name],
            }
        made.append(row)
    return made


def pairs(met: list[Row], window: int) -> list[Row]:
    """Edges within a window; what is not of a clan does not stand."""
    ends = ("kind", *(f"{n}_{s}" for s in "ab" for n in ("platform", "account_id", "bloc")))
    found: dict[tuple, list[Row]] = {}
    for row in met:
        found.setdefault(tuple(row[name] for name in ends), []).append(row)
    made = []
    for key, rows in sorted(found.items()):
        edge = dict(zip(ends, key, strict=True)) | {"window_seconds": window}
        many = len(rows)
        stands = many > 3
        for null, share in NULLS.items():
            low = (1e-6 if stands else 0.04) * (1 + share)
            edge |= {f"expected_{null}": share * many / 8, f"p_{null}": low, f"q_{null}": 20 * low}
        made.append(
            edge
            | {
                "objects": many,
                "hot": 0,
                "a_first": sum(r["lag_seconds"] > 0 for r in rows),
                "b_first": sum(r["lag_seconds"] < 0 for r in rows),
                "post_pairs": many,
                "mean_lag_seconds": sum(abs(r["lag_seconds"]) for r in rows) / many,
                "surprise": 3.7 * many,
                "stands": stands,
            }
        )
    return made


def counts(edges: list[Row]) -> list[Row]:
    """Denominators, all blocs and each."""
    made = []
    for window in WINDOWS:
        for kind in ("", "link", "repost"):
            own = [e for e in edges if e["window_seconds"] == window and kind in ("", e["kind"])]
            for bloc in ("", "norland", "sudland", "wire"):
                mine = [e for e in own if bloc in ("", e["bloc_a"], e["bloc_b"])]
                made.append(
                    {
                        "window_seconds": window,
                        "kind": kind,
                        "bloc": bloc,
                        "posts": 4_200,
                        "coarse": 120,
                        "accounts": 310,
                        "objects": 1_900,
                        "hot_objects": 2,
                        "linked": len(people(mine, bloc)),
                        "standing": len(people([e for e in mine if e["stands"]], bloc)),
                        "skipped": 0,
                        "pairs": len(mine),
                        "untested": 0,
                        "unopened": 0,
                    }
                )
    return made


def people(edges: list[Row], bloc: str) -> set[str]:
    """The accounts of some edges, of a bloc."""
    return {
        e[f"account_id_{side}"] for e in edges for side in "ab" if bloc in ("", e[f"bloc_{side}"])
    }


def chance(edges: list[Row]) -> list[Row]:
    """Found and expected at every threshold, for all blocs and each pair of them."""
    made = []
    blocs = ("norland", "sudland", "wire")
    ends = [("", ""), *((a, b) for at, a in enumerate(blocs) for b in blocs[at:])]
    for window in WINDOWS:
        for kind in ("link", "repost"):
            for null, share in {"": None, **NULLS}.items():
                for a, b in ends:
                    own = [
                        e
                        for e in edges
                        if (e["kind"], e["window_seconds"]) == (kind, window)
                        and (not a or {a, b} == {e["bloc_a"], e["bloc_b"]})
                    ]
                    same = {"kind": kind, "window_seconds": window, "null": null}
                    same |= {"bloc_a": a, "bloc_b": b}
                    made += [same | chance_row(own, window, least, share) for least in range(2, 9)]
    return made


def chance_row(own, window, least, share) -> Row:
    """One row: a null expects ever less of what is found as the threshold grows."""
    found = [e for e in own if e["objects"] >= least]
    expected = None if share is None else 12 * share ** (least - 1) * (window / 60) ** 0.5
    return {
        "objects": least,
        "pairs": len(found),
        "expected": expected,
        "deviation": None if expected is None else expected**0.5,
        "p_more": None if expected is None else 0.01 if len(found) > expected else 0.8,
        "p_fewer": None if expected is None else 0.99,
        "draws": 0 if share is None else 99,
        "largest": 5,
        "largest_expected": None if share is None else 2.1,
        "candidates": 1_234,
        "exact": True,
        "stands": sum(e["stands"] for e in found),
        "reason": "" if share is not None else "no null of its own",
    }


def groups() -> list[Row]:
    """The clans as groups of the network of all kinds."""
    made = []
    for number, (_, whose, many) in enumerate(CLANS, 1):
        size = len(whose)
        blocs = Counter(bloc for _, bloc in whose).most_common()
        made.append(
            {
                "kind": "",
                "window_seconds": 60,
                "group": number,
                "accounts": size,
                "pairs": size * (size - 1) // 2,
                "density": 1.0,
                "outward": 0,
                "weight": many * size * (size - 1) // 2,
                **{f"expected_{n}": s * many for n, s in NULLS.items()},
                "holds": many,
                **{f"p_{n}": 0.01 for n in NULLS},
                "objects": many,
                "posts": many * size,
                "blocs": [f"{name} {n}" for name, n in blocs],
                "languages": ["en 30", "ru 10"],
                "median_lag_seconds": 14.0,
                "first_at": START + timedelta(days=number),
                "last_at": START + timedelta(days=9 * (many - 1) + number),
                "days": many,
                "dated_accounts": 2,
                "opened_at": START - timedelta(days=400),
                "opened_spread_days": 3.5,
                "opened_low_days": 1.0,
                "opened_high_days": 9.0,
            }
        )
    return made


def members(edges: list[Row]) -> list[Row]:
    """The accounts of the clans."""
    made = []
    for number, (_, whose, many) in enumerate(CLANS, 1):
        for name, bloc in sorted(whose):
            made.append(
                {
                    "kind": "",
                    "window_seconds": 60,
                    "group": number,
                    "platform": "web",
                    "account_id": name,
                    "bloc": bloc,
                    "pairs": len(whose) - 1,
                    "weight": many * (len(whose) - 1),
                    "objects": many,
                    "posts": many,
                    "first": many // 2,
                    "meetings": many * (len(whose) - 1),
                    "first_at": START,
                    "last_at": START + timedelta(days=70),
                    "opened_at": None,
                }
            )
    return made


def days() -> list[Row]:
    """The days on which the clans met."""
    return [
        {
            "kind": "",
            "window_seconds": 60,
            "group": number,
            "day": (START + timedelta(days=9 * k + number - 1)).date(),
            "posts": len(whose),
            "accounts": len(whose),
            "objects": 1,
        }
        for number, (_, whose, many) in enumerate(CLANS, 1)
        for k in range(many)
    ]


def objects() -> list[Row]:
    """What the clans met on."""
    return [
        {
            "kind": "",
            "window_seconds": 60,
            "group": number,
            "object_kind": kind,
            "object": f"https://site-{number - 1}.example/{k}",
            "accounts": len(whose),
            "posts": len(whose),
            "first_at": START + timedelta(days=9 * k),
            "last_at": START + timedelta(days=9 * k, seconds=50),
        }
        for number, (kind, whose, many) in enumerate(CLANS, 1)
        for k in range(many)
    ]


def swarms() -> list[Row]:
    """One crowd that is more than usual, one that is not."""
    return [
        {
            "kind": "reply",
            "platform": "web",
            "thread": f"thread-{n} <b>",
            "account_id": "norland_daily",
            "bloc": "norland",
            "first_at": START + timedelta(days=n),
            "seconds": 3600,
            "accounts": accounts,
            "all_accounts": accounts + 20,
            "expected": 11.5,
            "baseline": "author",
            "threads": 37,
            "spread": 2.5,
            "p_value": p,
            "q_value": 38 * p,
            "looked_at": 38,
            "new_accounts": accounts // 2,
            "usual_new_share": 0.21,
            "peak": accounts // 3,
            "blocs": [f"sudland {accounts - 3}", "norland 3"],
        }
        for n, accounts, p in ((1, 96, 1e-5), (2, 14, 0.31))
    ]
