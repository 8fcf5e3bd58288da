"""How many messages came about by a mechanism, with and without each sign that speaks for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from antiphon.schema import EVIDENCE_ITEMS

if TYPE_CHECKING:
    from antiphon.engine import Engine

SIGNS = ("timing", "wording", "credit", "habit")
"""Timing is the lag and what the message's other posts add."""
CLEAR = ("second", "minute")
"""Dates that can show minutes; those to the hour or day, or of a capture, cannot."""
WEIGHED = """
    WITH vague AS (
        SELECT family_id, bloc, post_id,
               time_source IS NOT DISTINCT FROM 'captured'
               OR NOT list_contains($clear, coalesce(time_precision, 'second')) AS vague
        FROM family_posts WHERE $at_once AND list_contains($pair, bloc)
    ), unclear AS (
        SELECT family_id FROM vague GROUP BY family_id, bloc HAVING bool_and(vague)
    ), logs AS (
        SELECT post_id, family_id, mechanism, {items}
        FROM evidence GROUP BY ALL
    ), terms AS (
        SELECT *, lag + message AS timing, {whole} AS whole FROM logs
    ), posts AS (
        SELECT r.family_id, r.bloc, r.{p} AS chance, m.whole AS mine, o.whole AS other,
               {differences}
        FROM repetitions r
        LEFT JOIN terms m ON m.post_id = r.post_id AND m.family_id = r.family_id
             AND m.mechanism = $mechanism
        LEFT JOIN terms o ON o.post_id = r.post_id AND o.family_id = r.family_id
             AND o.mechanism <> $mechanism AND m.mechanism IS NOT NULL
        WHERE list_contains($repeaters, r.bloc)
              AND (NOT $between OR r.parent_bloc IS NULL OR list_contains($pair, r.parent_bloc))
              AND (r.family_id, r.post_id) NOT IN
                  (SELECT (family_id, post_id) FROM vague WHERE vague)
    ), blocs AS (
        SELECT family_id, bloc, max(chance) AS chance, {largest}
        FROM posts GROUP BY family_id, bloc
    ), messages AS (
        SELECT family_id, {of}(chance) AS chance, {of_each}, count(*) AS blocs
        FROM blocs JOIN families f USING (family_id)
        WHERE list_has_all(f.blocs, $pair) AND family_id NOT IN (SELECT family_id FROM unclear)
        GROUP BY family_id
    )
    SELECT blocs, chance, {each} FROM messages
"""
"""No sum of fractions: its last digits would hang on the order in which threads come to it."""


class Signs(NamedTuple):
    """Messages by a mechanism, expected."""

    among: int
    """Messages that the pair shares; of releases, those whose dates can show one."""
    chances: tuple[float, ...]
    """The probability of each that may have the mechanism, the largest first."""
    without: dict[str, tuple[float, ...]]
    """The same if one sign is not looked at."""

    @property
    def found(self) -> float:
        """How many have the mechanism: the sum of the probabilities."""
        return math.fsum(self.chances)


def signs(
    engine: Engine,
    mechanism: str,
    pair: tuple[str, str],
    repeaters: tuple[str, ...],
    *,
    all_of: bool,
) -> Signs:
    """Count the messages of a pair that came about by a mechanism.

    A message's probability is the largest of its posts', bloc by bloc; of the blocs' the smallest
    if the mechanism must have taken hold in all of them, or else the largest. Without a sign, the
    post's probability is divided anew between its two most probable mechanisms.

    A release is a matter of minutes: where all of a bloc's posts are dated to the hour or day the
    message neither shows one nor speaks against one, and is not counted.

    Args:
        engine: holds `repetitions`, `evidence`, `families`, `family_posts`.
        mechanism: which.
        pair: the two blocs.
        repeaters: whose posts.
        all_of: must the mechanism show in the posts of all repeaters?
    """
    less = "CASE WHEN m.whole IS NULL THEN 0 ELSE m.{s} - coalesce(o.{s}, m.{s}) END AS {s}"
    anew = (
        "max(CASE WHEN mine IS NULL OR other IS NULL THEN chance ELSE "
        "(exp(mine) + exp(other)) / (1 + exp(least(other - mine + {s}, 700.0))) END) AS {s}"
    )
    one = "coalesce(max(value) FILTER (item = '{i}'), 0) AS {i}"
    of = "min" if all_of else "max"
    sql = WEIGHED.format(
        p=f"p_{mechanism}",
        differences=", ".join(less.format(s=s) for s in SIGNS),
        largest=", ".join(anew.format(s=s) for s in SIGNS),
        of=of,
        of_each=", ".join(f"{of}({s}) AS {s}" for s in SIGNS),
        items=", ".join(one.format(i=item) for item in EVIDENCE_ITEMS),
        whole=" + ".join(EVIDENCE_ITEMS),
        each=", ".join(SIGNS),
    )
    given = {
        "mechanism": mechanism,
        "repeaters": list(repeaters),
        "pair": list(pair),
        "between": mechanism in ("exchange", "borrowing"),
        "at_once": mechanism == "coordinated_release",
        "clear": list(CLEAR),
    }
    messages = engine.rows(sql, given)
    taken = [row for row in messages if not all_of or row[0] == len(repeaters)]
    chances, *rest = (
        tuple(sorted((row[n] for row in taken), reverse=True)) for n in range(1, 2 + len(SIGNS))
    )
    return Signs(len(messages), chances, dict(zip(SIGNS, rest, strict=True)))
