"""The posts, read as a stream: what each text gives away of its matter is kept, no texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels import evidence
from antiphon.measures.reuse.corpus import VOICES
from antiphon.strings import buffers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.progress import Progress
    from antiphon.schema import Blocs

ROWS = 8192
HAN = 2  # the column of Han characters among the letters of a text
POSTS = """
    SELECT p.ix, epoch_us(created_at) AS time, bloc, voice,
           split_part(lower(coalesce(lang, '')), '-', 1) AS lang,
           hash(text)::UBIGINT AS wording,
           concat_ws(' ', text, array_to_string(urls, ' '),
                     array_to_string(list_transform(hashtags, lambda h: '#' || h), ' ')) AS text
    FROM posts p JOIN voices v
         ON v.account_id = p.account_id AND v.platform IS NOT DISTINCT FROM p.platform
    WHERE list_contains(?, bloc) AND text <> ''
"""
TEXTS = "SELECT ix, text FROM posts WHERE list_contains(?, bloc) AND text <> ''"


@dataclass(frozen=True)
class Posts:
    """The posts of the study's blocs in order of time, and the texts they carry."""

    ix: NDArray[np.int64]
    times: NDArray[np.int64]
    """Microseconds since 1970."""
    blocs: NDArray[np.int64]
    accounts: NDArray[np.int64]
    wording: NDArray[np.int64]
    """The text of each post; texts are numbered by their first post."""
    lang: list[str]
    """Of each text: its declared language or ''."""
    letters: NDArray[np.int32]
    """Of each text: how many letters it has of each alphabet."""
    keys: NDArray[np.uint64]
    """What the texts give away; see `antiphon.kernels.evidence`."""
    key_text: NDArray[np.int32]
    """The text of each key."""

    @property
    def first(self) -> NDArray[np.int64]:
        """The first post of each text."""
        return np.unique(self.wording, return_index=True)[1]


def read(engine: Engine, blocs: Blocs, progress: Progress) -> Posts:
    """Read the posts of the study's blocs."""
    engine.execute(VOICES)
    columns: dict[str, list[Any]] = {
        n: [] for n in ("ix", "time", "bloc", "voice", "wording", "lang", "letters")
    }
    keys, owners = [], []
    for batch in engine.batches(POSTS, [list(blocs.all)], rows=ROWS):
        seen = evidence.scan(*buffers(batch["text"]))
        for name in ("ix", "time", "voice", "wording"):
            # copied, or the batch with its texts is held
            columns[name].append(batch[name].to_numpy().copy())
        columns["bloc"].append(pc.index_in(batch["bloc"], pa.array(list(blocs.all))).to_numpy())
        columns["lang"].append(pa.array(batch["lang"].to_pylist(), pa.string()))
        columns["letters"].append(seen.letters)
        keys.append(seen.keys)
        owners.append(batch["ix"].to_numpy()[seen.text])
        progress.advance(batch.num_rows)
    if not keys:
        return nothing()
    declared = pa.chunked_array(columns.pop("lang"))
    ix, time, bloc, voice, texts, letters = map(np.concatenate, columns.values())
    order = np.argsort(ix, kind="stable")
    ix = ix[order]
    wording, first = number(texts[order])
    found, key_text = np.concatenate(keys), np.searchsorted(ix, np.concatenate(owners))
    chosen = order[first]
    langs = [lang or "" for lang in declared.take(chosen).to_pylist()]
    kept, owner = whose(found, key_text, wording, first)
    posts = Posts(
        ix, time[order], bloc[order].astype(np.int64), voice[order], wording,
        langs, letters[chosen], kept, owner,
    )  # fmt: skip
    return with_han(engine, blocs, posts)


def number(texts: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number texts in order of their first post; and that post."""
    _, first, inverse = np.unique(texts, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse], np.sort(first)


def whose(
    keys: NDArray[np.uint64],
    post: NDArray[np.int64],
    wording: NDArray[np.int64],
    first: NDArray[np.int64],
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The keys of the first post of each text, and their text."""
    kept = first[wording[post]] == post
    return keys[kept], wording[post[kept]].astype(np.int32)


def with_han(engine: Engine, blocs: Blocs, posts: Posts) -> Posts:
    """The posts with the syllables of Han texts that names elsewhere have."""
    if not posts.letters[:, HAN].any():
        return posts
    table = evidence.wanted(posts.keys)
    first = posts.first
    keys, texts = [posts.keys], [posts.key_text]
    for batch in engine.batches(TEXTS, [list(blocs.all)], rows=ROWS):
        found, row = evidence.scan_han(*buffers(batch["text"]), table)
        post = np.searchsorted(posts.ix, batch["ix"].to_numpy()[row])
        kept, text = whose(found, post, posts.wording, first)
        keys.append(kept)
        texts.append(text)
    return replace(posts, keys=np.concatenate(keys), key_text=np.concatenate(texts))


def nothing() -> Posts:
    """No posts."""
    none: NDArray[Any] = np.zeros(0, np.int64)
    return Posts(
        none, none, none, none, none, [], np.zeros((0, 5), np.int32),
        np.zeros(0, np.uint64), np.zeros(0, np.int32),
    )  # fmt: skip


def texts_of(engine: Engine, ix: NDArray[np.int64]) -> Any:
    """The texts of some posts, in the order of ix, which ascends."""
    engine.register("wanted_texts", pa.table({"ix": ix}))
    data = engine.table("SELECT ix, text FROM posts SEMI JOIN wanted_texts USING (ix) ORDER BY ix")
    return data["text"].cast(pa.large_string()).combine_chunks()
