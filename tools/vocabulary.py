"""Write docs/vocabulary.md from the vocabulary. Usage: python tools/vocabulary.py."""

from __future__ import annotations

from pathlib import Path

from antiphon.schema import CANONICAL, CODED, RESULTS, Table

PAGE = Path(__file__).parents[1] / "docs" / "vocabulary.md"
HEAD = """# Vocabulary

Every table and every column, once. This page is written from `antiphon.schema` by
`python tools/vocabulary.py`; a test holds the two together.

Types: *string*, *string[]* (list), *json* (text that holds JSON), *int* (64 bit), *float* (64 bit),
*bool*, *time* (UTC, microseconds), *date*. An export may leave out every column that is not
required.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "## What you give: canonical tables\n"]
    parts += [section(table) for table in CANONICAL]
    parts.append("## What you get: `DIR/tables/*.parquet`\n")
    parts += [section(table) for table in RESULTS if table not in CODED]
    parts.append("## What is said of texts, where a study asks\n")
    parts += [section(table) for table in CODED]
    return "\n".join(parts)


def section(table: Table) -> str:
    """One table: what a row is, then its columns."""
    lines = [f"### `{table.name}`\n", f"A row is {table.row}.\n"]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    for column in table.columns:
        values = ", ".join(f"`{value}`" for value in column.values if value)
        known = f" One of {values}." if values else ""
        required = " **Required.**" if column.required else ""
        meaning = f"{column.meaning}.{known}{required}".replace("|", "\\|")
        lines.append(f"| `{column.name}` | {column.type} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
