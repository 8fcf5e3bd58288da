"""How agreement between coders looks on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from antiphon.report.words import DASH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

SHORT = {True: "all alike", False: "coded once"}
"""Why there is no alpha, where there are units that several coded, and where there are none."""


def page(
    rows: Sequence[dict[str, Any]], differing: Sequence[dict[str, Any]], most: int
) -> list[RenderableType]:
    """Alpha by code and label, then who said what where they differ."""
    made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("code", "label"):
        made.add_column(name, overflow="fold")
    for name in ("units", "coders", "differ", "alpha", "95 % interval"):
        made.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        known = row["alpha"] is not None
        made.add_row(
            Text(row["code"]),
            Text(row["label"] or "all"),
            f"{row['units']:,}",
            f"{row['coders']:,}",
            f"{row['disagreed']:,}",
            f"{row['alpha']:.2f}" if known else DASH,
            f"{row['low']:.2f} to {row['high']:.2f}" if known else SHORT[bool(row["units"])],
        )
    lines: list[RenderableType] = [made, ""]
    for row in differing[:most]:
        about = f" toward {row['target']}" if row["target"] else ""
        part = f" part {row['part']}" if row["part"] else ""
        said = ", ".join(f"{person}: {label}" for person, label in row["labels"].items())
        lines.append(f"{row['code']}{about}  {row['platform']} {row['post_id']}{part}  {said}")
    left = len(differing) - most
    if left > 0:
        lines.append(f"and {left:,} more disagreements; --most N prints more.")
    return lines
