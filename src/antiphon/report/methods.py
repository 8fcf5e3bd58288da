"""How the numbers were made, and how to make them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.words import count, number, of, percent
from antiphon.schema import BARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from antiphon.results import Results

METHODS = {
    "Volumes and coverage": (
        "Every post that an account of a bloc published is counted on its day. Gaps are stretches "
        "without a post in a bloc that otherwise posts on most days: a gap in the data looks the "
        "same as silence."
    ),
    "Who repeats whom": (
        "Two posts of different accounts that share a passage of enough words, exactly or with "
        "small edits, are a repetition; the later repeats the earlier one. Dates, reposts and, "
        "where dates leave it open, credit say which that is; what they leave open is in no rate. "
        "A rate is the posts of a bloc that repeat an earlier post of the other, out of its posts "
        "long enough to share a passage. Posts that share but a link or a set of hashtags with an "
        "earlier post are counted apart: they share a subject, not words."
    ),
    "How fast": (
        "The lag of a post is the time since the nearest earlier post of the other bloc with the "
        "same passage. A short lag has innocent explanations: a common source, a news event, a "
        "scheduled post."
    ),
    "Messages": (
        "Posts whose passages overlap in the same words within a bounded time form a message; a "
        "post may be in several. Messages, not posts, are the unit of every interval, since the "
        "posts of one message are not independent."
    ),
    "Reach": (
        "A post lends an account reach when it reposts, quotes, answers or names it. Whose post it "
        "was is told by the post, where it is in the data, or by the handle. The rate is out of "
        "all posts of the bloc; the preference is per post that the other bloc offers, against all "
        "other blocs. Lending reach is not agreement."
    ),
    "Support": (
        "On the issues of one bloc, the posts of another are coded for their stance toward it. "
        "Chances are these posts and the questions left unanswered. A machine's labels are "
        "corrected by a sample that people coded; without one, a share is uncalibrated. Silence is "
        "held against how often the bloc speaks of other issues."
    ),
    "What is said": (
        "Tone, tactics and aims are codes: a question to each text with a codebook's answers. "
        "Machines answer for every post, people for a sample drawn with known probabilities; the "
        "machine's shares are corrected by what people said, and their intervals speak of accounts "
        "like these. Where people coded none, the word uncalibrated stands beside the number."
    ),
    "Timing": (
        "Synchrony counts posts of both blocs on one subject that are near in time, without those "
        "of shared messages; simultaneity counts posts of one message that somebody outside began. "
        "Both are held against the same posts moved within short intervals, and against pairs with "
        "reference blocs, to which the same news happens. Lead and lag asks how many further posts "
        "of one bloc follow a post of the other."
    ),
    "Likelihood and power": (
        "Each explanation starts from a stated prior; each piece of evidence multiplies its odds. "
        "Power comes from reruns of everything on the study's own posts with releases planted in "
        "them; beside them stand controls, reruns in which none are planted."
    ),
    "Acting together": (
        "Posts act on objects: reposts, links, hashtags, texts and others. Two accounts are "
        "together on an object if a post of each acts on it within the time given; a pair has so "
        "many objects in common, each counted once, every kind on its own. What that is worth is "
        "told by several nulls of chance: each gives a pair an expected number, and a q-value over "
        "all pairs that could have been found."
    ),
    "Mechanisms": (
        "Each repeated post has its words from one of its possible parents, seen or unseen. Lag, "
        "wording, credit, habit and what the message's other posts show give each mechanism a "
        "probability. The model is fitted to this study's messages and was checked on simulated "
        "worlds, where it is about as often right as it says."
    ),
}
ESTIMATES_SHOWN = 200


def sources(summary: Mapping[str, Any]) -> Grid:
    """Where the posts come from and under what terms."""
    listed = (summary.get("study") or {}).get("sources") or ()
    rows = [[Cell(str(s.get("path", ""))), Cell(s.get("terms") or "not stated")] for s in listed]
    return Grid("Sources", heads("files", "terms of use"), rows)


def files(results: Results) -> Grid:
    """Every file read, with the hash of its bytes."""
    rows = [
        [
            Cell(row["file"], f"{count(row['bytes'])} bytes"),
            num(of(row["taken"], row["rows"])),
            num(of(row["left_out"], row["rows"])),
            num(of(row["rejected"], row["rows"])),
            Cell(row["sha256"] or ""),
        ]
        for row in results.table("files").to_pylist()
    ]
    head = heads("file", "#taken", "#left out", "#rejected", "SHA-256")
    return Grid("Files read", head, rows)


def estimates(results: Results) -> Grid:
    """Every number that a claim may be about."""
    data = results.table("estimates").to_pylist()
    rows = [
        [
            Cell(row["quantity"], row["measure"]),
            Cell(" against ".join(filter(None, (row["a"], row["b"])))),
            num(f"{number(row['estimate'])} {row['unit'] or ''}".strip()),
            ends(row),
            num(of(row["n"], row["denominator"])),
        ]
        for row in data[:ESTIMATES_SHOWN]
    ]
    shown = "" if len(data) <= ESTIMATES_SHOWN else f"The first {ESTIMATES_SHOWN} of {len(data):,}."
    head = heads("quantity", "of", "#estimate", "#interval", "#count")
    return Grid("Every estimate", head, rows, shown)


def ends(row: Mapping[str, Any]) -> Cell:
    """An interval with its level, or the word for a judgement on texts that has none."""
    bare = row["method"] == BARE
    if bare and row["low"] is None:
        return num(BARE)
    told = f"{number(row['low'])} to {number(row['high'])}"
    return num(told, f"{BARE}: the widest that may be" if bare else level(row["level"]))


def level(share: float | None) -> str:
    """The level of an interval."""
    return f"{percent(share, 3)} interval" if share else ""


def provenance(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What made these results. Times of the run stay in the manifest: they differ each time."""
    study = manifest.get("study")
    digest = study.get("sha256") if isinstance(study, dict) else manifest.get("study_sha256")
    libraries = manifest.get("libraries") or {}
    found = {
        "Antiphon": manifest.get("antiphon"),
        "Code, SHA-256": manifest.get("code"),
        "Python": manifest.get("python"),
        "Libraries": ", ".join(f"{name} {number}" for name, number in sorted(libraries.items())),
        "Seed": manifest.get("seed"),
        "Study file, SHA-256": digest,
        "results.json, SHA-256": manifest.get("results_sha256"),
    }
    return [(label, str(value)) for label, value in found.items() if value not in (None, "")]
