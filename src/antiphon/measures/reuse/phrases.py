"""Common phrases as a table that the analyst reads, and as a file in which she overrules it.

The file is a CSV with the columns `phrase` and `common` (yes or no); the table of results written
as CSV has both, so that it can be edited and named in the study. A phrase that she calls common is
no evidence, however it spread; one that she does not counts in full.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.errors import StudyError
from antiphon.kernels.names import occurrences
from antiphon.kernels.spread import LISTED, SPARED
from antiphon.kernels.tokens import Tokens, tokenise
from antiphon.schema import PHRASES
from antiphon.strings import buffers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.folding import Folding
    from antiphon.kernels.spread import Runs
    from antiphon.kernels.wordings import Wordings, Words
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.schema import Blocs

MOST = 2_000
"""Phrases in the table: those of most texts."""
LARGEST = 10_000_000
SHORTEST = 4
BLANK: NDArray[np.int32] = np.zeros(0, np.int32)
UNSIGNED: NDArray[np.bool_] = np.zeros(0, np.bool_)
ANSWERS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Overruled(NamedTuple):
    """What the analyst says of phrases."""

    common: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


def read(path: str) -> Overruled:
    """The phrases of the analyst's file; none for no path.

    Raises:
        StudyError: for a file that is not such a table; a phrase of less than four words.
    """
    if not path:
        return Overruled()
    if Path(path).stat().st_size > LARGEST:
        raise StudyError("too large for a list of phrases", where=path, expected="at most 10 MB")
    found: dict[bool, list[str]] = {True: [], False: []}
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as handle:
            rows = csv.DictReader(handle)
            missing = [n for n in ("phrase", "common") if n not in (rows.fieldnames or ())]
            if missing:
                raise StudyError(
                    "a column is missing", where=path, got=rows.fieldnames, expected=missing[0]
                )
            for row in rows:
                where = f"{path}: line {rows.line_num}"
                phrase = (row["phrase"] or "").strip()
                found[answer(row["common"], where)].append(phrase)
                if phrase and len(split([phrase]).hashes) < SHORTEST:
                    expected = f"{SHORTEST} words or more"
                    raise StudyError("too short", where=where, got=phrase, expected=expected)
    except (UnicodeDecodeError, csv.Error) as error:
        raise StudyError("not a CSV in UTF-8", where=path, got=str(error)) from error
    return Overruled(*(tuple(filter(None, found[kind])) for kind in (True, False)))


def answer(text: str | None, where: str) -> bool:
    """Yes or no."""
    try:
        return ANSWERS[(text or "").strip().casefold()]
    except KeyError:
        raise StudyError(
            "neither yes nor no", where=where, got=text, expected="yes or no"
        ) from None


def split(texts: list[str], fold: Folding | None = None) -> Tokens:
    """The words of texts."""
    return tokenise(*buffers(pa.array(texts, pa.string())), fold)


def mark(words: Words, weights: NDArray[np.uint8], said: Overruled, fold: Folding) -> None:
    """Mark where texts have a phrase that the analyst overrules."""
    offsets = np.append(words.begin, words.end[-1:]) if len(words.begin) else np.zeros(1, np.int64)
    whole = Tokens(words.hashes, BLANK, BLANK, weights, offsets, UNSIGNED)
    for bit, listed in ((LISTED, said.common), (SPARED, said.spared)):
        if listed:
            sought = split(list(listed), fold)
            _, phrase, at = occurrences(whole, sought)
            lengths = np.diff(sought.offsets)[phrase]
            for k in range(int(lengths.max(initial=0))):
                weights[at[lengths > k] + k] |= bit


def table(engine: Engine, corpus: Corpus, said: Wordings, runs: Runs, blocs: Blocs) -> pa.Table:
    """PHRASES: a row a phrase, those of most texts first."""
    alike: Any = pa.array(runs.key).dictionary_encode()
    keys, group = alike.dictionary.to_numpy(), alike.indices.to_numpy()
    first = np.empty(len(keys), np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]
    copies = np.diff(said.offsets)
    texts = np.bincount(group, weights=copies[runs.text], minlength=len(keys)).astype(np.int64)
    chosen = np.flatnonzero(texts > max(1, least_of(texts, MOST) - 1))
    chosen = chosen[np.lexsort((keys[chosen], -texts[chosen]))][:MOST]
    rank = np.full(len(keys), -1, np.int64)
    rank[chosen] = np.arange(len(chosen))
    mine = np.flatnonzero(rank[group] >= 0)
    size = copies[runs.text[mine]]
    at = np.repeat(said.offsets[runs.text[mine]] + size - np.cumsum(size), size)
    posts = said.posts[at + np.arange(len(at))]
    phrase = np.repeat(rank[group[mine]], size)
    rows = spread(corpus, posts, phrase, len(chosen), blocs)
    place = first[chosen]
    origin = said.first[runs.text[place]]
    words = wording(engine, corpus.ix[origin], runs.start[place], runs.end[place])
    for row, text, count in zip(rows, words, runs.end[place] - runs.start[place], strict=True):
        row |= {"phrase": text, "words": int(count), "common": "yes"}
    return PHRASES.validate(pa.Table.from_pylist(rows, schema=PHRASES.arrow))


def least_of(numbers: NDArray[np.int64], most: int) -> int:
    """The least of so many of the greatest numbers; 0 if there are no more."""
    return int(np.partition(numbers, -most)[-most]) if len(numbers) > most else 0


def spread(
    corpus: Corpus, posts: NDArray[np.int64], phrase: NDArray[np.int64], count: int, blocs: Blocs
) -> list[dict[str, Any]]:
    """How many posts and accounts of which blocs have each phrase, and when."""
    n = len(blocs.all)
    many = int(corpus.accounts.max(initial=0)) + 1
    account = np.unique(phrase * many + corpus.accounts[posts]) // many
    bloc = np.bincount(phrase * n + corpus.blocs[posts], minlength=count * n).reshape(count, n)
    first = np.full(count, np.iinfo(np.int64).max)
    last = np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, phrase, corpus.times[posts])
    np.maximum.at(last, phrase, corpus.times[posts])
    return [
        {
            "texts": int(bloc[k].sum()),
            "accounts": int(accounts),
            "blocs": sorted(name for name, c in zip(blocs.all, bloc[k], strict=True) if c),
            "first_at": int(first[k]),
            "last_at": int(last[k]),
        }
        for k, accounts in enumerate(np.bincount(account, minlength=count).tolist())
    ]


def wording(
    engine: Engine, ix: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> list[str]:
    """The phrases as their first post spells them."""
    asked = pa.table({"row": np.arange(len(ix)), "ix": ix})
    engine.register("asked", asked)
    texts = engine.table("SELECT text FROM asked JOIN posts USING (ix) ORDER BY row")["text"]
    tokens = tokenise(*buffers(texts.combine_chunks())) if len(ix) else split([])
    low = tokens.starts[tokens.offsets[:-1] + start].tolist()
    high = tokens.ends[tokens.offsets[:-1] + end - 1].tolist()
    spans = zip(texts.to_pylist(), low, high, strict=True)
    return [str(text)[a:b] for text, a, b in spans]
