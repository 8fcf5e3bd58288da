"""Posts behind the numbers: a few of each bloc and label, of accounts that may be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.schema import EXAMPLES, NAMED_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from antiphon.coding.codebook import Code
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

EACH = 3
EXCERPT = 400
CHOSEN = """
    WITH labels AS (
        SELECT * FROM (SELECT unnest($codes) AS code, unnest($labels) AS label)
    ), people AS (
        SELECT code, platform, post_id, part, target, label, count(*) AS persons
        FROM human_codes GROUP BY ALL
    ), machines AS (
        SELECT code, platform, post_id, part, target, label, min(coder) AS coder,
               max(probability) AS probability
        FROM codings GROUP BY ALL
    ), given AS (
        SELECT * FROM machines FULL JOIN people
            USING (code, platform, post_id, part, target, label)
    ), placed AS (
        SELECT g.*, {about} AS about,
               p.bloc, p.account_id, p.created_at, p.time_precision, p.url, p.title, p.text
        FROM given g SEMI JOIN labels l ON l.code = g.code AND l.label = g.label
        JOIN posts p ON p.platform = g.platform AND p.post_id = g.post_id {naming}
        WHERE list_contains($blocs, p.bloc) AND EXISTS (
            SELECT 1 FROM accounts a WHERE a.account_id = p.account_id
            AND (coalesce(a.platform, '') IN ('', p.platform))
            AND coalesce(a.public_role, list_contains($kinds, a.kind), false)
        )
    ), ranked AS (
        SELECT *, row_number() OVER (
            PARTITION BY code, about, target, label, bloc
            ORDER BY coalesce(persons, 0) DESC, probability DESC NULLS LAST,
                     md5(platform || '/' || post_id), part
        ) AS rank FROM placed
    )
    SELECT code, about, target, label, bloc, CAST(rank AS BIGINT) AS rank,
           coalesce(coder, '') AS coder, coalesce(persons, 0) AS persons, platform, post_id,
           CAST(part AS BIGINT) AS part,
           account_id, created_at, time_precision, url,
           left(coalesce(nullif(title, '') || ' — ', '') || coalesce(text, ''), $length) AS passage
    FROM ranked WHERE rank <= $each ORDER BY code, about, target, label, bloc, rank
"""
NAMING = """
    JOIN naming n ON n.platform = p.platform AND n.post_id = p.post_id
                     AND g.target IN ('', n.target)
"""
"""Only posts that a table `naming` (target, platform, post_id) has, for each target."""


def examples(engine: Engine, blocs: Blocs, codes: Sequence[Code]) -> pa.Table:
    """EXAMPLES: for every label but the first of each code, posts that have it, bloc by bloc.

    Those that people said it of come first, then those of which a machine is surest, then by the
    hash of their name, so that nobody chooses. Texts of accounts that may not be named are left
    out altogether.
    """
    pairs = [(code.id, label) for code in codes for label in code.labels[1:]]
    sql = CHOSEN.format(about="''", naming="")
    return chosen(engine, blocs, pairs, sql).drop_columns(["about"])


def naming(engine: Engine, blocs: Blocs, code: str, labels: Sequence[str]) -> pa.Table:
    """The same for some labels of a code, target by target of the table `naming`.

    Its columns are those of EXAMPLES; `target` is the one that is named. Of a code that is asked
    about targets, only what is said of that one. There is none where nobody coded.
    """
    if not (engine.has("codings") and engine.has("human_codes")):
        return EXAMPLES.empty()
    sql = CHOSEN.format(about="n.target", naming=NAMING)
    found = chosen(engine, blocs, [(code, label) for label in labels], sql)
    return found.drop_columns(["target"]).rename_columns({"about": "target"})


def chosen(engine: Engine, blocs: Blocs, pairs: Sequence[tuple[str, str]], sql: str) -> pa.Table:
    """The posts of pairs of a code and a label."""
    return engine.table(
        sql,
        {
            "codes": [code for code, _ in pairs],
            "labels": [label for _, label in pairs],
            "blocs": list(blocs.all),
            "kinds": list(NAMED_KINDS),
            "each": EACH,
            "length": EXCERPT,
        },
    )
