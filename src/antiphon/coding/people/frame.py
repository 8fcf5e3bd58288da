"""What a sample for people is drawn from: every unit of text that a code is asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.coding.codebook import INVALID
from antiphon.errors import StudyError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from antiphon.coding.codebook import Code
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

STRATA = ("bloc", "label", "month", "quarter", "year")
"""What a sample may be drawn by: the bloc, what the machine says, when it was published."""


def frame(
    engine: Engine, blocs: Blocs, codes: Sequence[Code], *, by: Sequence[str] = (), coder: str = ""
) -> pa.Table:
    """The units that a sample may take, in order, each with the stratum it is in.

    Units are those that a machine was asked of, where one was; else whole posts. With several codes
    they are the units of the first, and all codes must be asked of the same.

    Args:
        engine: holds `posts`, and `codings` where a machine has coded.
        blocs: whose posts are meant, compared and reference.
        codes: what people are to be asked.
        by: what strata are made of, some of `STRATA`; the label is the first code's.
        coder: the machine whose labels make strata; the only one if not given.

    Returns:
        platform, post_id, part, target, stratum; one row a unit.

    Raises:
        StudyError: for codes of unlike units, an unknown stratum or coder, or no machine.
    """
    for name in by:
        if name not in STRATA:
            raise StudyError("unknown stratum", got=name, fix=nearest(name, STRATA))
    first = codes[0]
    for code in codes:
        if (code.unit, code.target) != (first.unit, first.target):
            raise StudyError(
                "codes that are asked of unlike units",
                got=f"{first.id}: {first.unit}, {code.id}: {code.unit}",
                fix="draw a sample for each",
            )
    machine = chosen(engine, first, coder, needed="label" in by)
    parts = {
        "bloc": "p.bloc",
        "label": "u.label",
        "month": "strftime(p.created_at, '%Y-%m')",
        "quarter": "year(p.created_at) || 'Q' || quarter(p.created_at)",
        "year": "CAST(year(p.created_at) AS VARCHAR)",
    }
    stratum = " || '; ' || ".join(f"'{name}=' || {parts[name]}" for name in by) or "''"
    whole = (
        "(SELECT coalesce(platform, '') AS platform, post_id, 0 AS part, '' AS target FROM posts)"
    )
    asked = """(SELECT platform, post_id, part, target, label FROM codings
                WHERE code = $code AND coder = $coder)"""
    values: dict[str, object] = {"blocs": list(blocs.all)}
    if machine:
        values |= {"code": first.id, "coder": machine}
    return engine.table(
        f"""SELECT u.platform, u.post_id, CAST(u.part AS BIGINT) AS part, u.target,
                   {stratum} AS stratum
            FROM {asked if machine else whole} u JOIN posts p
                 ON p.post_id = u.post_id AND coalesce(p.platform, '') = u.platform
            WHERE list_contains($blocs, p.bloc)
            ORDER BY u.platform, u.post_id, u.part, u.target""",  # noqa: S608
        values,
    )


def chosen(engine: Engine, code: Code, coder: str, *, needed: bool) -> str:
    """The machine whose units and labels are taken; '' where whole posts do without one."""
    sql = "SELECT DISTINCT coder FROM codings WHERE code = ? AND label <> ? ORDER BY coder"
    rows = engine.rows(sql, [code.id, INVALID]) if engine.has("codings") else []
    there = [row[0] for row in rows]
    if coder and coder not in there:
        what = f"no machine of that name has coded {code.id!r}"
        raise StudyError(what, got=coder, fix=nearest(coder, there))
    whole = code.unit == "post" and not code.target
    if not there and (needed or not whole):
        raise StudyError(
            f"no machine has coded {code.id!r} yet",
            expected="its labels, to draw by" if needed else f"its units: each {code.unit}",
            fix="name the code in [coding] of the study and run it, or draw without",
        )
    if len(there) > 1 and needed and not coder:
        raise StudyError(
            f"several machines have coded {code.id!r}",
            expected="one of " + ", ".join(there),
            fix="name one with --coder",
        )
    return coder or (there[0] if there else "")
