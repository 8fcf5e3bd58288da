"""What posts on an issue say of the bloc whose matter it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.coding import examples
from antiphon.coding.people.among import Told, among, machine_of
from antiphon.coding.people.asked import Question

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

CODE = "stance"
LABELS = ("support", "neutral", "oppose")
WANTED = {label: (label,) for label in LABELS}
CHOSEN = """
    CREATE OR REPLACE TEMP TABLE chosen_posts AS
    SELECT bloc || chr(9) || issue AS "group", platform, post_id FROM on_issue
    WHERE of = $of AND bloc <> of
    UNION SELECT bloc || chr(9), platform, post_id FROM on_issue WHERE of = $of AND bloc <> of
"""
SIDES = ("support", "oppose")
NAMING = """
    CREATE OR REPLACE TEMP TABLE naming AS
    SELECT DISTINCT of AS target, platform, post_id FROM on_issue WHERE bloc <> of
"""
NOTHING = {
    **{name: None for label in LABELS for name in (label, f"{label}_low", f"{label}_high")},
    "method": "",
    "n_human": 0,
}


class Stances(NamedTuple):
    """Shares by the bloc that speaks, the bloc that is spoken of, and the issue; '' for all."""

    found: dict[tuple[str, str, str], dict[str, Told]]

    def of(self, by: str, of: str, issue: str) -> Row:
        """The columns of SUPPORT on stance."""
        told = self.found.get((by, of, issue))
        if told is None:
            return dict(NOTHING)
        row: Row = {}
        for label in LABELS:
            share = told[label]
            row |= {label: share.estimate, f"{label}_low": share.low, f"{label}_high": share.high}
        first = told[LABELS[0]]
        return row | {"method": weakest(told), "n_human": first.n_human}


def told(engine: Engine, blocs: Blocs, coder: str) -> Stances:
    """The stances of every bloc toward every other, on each of its issues and on all of them."""
    found: dict[tuple[str, str, str], dict[str, Told]] = {}
    for (of,) in engine.rows("SELECT DISTINCT of FROM issues ORDER BY of"):
        machine = machine_of(engine, CODE, of, coder)
        engine.execute(CHOSEN, {"of": of})
        shares = among(engine, blocs, Question(CODE, of, machine), WANTED, "chosen_posts")
        for group, told_of in shares.items():
            by, _, issue = group.partition("\t")
            found[by, of, issue] = told_of
        engine.execute("DROP TABLE chosen_posts")
    return Stances(found)


def behind(engine: Engine, blocs: Blocs) -> pa.Table:
    """SUPPORT_POSTS: a few posts on each bloc's issues that are for it or against it."""
    engine.execute(NAMING)
    found = examples.naming(engine, blocs, CODE, SIDES)
    engine.execute("DROP TABLE naming")
    return found


def weakest(told: dict[str, Told]) -> str:
    """How the shares of all labels are told: by the weakest of the ways."""
    methods = {share.method for share in told.values()}
    return next(m for m in ("", "uncalibrated", "human", "ppi") if m in methods)
