"""Posts in which two accounts act together, a crowd uses hashtags, and threads draw replies."""

from __future__ import annotations

import made
import numpy as np

EVERYBODY = ("n1", "n2", "s1", "s2", "w1", "w2")
DAY = 1440.0


def together(prefix: str, one: str, other: str, *, links: int = 30, start: float = 0.0) -> list:
    """Two accounts share links ten seconds apart, every other hour; the rest post others then."""
    rng = np.random.default_rng(7)
    rest = [name for name in EVERYBODY if name not in (one, other)]
    rows = []
    for i in range(links):
        begun = start + 120.0 * i
        rows += [
            made.post(f"{prefix}{i:02}{who}", who, begun + lag, f"https://a.example/{prefix}{i}")
            for who, lag in ((one, 0.0), (other, 1 / 6))
        ]
        rows += [
            made.post(f"{prefix}{i:02}{who}{k}", who, begun + float(rng.uniform(0, 59)),
                      f"https://b.example/{prefix}{rng.integers(40)}")
            for who in rest
            for k in range(3)
        ]  # fmt: skip
    return rows


def crowd(prefix: str, size: int = 60, *, start: float = 0.0) -> list:
    """Everybody uses two hashtags in turn within a minute, and n1 and s1 two others beside them."""
    rows = [
        made.post(
            f"{prefix}{tag}{i:03}", EVERYBODY[i % 6], start + 150 * tag + i / 120, f"#hot{tag}"
        )
        for tag in range(2)
        for i in range(size)
    ]
    return rows + [
        made.post(f"{prefix}r{i}", who, start + 400 + i // 2 * 20, f"#rare{i // 2}")
        for i, who in enumerate(("n1", "s1", "n1", "s1"))
    ]


def threads(prefix: str, many: int = 8, *, start: float = 0.0) -> list:
    """Posts of n1, each answered by one or two, the last by five within minutes."""
    rows = []
    for i in range(many):
        begun = start + 600.0 * i
        thread = f"{prefix}{i}"
        rows.append(made.post(thread, "n1", begun, f"Thread {thread}"))
        who = EVERYBODY[1:] if i == many - 1 else EVERYBODY[1 + i % 5 : 2 + i % 5 + (i % 3 == 0)]
        rows += [
            made.post(f"{thread}{name}", name, begun + 5 + 8 * k, f"No {k}", reply_to=thread)
            for k, name in enumerate(who)
        ]
    return rows


def scene() -> list:
    """All of it, from the hundredth day on."""
    return [
        *together("t", "n1", "s1", start=100 * DAY),
        *crowd("k", start=110 * DAY),
        *threads("q", start=120 * DAY),
    ]
