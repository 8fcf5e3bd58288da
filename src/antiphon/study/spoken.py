"""What results.json says of judgements on texts: each number with its method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from antiphon.engine import Engine

PARTS = {
    "coders": "SELECT * FROM coders ORDER BY code, coder",
    "agreement": "SELECT * FROM agreement ORDER BY code, label",
    "tone": """SELECT * EXCLUDE (kind, period) FROM tone
               WHERE kind = '' AND period IS NULL ORDER BY ALL""",
    "changes": "SELECT * FROM tone_changes WHERE kind = '' ORDER BY bloc, coder, date",
    "ratios": "SELECT * EXCLUDE (period) FROM tone_ratios WHERE period IS NULL ORDER BY ALL",
    "support": "SELECT * FROM support_directions ORDER BY ALL",
    "targets": "SELECT * FROM targets ORDER BY target, bloc",
    "shares": """SELECT * EXCLUDE (kind, period) FROM prevalences
                 WHERE kind = '' AND period IS NULL ORDER BY ALL""",
    "differences": """SELECT * EXCLUDE (kind, period) FROM prevalence_differences
                      WHERE kind = '' AND period IS NULL ORDER BY ALL""",
}
"""Of all kinds and all time; the rest is in the tables of the same names."""


def said(
    engine: Engine, rows: Callable[[Engine, str], list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Every part; a number that nobody checked has the method `uncalibrated` and no interval."""
    return {name: rows(engine, sql) for name, sql in PARTS.items()}
