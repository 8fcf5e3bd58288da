"""Results folders made by hand: a small study with hostile texts, and one that found nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import made_coaction
import made_weighed
import pyarrow as pa

from antiphon import results, schema

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2021, 3, 1, 6, 0, 0)  # noqa: DTZ001  (tables hold UTC without a zone)
HOSTILE = "</script><script>alert('x')</script>"
RTL = "افتتح الجسر الجديد فوق النهر أمام الجمهور اليوم بعد عامين من العمل"
CHINESE = "新大桥今天正式通车，两岸居民第一次步行过河，渔民在桥下放灯庆祝。"
CHINESE_EDITED = "新大桥昨天正式通车，两岸居民第一次步行过河，学生们在桥下唱歌庆祝。"
RUSSIAN = "Новый мост открыт: жители обоих берегов впервые перешли реку пешком."
ENGLISH = (
    "The new bridge over the Lenna opened today and the people of both banks crossed it on foot "
    "for the first time, while fishermen lit lanterns below"
)
ENGLISH_EDITED = (
    "The new bridge over the Lenna opened yesterday and people of both banks crossed it on foot "
    "for the first time, while children sang below"
)
POSTS = (
    # family, bloc, account, minutes, precision, passage, url
    (0, "norland", "norland_daily", 0, "second", ENGLISH, "https://norland.example/bridge?a=1&b=2"),
    (0, "sudland", "sudland_post", 47, "minute", ENGLISH_EDITED, "javascript:alert(1)"),
    (0, "wire", "world_wire", 90, "second", ENGLISH, ""),
    (0, "sudland", f"<b>{HOSTILE}", 300, "hour", ENGLISH, f"https://x.example/{HOSTILE}"),
    (1, "sudland", "sudland_cn", 1000, "second", CHINESE, "http://sudland.example/zh"),
    (1, "norland", "norland_cn", 1004, "second", CHINESE_EDITED, ""),
    (2, "norland", "norland_ru", 2000, "day", RUSSIAN + HOSTILE, ""),
    (2, "sudland", "sudland_ru", 2900, "day", RUSSIAN, ""),
    (3, "sudland", "sudland_ar", 5000, "second", RTL, ""),
    (3, "norland", "norland_ar", 5030, "second", RTL, ""),
    (4, "norland", "norland_daily", 6000, "second", "Only we say this, twice over.", ""),
    (4, "norland", "norland_two", 6003, "second", "Only we say this, twice over.", ""),
)
FLOW = (
    ("norland", "sudland", 37, 8123, 26, 5, 4, 1, 12, 15, 10),
    ("sudland", "norland", 211, 9456, 140, 61, 23, 7, 66, 79, 66),
    ("norland", "wire", 402, 8123, 260, 310, 60, 0, 301, 60, 41),
    ("wire", "norland", 3, 2111, 3, 0, 0, 0, 1, 1, 1),
    ("sudland", "wire", 388, 9456, 251, 290, 71, 2, 277, 61, 50),
    ("norland", "norland", 903, 8123, 410, 44, 300, 9, 700, 103, 100),
)


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """A table of the vocabulary from rows that may lack columns."""
    schema_of = {t.name: t for t in schema.RESULTS}[name].arrow
    full = [{column: row.get(column) for column in schema_of.names} for row in rows]
    return pa.Table.from_pylist(full, schema=schema_of)


def make(folder: Path, *, hostile: bool = True) -> Path:
    """A results folder with something of everything."""
    tables = {
        "flow": flow(),
        "families": families(),
        "family_posts": [member(*post) for post in POSTS],
        "repetitions": repetitions(),
        "evidence": made_weighed.evidence(repetitions()),
        "passages": passages(),
        "shares": shares(),
        "estimates": estimates(),
        "amplification": amplification(),
        "amplified": [
            {
                "platform": "twitter",
                "account_id": f"@nor_{n}",
                "bloc": "norland",
                "amplifier": "sudland",
                "acts": 30 - n,
                "reposts": 20 - n,
                "crowd": 20 - n,
                "most": 4,
                "taken": 9,
            }
            for n in range(15)
        ],
        **support(),
        "targets": [
            {
                "target": target,
                "bloc": "norland",
                "posts": 40,
                "accounts": 8,
                "all_posts": 400,
                "rate": 0.1,
                "low": 0.05,
                "high": 0.2,
                "hostile": 0.5,
                "usual": 0.2,
                "excess": excess,
                **more,
            }
            for target, excess, more in (
                ("academics", 0.3, {"method": "uncalibrated", "n_human": 0}),
                (
                    "officials",
                    0.4,
                    {
                        "hostile_low": 0.4,
                        "hostile_high": 0.6,
                        "usual_low": 0.1,
                        "usual_high": 0.3,
                        "excess_low": 0.2,
                        "excess_high": 0.5,
                        "method": "ppi",
                        "n_human": 30,
                    },
                ),
            )
        ],
        **made_weighed.tables(),
        **made_coaction.tables(),
        **quality(hostile=hostile),
    }
    return save(folder, tables, summary(hostile=hostile))


def nothing(folder: Path, *, reference: tuple[str, ...] = ()) -> Path:
    """A results folder whose every table is empty."""
    study = {"title": "", "question": "", "timezone": "UTC", "compare": ["a", "b"]}
    return save(folder, {}, {"study": study | {"reference": list(reference), "sources": []}})


def save(folder: Path, tables: dict[str, list[dict[str, Any]]], found: dict[str, Any]) -> Path:
    """Write the folder, absent tables as empty ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for known in schema.RESULTS:
        results.write_table(folder, known.name, table(known.name, tables.get(known.name, [])))
    results.write_json(folder / "results.json", found)
    manifest = {"format": 1, "antiphon": "0.1.0", "python": "3.11.9", "seed": 7}
    results.write_json(
        folder / "manifest.json",
        manifest | {"study_sha256": "ab" * 32, "finished": "2024-01-01T00:00:00Z"},
    )
    return folder


def flow() -> list[dict[str, Any]]:
    """Rates both ways, with the reference, inside."""
    rows = []
    for repeater, origin, n, eligible, families_, credited, fast, unsettled, *kinds in FLOW:
        rate = n / eligible
        spread = 1.96 * (rate / eligible) ** 0.5
        rows.append(
            {
                "repeater": repeater,
                "origin": origin,
                "posts": n,
                "eligible": eligible,
                "rate": rate,
                "low": max(0.0, rate - spread),
                "high": rate + spread,
                "families": families_,
                "credited": credited,
                "within_ten_minutes": fast,
                "undetermined": unsettled,
                "lag_quarter": 900.0,
                "lag_median": 7_260.0,
                "lag_three_quarters": 90_000.0,
                **dict(zip(("exact", "edited", "excerpt"), kinds, strict=True)),
                "quotations": n // 2,
                "link_only": n // 3,
                "linking": eligible // 2,
                "hashtag_only": n // 9,
                "tagging": eligible // 4,
            }
        )
    return rows


def families() -> list[dict[str, Any]]:
    """The messages of `POSTS`."""
    rows = []
    for number in sorted({post[0] for post in POSTS}):
        own = [post for post in POSTS if post[0] == number]
        rows.append(
            {
                "family_id": number,
                "first_at": START + timedelta(minutes=own[0][3]),
                "last_at": START + timedelta(minutes=own[-1][3]),
                "first_bloc": own[0][1],
                "blocs": sorted({post[1] for post in own}),
                "posts": len(own),
                "accounts": len(own),
                "words": 24,
                "least": 0.75,
                "strength": 24.0 * (len(own) - 1) + number / 10,
            }
        )
    return rows


def member(  # noqa: PLR0917
    family: int, bloc: str, account: str, minutes: int, precision: str, passage: str, url: str
) -> dict[str, Any]:
    """One post of a family."""
    return {
        "family_id": family,
        "platform": "web",
        "post_id": f"p{minutes}",
        "account_id": account,
        "bloc": bloc,
        "created_at": START + timedelta(minutes=minutes, seconds=11),
        "time_precision": precision,
        "start": 0,
        "end": len(passage),
        "words_matched": 21,
        "coverage": 0.83,
        "coverage_first": 0.91,
        "before": "From our desk: ",
        "passage": passage,
        "after": " (more to follow)",
        "credits": ["wire"] if account == "norland_cn" else [],
        "url": url,
        "raw_ref": f"posts.jsonl:{minutes + 1}",
    }


def repetitions() -> list[dict[str, Any]]:
    """Probabilities for every post of a compared bloc."""
    rows = []
    for family, bloc, account, minutes, *_ in POSTS:
        if bloc == "wire" or family == 4:
            continue
        first = next(post for post in POSTS if post[0] == family)
        is_first = first[3] == minutes
        told = dict.fromkeys((f"p_{m}" for m in schema.MECHANISMS), 0.02)
        mechanism = "own" if is_first else "borrowing"
        told[f"p_{mechanism}"] = 0.9
        rows.append(
            told
            | {
                "post_id": f"p{minutes}",
                "account_id": account,
                "bloc": bloc,
                "family_id": family,
                "created_at": START + timedelta(minutes=minutes),
                "parent_post_id": None if is_first else f"p{first[3]}",
                "parent_bloc": None if is_first else first[1],
                "lag_seconds": None if is_first else 60.0 * (minutes - first[3]),
                "mechanism": mechanism,
                "credited": False,
                "coverage": 0.83,
                "words_matched": 21,
            }
        )
    return rows


def passages() -> list[dict[str, Any]]:
    """Pairs of posts with lags from seconds to weeks, most of them of a few hours."""
    rows = []
    for at in range(240):
        a, b = ("norland", "sudland") if at % 8 else ("sudland", "norland")
        lag = float(round(1.055 ** ((at * 89) % 240) + 3))
        rows.append(
            {
                "passage_id": at,
                "platform_b": "web",
                "post_id_a": f"a{at}",
                "post_id_b": f"b{at}",
                "bloc_a": a,
                "bloc_b": b,
                "lag_seconds": lag,
                "order": "first" if at % 30 else "undetermined",
                "order_reason": "times" if at % 30 else "overlap",
            }
        )
    return rows


def shares() -> list[dict[str, Any]]:
    """Shares of every mechanism, both directions and the pair."""
    values = (0.22, 0.1, 0.31, 0.2, 0.13, 0.04)
    return [
        {
            "pair": "norland|sudland",
            "direction": direction,
            "mechanism": mechanism,
            "share": share,
            "low": max(0.0, share - 0.06),
            "high": share + 0.08,
            "families": families_,
            "posts": posts,
        }
        for direction, families_, posts in (
            ("norland→sudland", 61, 83),
            ("sudland→norland", 152, 248),
            ("both", 180, 331),
        )
        for mechanism, share in zip(schema.MECHANISMS, values, strict=True)
    ]


def estimates() -> list[dict[str, Any]]:
    """A difference of rates."""
    return [
        {
            "measure": "reuse",
            "quantity": "rate_difference",
            "a": "sudland→norland",
            "b": "norland→sudland",
            "estimate": 0.01776,
            "low": 0.0142,
            "high": 0.0213,
            "level": 0.95,
            "n": 248,
            "denominator": 17_579,
            "unit": "",
        }
    ]


def amplification() -> list[dict[str, Any]]:
    """Sudland lends norland reach more often than the reverse."""
    acts = {("norland", "sudland"): 4, ("sudland", "norland"): 60, ("sudland", "wire"): 5}
    return [
        {
            "amplifier": x,
            "origin": y,
            "kind": kind,
            "acts": acts.get((x, y), 0) if kind in ("", "repost") else 0,
            "posts": 400,
            "rate": acts.get((x, y), 0) / 400 if kind in ("", "repost") else 0.0,
            "low": 0.0,
            "high": 0.2,
            "accounts": 3,
            "of_accounts": 12,
            "originators": 2,
            "offered": 380,
            "taken": 3,
            "preference": 12.0 if (x, y) == ("sudland", "norland") else None,
            "preference_low": 6.0 if (x, y) == ("sudland", "norland") else None,
            "preference_high": 24.0 if (x, y) == ("sudland", "norland") else None,
        }
        for x in ("norland", "sudland", "wire")
        for y in ("norland", "sudland", "wire", "")
        for kind in ("", "repost", "quote", "reply", "mention")
    ]


def support() -> dict[str, list[dict[str, Any]]]:
    """Sudland supports norland and was checked by people; the reverse was not."""
    checked = {
        "support": 0.6,
        "support_low": 0.4,
        "support_high": 0.75,
        "neutral": 0.3,
        "neutral_low": 0.2,
        "neutral_high": 0.4,
        "oppose": 0.1,
        "oppose_low": 0.02,
        "oppose_high": 0.2,
        "method": "ppi",
        "n_human": 120,
    }
    bare = {"support": 0.05, "neutral": 0.9, "oppose": 0.05, "method": "uncalibrated", "n_human": 0}
    directions = [
        {
            "by": by,
            "of": of,
            "issues": 1,
            "posts": posts,
            "accounts": 7,
            "unanswered": 20,
            "chances": posts + 20,
            "all_posts": 900,
            "speaks": posts / 900,
            "speaks_low": 0.1,
            "speaks_high": 0.3,
            "silent": 20 / (posts + 20),
            **stances,
        }
        for by, of, posts, stances in (
            ("sudland", "norland", 180, checked),
            ("norland", "sudland", 30, bare),
        )
    ]
    issues = [
        {
            "issue": f"issue of {row['of']}",
            **{name: row[name] for name in ("of", "by", "posts", "accounts", "unanswered")},
            "asked": 25,
            "occasions": 60,
            "spoke": 30,
            "spoke_low": 0.4,
            "spoke_high": 0.6,
            "usual_occasions": 100,
            "usual_spoke": 80,
            "silence": 0.3,
            "silence_low": 0.1,
            "silence_high": 0.5,
            **stances,
        }
        for row, stances in zip(directions, (checked, bare), strict=True)
    ]
    return {"support": issues, "support_directions": directions}


def quality(*, hostile: bool) -> dict[str, list[dict[str, Any]]]:
    """What was read."""
    days = [date(2021, 1, 1) + timedelta(days=at) for at in range(420)]
    volumes = [
        {
            "bloc": bloc,
            "day": day,
            "posts": base + (at * 7 + at % 5 * 11) % base + (base if 200 < at < 215 else 0),
            "accounts": 9,
        }
        for bloc, base in (("norland", 20), ("sudland", 26), ("wire", 6))
        for at, day in enumerate(days)
        if not (bloc == "sudland" and 300 <= at < 330)
    ]
    coverage = [
        {
            "bloc": bloc,
            "role": role,
            "accounts": 31,
            "posts": posts,
            "first": START,
            "last": START + timedelta(days=419),
            "to_second": posts * 9 // 10,
            "to_minute": posts // 20,
            "to_hour": 0,
            "to_day": posts - posts * 9 // 10 - posts // 20,
            "on_the_minute": posts // 60,
            "reposts": posts // 50,
        }
        for bloc, role, posts in (
            ("norland", "compare", 12_604),
            ("sudland", "compare", 14_980),
            ("wire", "reference", 3_770),
            ("", "none", 120),
        )
    ]
    gap = {"bloc": "sudland", "first_day": date(2021, 10, 28), "last_day": date(2021, 11, 26)}
    got = HOSTILE if hostile else "0000-00-00"
    rejected = [
        {"file": "posts.jsonl", "row": at, "column": "created_at", "reason": "no such date"}
        | {"got": got}
        for at in (17, 18, 44)
    ]
    files = {"file": "posts.jsonl", "source": 1, "sha256": "cd" * 32, "bytes": 10_485_760}
    return {
        "volumes": volumes,
        "coverage": coverage,
        "gaps": [gap | {"days": 30, "expected": 1_140.0}],
        "rejected": rejected,
        "files": [files | {"rows": 31_700, "taken": 31_502, "left_out": 195, "rejected": 3}],
    }


def summary(*, hostile: bool) -> dict[str, Any]:
    """results.json."""
    title = "Two presses on one bridge" + (f" {HOSTILE}" if hostile else "")
    return {
        "antiphon": "0.1.0",
        "study": {
            "title": title,
            "question": "Do the presses of Norland and Sudland repeat one another, and how?",
            "timezone": "Europe/Berlin",
            "compare": ["norland", "sudland"],
            "reference": ["wire"],
            "sources": [{"path": "posts/*.jsonl", "terms": "invented; free to use"}],
        },
        "answer": [
            {
                "text": "Sudland repeats Norland about five times as often as the reverse: 22.3 "
                "against 4.56 of 1,000 eligible posts (211 of 9,456 and 37 of 8,123).",
                "basis": "flow",
            },
            {
                "text": "Of 331 posts in 180 shared messages, rules put 31 % down to a common "
                "source, 20 % to exchange, 13 % to borrowing and 4 % to a joint release.",
                "basis": "shares",
            },
            {
                "text": "Both repeat the wire far more often (388 of 9,456 and 402 of 8,123).",
                "basis": "flow",
            },
        ],
        "claims": [
            {
                "id": "asymmetry",
                "text": "Sudland repeats Norland more often than Norland repeats Sudland.",
                "measure": "reuse",
                "quantity": "rate_difference",
                "a": "sudland→norland",
                "b": "norland→sudland",
                "expect": "> 0",
                "verdict": "supported",
                "estimate": 0.01776,
                "low": 0.0142,
                "high": 0.0213,
                "n": 248,
                "denominator": 17_579,
                "reason": "the whole interval lies above 0",
            }
        ],
        "quality": {
            "files": 1,
            "rows": 31_700,
            "taken": 31_502,
            "left_out": 195,
            "rejected": 3,
            "repeats": 28,
            "revisions": 2,
            "posts": 31_474,
            "posts_in_blocs": 31_354,
            "accounts": 96,
            "first": START.replace(tzinfo=UTC).isoformat(),
            "last": (START + timedelta(days=419)).replace(tzinfo=UTC).isoformat(),
            "notes": [
                {"level": "warning", "text": "5 % of Norland's posts are dated to the day only."},
                {"level": "info", "text": "28 of 31,502 rows repeat a post."},
            ],
        },
        "topics": [
            {"kind": "topic", "id": "bridge", "bloc": bloc, "posts": n, "share": n / 10_000}
            for bloc, n in (("norland", 410), ("sudland", 388), ("wire", 97))
        ],
        "limits": ["Posts that were deleted before collection are not in the data."],
    }
