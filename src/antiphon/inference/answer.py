"""The answer in plain words: every sentence with its count, its denominator and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import newcombe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from antiphon.schema import Blocs

Row = dict[str, Any]
HOW = {
    "own": "came first",
    "internal": "followed their own bloc",
    "common_source": "followed a common source",
    "exchange": "were exchanged: reprinted whole or with credit",
    "borrowing": "were borrowed: taken up later without credit",
    "coordinated_release": "appeared in both within minutes with nobody before",
}
RULES = (
    "The mechanism of each repetition is a probability under a model fitted to this study's own "
    "messages: lag, wording, credit, habit, outsiders. It was checked on simulated worlds, not on "
    "these data; where those signs do not differ it rests on stated beliefs."
)
SAMPLE = (
    "Only the posts that were read can be seen: a source outside the sample looks like a post "
    "without a source, and a common source that nobody collected looks like borrowing or release."
)
LIKENESS = "Likeness of words is not coordination: it says what was repeated, not who decided it."
LANGUAGES = "Translations are not found: a message that changed its language counts as another."


def sentences(blocs: Blocs, flow: Sequence[Row], shares: Sequence[Row]) -> list[dict[str, str]]:
    """The headline, then what it rests on; each sentence names its table."""
    by = {(row["repeater"], row["origin"]): row for row in flow}
    found: list[dict[str, str]] = []
    for x, y in blocs.pairs:
        text = headline(x, y, by[x, y], by[y, x])
        found.append({"basis": "flow", "role": "headline", "text": text})
        found += [{"basis": "flow", "text": direction(by[pair])} for pair in ((x, y), (y, x))]
        found += [{"basis": "shares", "text": text} for text in mechanisms(x, y, shares) if text]
        found += [{"basis": "flow", "text": text} for text in beside(x, y, blocs, by)]
    return found


def headline(x: str, y: str, there: Row, back: Row) -> str:
    """Who repeats whom more, or that neither is seen to."""
    if there["posts"] == 0 == back["posts"]:
        return (
            f"Neither {x} nor {y} is seen to repeat the other: none of {there['eligible']:,} and "
            f"{back['eligible']:,} posts shares a passage with an earlier post of the other side."
        )
    _, low, high = newcombe(share(there), share(back))
    if low > 0 or high < 0:
        first, other, rate, less = (
            (x, y, there, back) if there["rate"] > back["rate"] else (y, x, back, there)
        )
        return (
            f"{first} repeats {other} more than the reverse: {per_mille(rate)} of its posts "
            f"against {per_mille(less)}."
        )
    return (
        f"{x} and {y} repeat each other at rates that these data cannot tell apart: "
        f"{per_mille(there)} and {per_mille(back)} of their posts."
    )


def direction(row: Row) -> str:
    """One direction: count, denominator, interval, lag, credit."""
    x, y, k, n = row["repeater"], row["origin"], row["posts"], row["eligible"]
    open_ended = (
        f" The order of {row['undetermined']:,} more is open." if row["undetermined"] else ""
    )
    if not k:
        most = f"at most {digits(row['high'] * 1000)} in 1,000 (95 % interval)" if n else "no base"
        return f"No post of {x} among {n:,} repeats an earlier one of {y}; {most}.{open_ended}"
    return (
        f"{k:,} of {n:,} posts of {x} repeat a passage of an earlier post of {y} "
        f"({digits(row['rate'] * 100)} %, 95 % interval {digits(row['low'] * 100)}–"
        f"{digits(row['high'] * 100)} %), in {row['families']:,} messages; half of them within "
        f"{duration(row['lag_median'])}; {row['credited']:,} with credit. Within ten minutes "
        f"of a post of {y}, before or after, are {row['within_ten_minutes']:,}.{open_ended}"
    )


def mechanisms(x: str, y: str, shares: Sequence[Row]) -> list[str]:
    """How each side's posts of shared messages came about, by the model."""
    texts = []
    for whose, of in ((x, f"{x}→{y}"), (y, f"{y}→{x}")):
        rows = [r for r in shares if r["direction"] == of and r["posts"]]
        if not rows:
            continue
        parts = [
            f"{r['share'] * 100:.0f} % {HOW[r['mechanism']]} "
            f"({r['low'] * 100:.0f}–{r['high'] * 100:.0f})"
            for r in rows
            if r["share"] >= 0.005
        ]
        other = y if whose == x else x
        texts.append(
            f"By the fitted model, of the {rows[0]['posts']:,} posts of {whose} in "
            f"{rows[0]['families']:,} messages shared with {other}, {', '.join(parts)}; "
            "90 % intervals over messages in brackets."
        )
    return texts


def beside(x: str, y: str, blocs: Blocs, by: Mapping[tuple[str, str], Row]) -> list[str]:
    """The same rate toward the reference, to compare with."""
    if not blocs.reference:
        return []
    parts = [
        f"{whose} {per_mille(by[whose, r])} of {r}" for whose in (x, y) for r in blocs.reference
    ]
    return [f"Beside it, posts that repeat the reference blocs: {'; '.join(parts)}."]


def limits(blocs: Blocs, flow: Sequence[Row], coverage: Sequence[Row]) -> list[str]:
    """What these numbers cannot say."""
    texts = [RULES, LIKENESS, SAMPLE, LANGUAGES]
    if not blocs.reference:
        texts.append(
            "The study has no reference bloc: common sources cannot be seen, so borrowing and "
            "release are overstated."
        )
    undetermined = sum(r["undetermined"] for r in flow if r["repeater"] != r["origin"])
    if undetermined:
        texts.append(
            f"For {undetermined:,} repetitions neither dates nor credit settle who was first; they "
            "are in no rate."
        )
    small = [c["bloc"] for c in coverage if c["role"] == "compare" and c["posts"] < 1000]
    if small:
        texts.append(
            f"Few posts of {', '.join(small)}: a sample holds both halves of a repetition only "
            "rarely, so rates are far below those of a census."
        )
    return texts


def share(row: Row) -> Row:
    """The rate under the names that intervals have."""
    return {"estimate": row["rate"], "low": row["low"], "high": row["high"]}


def digits(value: float, count: int = 2) -> str:
    """A number with so many significant digits, never in powers of ten.

    >>> [digits(x) for x in (104.4, 0.0123, 7.0)]
    ['100', '0.012', '7']
    """
    return f"{float(f'{value:.{count}g}'):.10g}"


def per_mille(row: Row) -> str:
    """A rate in 1,000 with its interval."""
    if row["rate"] is None:
        return "an unknown share"
    rate, low, high = (digits(row[name] * 1000, 3) for name in ("rate", "low", "high"))
    return f"{rate} in 1,000 ({low}–{high})"


def duration(seconds: float) -> str:
    """A time span in the unit a person would use.

    >>> [duration(s) for s in (40, 720, 7200, 200_000)]
    ['40 seconds', '12 minutes', '2 hours', '2.3 days']
    """
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 1.5 * size:
            return f"{digits(seconds / size)} {unit}"
    return f"{seconds:.0f} seconds"
