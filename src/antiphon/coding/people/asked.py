"""What a machine said of all units, added up by account: what shares are shares of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.coding.codebook import INVALID

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Array = NDArray[np.float64]

SCALE = 1_000_000
"""Probabilities are added up as millionths: whole numbers have one sum in whatever order."""
WHERE = """posts p LEFT JOIN (
    SELECT account_id, coalesce(platform, '') AS platform, any_value(kind ORDER BY kind) AS kind
    FROM accounts GROUP BY ALL) own
    ON own.account_id = p.account_id AND own.platform = p.platform
  LEFT JOIN (
    SELECT account_id, any_value(kind ORDER BY kind) AS kind
    FROM accounts WHERE coalesce(platform, '') = '' GROUP BY ALL) every
    ON every.account_id = p.account_id"""
"""Posts with the kind of their account, as its own platform or else any platform says it."""


class Question(NamedTuple):
    """What was asked by whom: a code, of whom, and the machine; '' for people alone."""

    code: str
    target: str
    coder: str


@dataclass(frozen=True)
class Asked:
    """Units of one question, added up by bloc, kind, period, account and the machine's label."""

    bloc: NDArray[np.str_]
    kind: NDArray[np.str_]
    period: NDArray[np.str_]
    """First day of the period, as ISO 8601 writes it."""
    account: NDArray[np.str_]
    """Platform and account."""
    said: NDArray[np.str_]
    """What the machine said; '' for nothing usable."""
    units: Array
    sure: Array
    """Sum of the probabilities of that label."""
    days: Array
    """Sum of the days since 2000."""
    squares: Array
    """Sum of their squares."""
    sure_days: Array
    """Sum of probability · day."""

    def scores(self, label: str, labels: Sequence[str]) -> tuple[Array, Array]:
        """The sums of the machine's scores for a label, and of score · day."""
        has = self.said == label
        if len(labels) != 2:
            return self.sure * has, self.sure_days * has
        other = (self.said != "") & ~has
        return (
            np.where(has, self.sure, (self.units - self.sure) * other),
            np.where(has, self.sure_days, (self.days - self.sure_days) * other),
        )


def spoken(engine: Engine, blocs: Blocs, code: str = "") -> dict[Question, Asked]:
    """All units of every question that a machine was asked, and whole posts under no code.

    With a code, of its questions alone.

    Needs the view `__units`, see `view`.
    """
    sure = "CAST(round(coalesce(c.probability, 1) * $scale) AS BIGINT)"
    tail = f"""u.bloc, u.kind, u.period, u.account,
        {{said}} AS said, count(*) AS units, {sums(sure)}
        FROM {{source}} c JOIN __units u USING (platform, post_id)
        WHERE list_contains($blocs, u.bloc) AND {{only}} GROUP BY ALL ORDER BY ALL"""
    values: dict[str, object] = {"blocs": list(blocs.all), "scale": SCALE}
    said = f"CASE WHEN c.label = '{INVALID}' THEN '' ELSE c.label END"
    asked = "SELECT c.code, c.target, c.coder, " + tail.format(
        said=said, source="codings", only="c.code = $code" if code else "true"
    )
    whole = "(SELECT platform, post_id, CAST(NULL AS DOUBLE) AS probability FROM __units)"
    posts = "SELECT '' AS code, '' AS target, '' AS coder, " + tail.format(
        said="''", source=whole, only="true"
    )
    found = split(engine.table(posts, values))
    values |= {"code": code} if code else {}
    return found | (split(engine.table(asked, values)) if engine.has("codings") else {})


def view(engine: Engine, period: str) -> None:
    """Let SQL see each post's bloc, kind of actor, period, account and day as `__units`."""
    engine.execute(
        f"""CREATE OR REPLACE TEMP VIEW __units AS
        SELECT coalesce(p.platform, '') AS platform, p.post_id, p.bloc,
               coalesce(own.kind, every.kind, '') AS kind,
               CAST(CAST(date_trunc('{period}', p.created_at) AS DATE) AS VARCHAR) AS period,
               coalesce(p.platform, '') || '/' || p.account_id AS account,
               date_diff('day', DATE '2000-01-01', CAST(p.created_at AS DATE)) AS day
        FROM {WHERE}"""  # noqa: S608
    )


def sums(sure: str) -> str:
    """What is added up; whole numbers, so that the order of rows changes no digit."""
    parts = {
        "sure": sure,
        "days": "u.day",
        "squares": "u.day * u.day",
        "sure_days": f"{sure} * u.day",
    }
    return ", ".join(f"CAST(sum({what}) AS DOUBLE) AS {name}" for name, what in parts.items())


def split(rows: pa.Table) -> dict[Question, Asked]:
    """The rows of each question."""
    keys = list(zip(*(rows[n].to_pylist() for n in Question._fields), strict=True))
    ends = [n for n in range(1, len(keys)) if keys[n] != keys[n - 1]]
    found = {}
    for first, last in zip([0, *ends], [*ends, len(keys)], strict=True):
        if first == last:
            continue
        part = rows.slice(first, last - first)
        found[Question(*keys[first])] = Asked(
            bloc=text(part, "bloc"),
            kind=text(part, "kind"),
            period=text(part, "period"),
            account=text(part, "account"),
            said=text(part, "said"),
            units=number(part, "units"),
            sure=number(part, "sure") / SCALE,
            days=number(part, "days"),
            squares=number(part, "squares"),
            sure_days=number(part, "sure_days") / SCALE,
        )
    return found


def text(rows: pa.Table, name: str) -> NDArray[np.str_]:
    """A column of texts."""
    return np.array(rows[name].to_pylist(), np.str_)


def number(rows: pa.Table, name: str) -> Array:
    """A column of numbers."""
    return np.asarray(rows[name].to_numpy(), np.float64)
