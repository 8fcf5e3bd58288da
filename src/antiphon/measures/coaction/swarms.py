"""Swarms: threads to which more accounts came at once than to others of the author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.kernels.discoveries import q_values
from antiphon.kernels.swarms import crowds, size, tails, tempered, upper
from antiphon.measures.coaction import named
from antiphon.measures.coaction.threads import KINDS, Threads, threads
from antiphon.schema import BASELINES, SWARMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.settings import Coaction

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Row = dict[str, Any]

LISTED = 200  # threads of a kind that are listed, swarms or not
MOST = 5000  # swarms of a kind that are listed
ENOUGH = 20  # threads of an author from which his own size is looked at


class Judged(NamedTuple):
    """Threads of one kind against their baselines."""

    threads: Index
    """Their places among all threads."""
    others: Index
    """Threads of the baseline, the thread itself left out."""
    expected: Array
    """Further accounts after the first."""
    own: NDArray[np.bool_]
    """Is the baseline the author's?"""
    spread: Array
    p_value: Array
    q_value: Array


class Come(NamedTuple):
    """Accounts that came to each thread."""

    soon: Index
    """Within the time."""
    ever: Index
    peak: Index
    """Most at once."""
    new: Index
    """Those within the time that had not come to the author before."""
    usual_new: Array
    """Share of these among all who came to the author's other threads; NaN if it has none."""


def swarms(engine: Engine, acts: Acts, settings: Coaction) -> pa.Table:
    """SWARMS: all swarms, and of the other threads those with the smallest p-values."""
    found = threads(engine, settings.swarm_seconds)
    come = counted(found, settings)
    rows: list[tuple[int, Row]] = []
    for kind in range(len(KINDS)):
        some = np.flatnonzero(found.kind == kind)
        judged = against(found.author[some], come.soon[some] - 1, some, settings)
        rows += [
            (
                int(found.number[judged.threads[n]]),
                row(acts, found, come, judged, n)
                | {
                    "seconds": settings.swarm_seconds,
                    "blocs": blocs_of(acts, found, int(judged.threads[n]), settings.swarm_seconds),
                },
            )
            for n in listed(come, judged, settings.level)
        ]
    objects = named.objects(engine, np.array([number for number, _ in rows], np.int64))
    for number, one in rows:
        text = str(objects.object[objects.place(np.array([number]))[0]])
        one["thread"] = text.removeprefix(f"{one['platform']} ")
    table = [one for _, one in rows]
    table.sort(key=lambda r: (r["kind"], r["p_value"], -r["accounts"], r["platform"], r["thread"]))
    return pa.Table.from_pylist(table, schema=SWARMS.arrow)


def counted(found: Threads, settings: Coaction) -> Come:
    """Count who came to each thread."""
    seconds = settings.swarm_seconds
    given = found.start, found.account, found.time, seconds, settings.window_seconds
    soon, ever, peak = crowds(*given).T
    new = newcomers(found, seconds)
    author = found.author + 1
    others_new = np.bincount(author, new)[author] - new if len(author) else np.empty(0)
    others = np.bincount(author, soon)[author] - soon if len(author) else np.empty(0)
    share = np.where(others > 0, others_new / np.maximum(others, 1), np.nan)
    return Come(soon, ever, peak, new, share)


def against(author: Index, count: Index, some: Index, settings: Coaction) -> Judged:
    """Further accounts of each thread, against the other threads of its author or of everybody.

    See `antiphon.kernels.swarms`. Where an author has many threads, a swarm must be more than
    chance by the size of his other threads too: some authors' crowds vary more than others'.
    """
    _, whose, many = np.unique(author, return_inverse=True, return_counts=True)
    own = (author >= 0) & (many[whose] > settings.swarm_threads)
    pool = np.where(own, whose, len(many))
    threads_of = np.bincount(pool, minlength=len(many) + 1)[pool]
    sums = np.bincount(pool, count, len(many) + 1).astype(np.int64)[pool]
    spread = np.where(own, size(count[own], pool[own]), size(count[~own], pool[~own]))
    p_value = np.ones(len(count))
    for mine in (own, ~own):
        if mine.any() and threads_of[mine][0] > settings.swarm_threads:
            given = count[mine], sums[mine], threads_of[mine], float(spread[mine][0])
            p_value[mine] = tempered(tails(*given))
    family = len(count)
    order = np.argsort(pool, kind="stable")
    begin = np.searchsorted(pool[order], pool)
    for t in np.flatnonzero(q_values(p_value, family) <= settings.level):
        rest = order[begin[t] : begin[t] + threads_of[t]]
        rest = rest[rest != t]
        if own[t] and len(rest) >= ENOUGH:
            spread[t] = min(spread[t], size(count[rest], pool[rest]))
            p_value[t] = max(p_value[t], upper(count[t], sums[t], threads_of[t], float(spread[t])))
    expected = (sums - count) / np.maximum(threads_of - 1, 1)
    q_value = q_values(p_value, family)
    return Judged(some, threads_of - 1, expected, own, spread, p_value, q_value)


def newcomers(found: Threads, seconds: int) -> Index:
    """Of each thread: accounts within the time that had not come to its author before it began."""
    size = np.diff(found.start)
    thread = np.repeat(np.arange(len(size)), size)
    author = found.author[thread]
    order = np.lexsort((found.time, found.account, author))
    keys = np.stack([author[order], found.account[order]])
    new = np.append(True, (np.diff(keys) != 0).any(axis=0))[: len(order)]
    first = np.empty(len(order), np.int64)
    first[order] = found.time[order][np.flatnonzero(new)][np.cumsum(new) - 1]
    begun = found.time[found.start[:-1]][thread]
    some = (first >= begun) & (found.time - begun <= seconds)
    pairs = np.unique(np.stack([thread[some], found.account[some]]), axis=1)
    return np.bincount(pairs[0], minlength=len(size))


def listed(come: Come, judged: Judged, level: float) -> list[int]:
    """The places of the threads that are listed: swarms, and others that more than one came to."""
    soon = come.soon[judged.threads]
    order = np.lexsort((judged.threads, -soon, judged.p_value))
    many = int((judged.q_value <= level).sum())
    kept = order[: max(min(many, MOST), LISTED)]
    places: list[int] = kept[soon[kept] > 1].tolist()
    return places


def row(acts: Acts, found: Threads, come: Come, judged: Judged, n: int) -> Row:
    """One thread."""
    t = int(judged.threads[n])
    actor, known = int(found.actor[t]), bool(found.author[t] >= 0)
    usual = float(come.usual_new[t])
    return {
        "kind": KINDS[found.kind[t]],
        "platform": found.platform[t],
        "account_id": acts.names[actor] if actor >= 0 else "",
        "bloc": acts.blocs[acts.bloc[actor]] if actor >= 0 else "",
        "first_at": int(found.time[found.start[t]]) * 1_000_000,
        "accounts": int(come.soon[t]),
        "all_accounts": int(come.ever[t]),
        "expected": 1 + float(judged.expected[n]),
        "baseline": BASELINES[0] if judged.own[n] else BASELINES[1],
        "threads": int(judged.others[n]),
        "spread": float(judged.spread[n]),
        "p_value": float(judged.p_value[n]),
        "q_value": float(judged.q_value[n]),
        "looked_at": len(judged.threads),
        "new_accounts": int(come.new[t]) if known else None,
        "usual_new_share": usual if known and not np.isnan(usual) else None,
        "peak": int(come.peak[t]),
    }


def blocs_of(acts: Acts, found: Threads, t: int, seconds: int) -> list[str]:
    """The blocs of the accounts that came within the time, each with their number."""
    low, high = found.start[t], found.start[t + 1]
    some = found.time[low:high] - found.time[low] <= seconds
    whose = acts.bloc[np.unique(found.account[low:high][some])]
    many = np.bincount(whose, minlength=len(acts.blocs))
    order = [n for n in np.argsort(-many, kind="stable") if many[n]]
    return [f"{acts.blocs[n]}: {many[n]}" for n in order]
