"""Public labelled texts for the benchmark of coders, read from beside the project."""

from __future__ import annotations

import csv
import json
import zlib
from dataclasses import dataclass, field

from benchmarks.processes import DATA

LABELS = DATA / "labels"
NAMES = {"Russia": ("russia*", "putin*", "kremlin", "moscow", "wagner")}
NAMES["Ukraine"] = ("ukrain*", "zelensk*", "kyiv", "kiev", "afu", "uaf")
UNLP = {
    "loaded_language": "loaded_language",
    "appeal_to_fear": "fear",
    "fud": "doubt",
    "whataboutism": "whataboutism",
    "euphoria": "flag_waving",
    "glittering_generalities": "flag_waving",
    **dict.fromkeys(("cherry_picking", "cliche", "bandwagon", "straw_man"), ""),
}
PTC = {
    "Loaded_Language": "loaded_language",
    "Name_Calling,Labeling": "name_calling",
    "Doubt": "doubt",
    "Appeal_to_fear-prejudice": "fear",
    "Flag-Waving": "flag_waving",
    "Whataboutism,Straw_Men,Red_Herring": "whataboutism",
    **dict.fromkeys(("Repetition", "Exaggeration,Minimisation", "Causal_Oversimplification"), ""),
    **dict.fromkeys(("Appeal_to_Authority", "Slogans", "Black-and-White_Fallacy"), ""),
}


@dataclass
class Labelled:
    """One question to one set of texts."""

    name: str
    code: str
    """The shipped code that is nearest; '' for none, then no lexicon is asked."""
    texts: list[str]
    labels: list[int]
    judged: list[bool] = field(default_factory=list)
    """By their split; empty for grouped cross-validation."""
    groups: list[str] = field(default_factory=list)
    target: str = ""


def unseen(text: str) -> bool:
    """Is the text in the half of which nothing was looked at when lexicons were written?"""
    return zlib.crc32(text.encode()) % 2 == 1


def rows(name: str) -> list[dict[str, str]]:
    """A CSV file."""
    csv.field_size_limit(10_000_000)
    with (LABELS / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def sets():
    """Every question."""
    if not LABELS.is_dir():
        print("left out: ../shared/data/labels is not beside the project")
        return
    found = rows("whataboutism_youtube.csv")
    texts, labels = [r["text"] for r in found], [int(float(r["label"])) for r in found]
    judged = [r["split"] == "test" for r in found]
    yield Labelled("whataboutism_youtube", "whataboutism", texts, labels, judged)
    found = rows("davidson.csv")
    texts = [r["tweet"] for r in found]
    offensive = [int(r["class"] != "2") for r in found]
    yield Labelled("davidson offensive or hate", "tone", texts, offensive)
    yield Labelled("davidson three labels", "", texts, [2 - int(r["class"]) for r in found])
    found = rows("cold_zh_train.csv")
    texts, labels = [r["TEXT"] for r in found], [int(r["label"]) for r in found]
    yield Labelled("cold_zh offensive", "tone", texts, labels, [r["split"] == "dev" for r in found])
    yield from stances()
    yield from posts()
    yield from sentences()


def stances():
    """Stance toward either country."""
    found = rows("ruw_stance_train.csv")
    order = {"AGAINST": 0, "NONE": 1, "FAVOR": 2}
    for k, target in ((1, "Russia"), (2, "Ukraine")):
        labels = [order[r[f"Stance {k}"]] for r in found]
        yield Labelled(
            f"ruw {target}", "stance", [r["Tweet"] for r in found], labels, target=target
        )


def posts():
    """Techniques in Telegram posts."""
    with (LABELS / "unlp2025_80.jsonl").open(encoding="utf-8") as handle:
        found = [json.loads(line) for line in handle]
    texts = [r["content"] for r in found]
    for technique, code in UNLP.items():
        labels = [int(technique in (r["techniques"] or ())) for r in found]
        yield Labelled(f"unlp {technique}", code, texts, labels)


def sentences():
    """Techniques in sentences of news articles; a sentence has one if a span of it overlaps."""
    import numpy as np

    from antiphon.kernels.sentences import split

    spans: dict[str, list[tuple[str, int, int]]] = {}
    for r in rows("ptc_train_spans_en.csv"):
        spans.setdefault(r["article"], []).append((r["technique"], int(r["start"]), int(r["end"])))
    texts, groups, having = [], [], []
    with (LABELS / "ptc_articles_en.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            article = json.loads(line)
            if article["article"] not in spans:
                continue
            data = article["text"].encode()
            found = split(np.array([0, len(data)]), np.frombuffer(data, np.uint8))
            for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
                texts.append(article["text"][start:end])
                groups.append(article["article"])
                listed = spans[article["article"]]
                having.append({t for t, first, last in listed if first < end and last > start})
    for technique, code in PTC.items():
        labels = [int(technique in names) for names in having]
        yield Labelled(f"ptc {technique}", code, texts, labels, groups=groups)
