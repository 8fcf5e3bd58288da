"""Posts behind the numbers: a few of each bloc and label, of accounts that may be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.schema import NAMED_KINDS

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
        SELECT g.*, p.bloc, p.account_id, p.created_at, p.time_precision, p.url, p.title, p.text
        FROM given g SEMI JOIN labels l ON l.code = g.code AND l.label = g.label
        JOIN posts p ON p.platform = g.platform AND p.post_id = g.post_id
        WHERE list_contains($blocs, p.bloc) AND EXISTS (
            SELECT 1 FROM accounts a WHERE a.account_id = p.account_id
            AND (coalesce(a.platform, '') IN ('', p.platform))
            AND coalesce(a.public_role, list_contains($kinds, a.kind), false)
        )
    ), ranked AS (
        SELECT *, row_number() OVER (
            PARTITION BY code, target, label, bloc
            ORDER BY coalesce(persons, 0) DESC, probability DESC NULLS LAST,
                     md5(platform || '/' || post_id), part
        ) AS rank FROM placed
    )
    SELECT code, target, label, bloc, CAST(rank AS BIGINT) AS rank, coalesce(coder, '') AS coder,
           coalesce(persons, 0) AS persons, platform, post_id, CAST(part AS BIGINT) AS part,
           account_id, created_at, time_precision, url,
           left(coalesce(nullif(title, '') || ' — ', '') || coalesce(text, ''), $length) AS passage
    FROM ranked WHERE rank <= $each ORDER BY code, target, label, bloc, rank
"""


def examples(engine: Engine, blocs: Blocs, codes: Sequence[Code]) -> pa.Table:
    """EXAMPLES: for every label but the first of each code, posts that have it, bloc by bloc.

    Those that people said it of come first, then those of which a machine is surest, then by the
    hash of their name, so that nobody chooses. Texts of accounts that may not be named are left
    out altogether.
    """
    pairs = [(code.id, label) for code in codes for label in code.labels[1:]]
    return engine.table(
        CHOSEN,
        {
            "codes": [code for code, _ in pairs],
            "labels": [label for _, label in pairs],
            "blocs": list(blocs.all),
            "kinds": list(NAMED_KINDS),
            "each": EACH,
            "length": EXCERPT,
        },
    )
