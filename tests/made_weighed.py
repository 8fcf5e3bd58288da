"""Tables of what was weighed, timed and rehearsed, made by hand for norland, sudland and a wire."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Any

from antiphon.schema import EVIDENCE_ITEMS, MECHANISMS

Rows = list[dict[str, Any]]
PAIR = "norland|sudland"
WEIGHED = (
    # hypothesis, direction, prior, probability, term, confidence, reasons
    ("directed_coordination", "", 0.1, 0.08, "very unlikely", "moderate",
     ("The two nulls of synchrony disagree at 5 minutes.",)),
    ("content_exchange", "", 0.3, 0.87, "very likely", "high", ()),
    ("borrowing", "norland→sudland", 0.5, 0.51, "roughly even chance", "low",
     ("5 % of the posts are dated to the day only.", "Twice the prior gives 0.68.")),
    ("borrowing", "sudland→norland", 0.5, 0.998, "almost certain", "moderate",
     ("Calibration was measured on worlds with more posts than these data have.",)),
    ("common_cause", "", 0.5, None, "cannot tell", "low",
     ("No reference bloc covers the days from March to May.",)),
)  # fmt: skip
SEEN = (
    (
        "release_share",
        "4 % of 331 posts in shared messages are put down to a joint release",
        -1.9,
        "",
    ),
    ("synchrony", "3,120 pairs within 10 minutes, 3,001 expected beyond the controls", 0.75, ""),
    ("simultaneity", "12 pairs of one message within 5 minutes, 11.2 expected", 0.02, ""),
    ("credit", "26 of 37 posts of norland credit sudland", 14.5, ""),
    ("contacts", "the blocs met 3 times in the period", None, "fewer than 5 dated contacts"),
)
LAG_SHAPES = (
    ("internal", 6.8, 1.2, 75.5),
    ("common_source", 8.0, 1.0, 102.4),
    ("exchange", 9.4, 1.6, 61.0),
    ("borrowing", 10.3, 1.1, 43.2),
    ("coordinated_release", 5.9, 0.8, 13.7),
)


def tables() -> dict[str, Rows]:
    """Every table that the report draws of inference."""
    return {
        "lags": lags(),
        "share_periods": periods(),
        "synchrony": timed(("topic", "shared"), ((10, 60), (300, 1800), (600, 3600))),
        "simultaneity": timed(("messages",), ((60, 360), (300, 1800))),
        "leadlag": leadlag(),
        "assessment": assessment(),
        "assessment_items": items(),
        "rehearsals": rehearsals(),
        "power": power(),
    }


def assessment() -> Rows:
    """Five hypotheses about one pair: one for each way a row may look."""
    return [
        {
            "pair": PAIR,
            "hypothesis": hypothesis,
            "direction": direction,
            "statement": f"What is meant by {hypothesis.replace('_', ' ')} in these data.",
            "prior": prior,
            "probability": p,
            "log_odds": None if p is None else math.log(p / (1 - p)),
            "likelihood_term": term,
            "confidence": confidence,
            "reasons": list(reasons),
            "change": "Posts of the wire from March to May would settle it.",
        }
        for hypothesis, direction, prior, p, term, confidence, reasons in WEIGHED
    ]


def items() -> Rows:
    """The same pieces of evidence about every hypothesis, but the last, which has none."""
    return [
        {
            "pair": PAIR,
            "hypothesis": hypothesis,
            "direction": direction,
            "item": name,
            "text": text,
            "log_ratio": ratio if hypothesis != "content_exchange" or ratio is None else -ratio,
            "without": None if reason else 0.2,
            "reason": reason,
        }
        for hypothesis, direction, *_ in WEIGHED[:-1]
        for name, text, ratio, reason in SEEN
    ]


def periods() -> Rows:
    """Five months in which exchange grows and the rest shrinks."""
    return [
        {
            "pair": PAIR,
            "direction": direction,
            "period": date(2021, month, 1),
            "length": "month",
            "mechanism": mechanism,
            "share": share,
            "low": max(0.0, share - 0.1),
            "high": min(1.0, share + 0.1),
            "families": 10 * month,
            "posts": 30 * month,
        }
        for direction in ("both", "norland→sudland")
        for month in range(1, 6)
        for mechanism, share in (
            ("own", 0.6 - 0.1 * month),
            ("exchange", 0.3 + 0.1 * month),
            ("borrowing", 0.09),
            ("internal", 0.01),
        )
    ]


def lags() -> Rows:
    """Classes that double, bars a little off their curve."""
    rows = []
    for name, mu, sigma, total in LAG_SHAPES:
        ends = [0.0, *(15.0 * 2.0**k for k in range(20))]
        share = [
            math.erf((math.log(b) - mu) / sigma / 2**0.5)
            - (math.erf((math.log(a) - mu) / sigma / 2**0.5) if a else -1)
            for a, b in pairwise(ends)
        ]
        whole = sum(share)
        rows += [
            {
                "mechanism": name,
                "from_seconds": a,
                "to_seconds": b,
                "posts": total * part / whole * (1.3 if k % 2 else 0.7),
                "fitted": total * part / whole,
            }
            for k, ((a, b), part) in enumerate(zip(pairwise(ends), share, strict=True))
        ]
    return rows


def timed(extra: tuple[str, ...], scales: tuple[tuple[int, int], ...]) -> Rows:
    """Tests of the pair and of its controls; the first scale cannot be tested."""
    rows = []
    for at, (delta, wide) in enumerate(scales):
        for pair, role, null, factor in (
            (PAIR, "compare", "interval", 1.21),
            (PAIR, "compare", "reference", 1.04),
            ("norland|wire", "reference", "interval", 1.17),
            ("sudland|wire", "reference", "interval", 1.11),
        ):
            expected = 400.0 * (at + 1)
            told = {"pair": pair, "role": role, "delta_seconds": delta, "interval_seconds": wide}
            told |= {"null": null, "posts_a": 8123, "posts_b": 9456} | dict.fromkeys(extra, 311)
            if "topic" in extra:
                told |= {"topic": "", "q_value": 0.04 if role == "compare" else None}
            if at:
                told |= {"observed": round(expected * factor), "expected": expected}
                told |= {"deviation": 0.03 * expected, "p_value": 0.031, "reason": ""}
            else:
                told |= {"observed": 0, "q_value": None} if "topic" in extra else {"observed": 0}
                told |= {"reason": "dated to the minute"}
            rows.append(told)
    return rows


def leadlag() -> Rows:
    """Both directions and two controls."""
    rows = []
    for direction, role, value in (
        ("norland→sudland", "compare", 0.074),
        ("sudland→norland", "compare", -0.013),
        ("wire→norland", "reference", 0.051),
        ("wire→sudland", "reference", 0.047),
    ):
        told = {"direction": direction, "role": role, "topic": "", "horizon_seconds": 21_600}
        told |= {"bin_seconds": 600, "posts_a": 8123, "posts_b": 9456, "reason": ""}
        rows.append(told | {"excitation": value, "low": value - 0.03, "high": value + 0.04})
    return rows


def rehearsals() -> Rows:
    """Twenty planted reruns, ten with accounts exchanged, six with a reference bloc."""
    rows = []
    for run in range(20):
        share = 0.005 * 1.25**run
        odds = 3.4 * math.log(share / 0.025) + (run * 7 % 5 - 2) * 0.6
        rows.append(rerun("planted", run, PAIR, share, odds))
    rows += [rerun("shuffled", run, PAIR, 0.0, -5 + run * 3 % 4) for run in range(10)]
    pairs = ("norland|wire", "sudland|wire")
    rows += [rerun("reference", run, pairs[run % 2], 0.0, -4 + run) for run in range(6)]
    return rows


def rerun(kind: str, run: int, pair: str, share: float, odds: float) -> dict[str, Any]:
    """One rehearsal."""
    p = 1 / (1 + math.exp(-odds))
    told = {"kind": kind, "run": run, "pair": pair, "planted": round(180 * share / (1 - share))}
    return told | {"share": share, "log_odds": odds, "probability": p, "alarm": p >= 0.55}


def power() -> Rows:
    """What is found eight and nine times in ten."""
    return [
        {
            "pair": PAIR,
            "mechanism": "coordinated_release",
            "power": often,
            "detectable_share": share,
            "low": share * 0.8,
            "high": share * 1.3,
            "messages": 180 * share,
            "shared": 180,
            "runs": 20,
            "reason": "",
        }
        for often, share in ((0.8, 0.031), (0.9, 0.044))
    ]


def evidence(repetitions: Rows) -> Rows:
    """Terms for the two most probable mechanisms of every repetition."""
    rows = []
    for row in repetitions:
        ranked = sorted(MECHANISMS, key=lambda m: -row[f"p_{m}"])[:2]
        for place, mechanism in enumerate(ranked):
            values = [-0.4, -2.0, 1.1, -0.2, 0.0] if not place else [-2.0, -1.7, 0.4, -3.0, 0.0]
            values.append(math.log(row[f"p_{mechanism}"]) - sum(values))
            rows += [
                {"post_id": row["post_id"], "family_id": row["family_id"]}
                | {"mechanism": mechanism, "item": item, "value": value}
                for item, value in zip(EVIDENCE_ITEMS, values, strict=True)
            ]
    return rows
