"""Posts that name a target, how many of them are hostile, and how many of all are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from antiphon.coding.people.among import Told, among, machine_of
from antiphon.coding.people.asked import Question
from antiphon.kernels.intervals import clustered_rate, newcombe
from antiphon.measures.targets import gazetteer
from antiphon.measures.targets.gazetteer import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

CODE = "tone"
HOSTILE = ("hostile", "aggressive")
COUNTED = """
    SELECT target, bloc, platform, account_id, count(*) FROM naming GROUP BY ALL ORDER BY ALL
"""
GROUPS = """
    CREATE OR REPLACE TEMP TABLE chosen_posts AS
    SELECT target || chr(9) || bloc AS "group", platform, post_id FROM naming
    UNION ALL SELECT chr(9) || bloc, platform, post_id FROM posts
    WHERE bloc IN (SELECT bloc FROM naming)
"""


@contextmanager
def naming(engine: Engine, blocs: Blocs, *, shipped: bool) -> Iterator[None]:
    """The table `naming`: which posts name which target."""
    engine.register("naming", gazetteer.naming(engine, blocs, listed(engine, shipped=shipped)))
    try:
        yield
    finally:
        engine.execute("DROP VIEW naming")


def named(engine: Engine, blocs: Blocs, coder: str) -> Iterator[Row]:
    """Rows of TARGETS, in order of the target and the bloc; there is a table `naming`."""
    sql = "SELECT bloc, count(*) FROM posts WHERE list_contains(?, bloc) GROUP BY bloc"
    whole = dict(engine.rows(sql, [list(blocs.all)]))
    counted: dict[tuple[str, str], list[int]] = {}
    for target, bloc, _platform, _account, posts in engine.rows(COUNTED):
        counted.setdefault((target, bloc), []).append(posts)
    engine.execute(GROUPS)
    question = Question(CODE, "", machine_of(engine, CODE, "", coder))
    shares = among(engine, blocs, question, {"hostile": HOSTILE}, "chosen_posts")
    engine.execute("DROP TABLE chosen_posts")
    for (target, bloc), posts in sorted(counted.items()):
        rate, low, high = clustered_rate(posts, whole[bloc])
        there = shares.get(f"{target}\t{bloc}", {}).get("hostile")
        usual = shares.get(f"\t{bloc}", {}).get("hostile")
        yield {
            "target": target,
            "bloc": bloc,
            "posts": sum(posts),
            "accounts": len(posts),
            "all_posts": whole[bloc],
            "rate": rate,
            "low": low,
            "high": high,
            **hostility(there, usual),
        }


def hostility(there: Told | None, usual: Told | None) -> Row:
    """How many of the posts are hostile, how many of all, and the difference."""
    here, other = share(there), share(usual)
    apart, low, high = newcombe(here, other) if both(here, other) else (None, None, None)
    if apart is None and here["estimate"] is not None and other["estimate"] is not None:
        apart = here["estimate"] - other["estimate"]
    return {
        "hostile": here["estimate"],
        "hostile_low": here["low"],
        "hostile_high": here["high"],
        "usual": other["estimate"],
        "usual_low": other["low"],
        "usual_high": other["high"],
        "excess": apart,
        "excess_low": low,
        "excess_high": high,
        "method": there.method if there else "",
        "n_human": there.n_human if there else 0,
    }


def share(told: Told | None) -> Mapping[str, float | None]:
    """A share as differences take it."""
    if told is None:
        return dict.fromkeys(("estimate", "low", "high"))
    return {"estimate": told.estimate, "low": told.low, "high": told.high}


def both(a: Mapping[str, float | None], b: Mapping[str, float | None]) -> bool:
    """Have both an interval?"""
    return a["low"] is not None and b["low"] is not None
