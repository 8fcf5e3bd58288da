"""What all reruns of a study start from: its posts, their words and their credit, read once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.engine import Engine
from antiphon.kernels.wordings import Words
from antiphon.measures.reuse import credit, han, search
from antiphon.measures.reuse.corpus import Corpus, load
from antiphon.measures.reuse.settings import Reuse
from antiphon.progress import SILENT
from antiphon.schema import SUBJECTS
from antiphon.study import named
from antiphon.study.rehearsal.material import settings
from antiphon.study.subjects import subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from antiphon.measures.reuse.search import Found
    from antiphon.schema import Blocs
    from antiphon.study.rehearsal.material import Material

KEPT = """
    SELECT * EXCLUDE (ix), row_number() OVER (ORDER BY created_at, platform, post_id) - 1 AS ix
    FROM base b ANTI JOIN without w ON w.platform IS NOT DISTINCT FROM b.platform
                                   AND w.post_id = b.post_id
    ORDER BY ix
"""
CREDITS = "SELECT ix, account, outlet, how FROM credits ORDER BY ALL"
TRANSLATED = """
    SELECT a.ix AS ix_a, b.ix AS ix_b, t.* EXCLUDE (platform_a, post_id_a, platform_b, post_id_b)
    FROM translated t
    JOIN posts a ON a.platform IS NOT DISTINCT FROM t.platform_a AND a.post_id = t.post_id_a
    JOIN posts b ON b.platform IS NOT DISTINCT FROM t.platform_b AND b.post_id = t.post_id_b
"""


@dataclass(frozen=True)
class Scene:
    """A study's posts, altered or not, as the steps of a rerun read them."""

    blocs: Blocs
    posts: pa.Table
    accounts: pa.Table
    subjects: pa.Table
    credits: pa.Table
    """Post, account, outlet and way of every credit."""
    corpus: Corpus


class Ground:
    """An engine of its own in memory, and the scene in which nothing has been altered.

    Args:
        material: what the store has.
        without: platform and post_id of posts that are left out.
        memory: what the engine may take.
    """

    def __init__(self, material: Material, without: pa.Table, memory: str) -> None:
        self.plan = material.plan
        self.engine = Engine(memory=memory, threads=1)
        self.translated = material.translated
        posts = material.posts
        if without.num_rows:
            self.engine.register("base", posts)
            self.engine.register("without", without)
            posts = self.engine.table(KEPT).select(posts.column_names)
        self.scene = self.read(self.engine, posts, material.accounts, material.subjects)

    @property
    def reuse(self) -> Reuse:
        """The settings of the comparison of texts, as seen from here."""
        return named.located(settings(self.plan, Reuse), self.plan.root)

    @property
    def shortest(self) -> int:
        """Words that a text must have to be handed out."""
        return self.reuse.min_words * 3 // 2

    def read(self, engine: Engine, posts: pa.Table, accounts: pa.Table, spoken: pa.Table) -> Scene:
        """A scene of these posts alone."""
        engine.register("posts", posts)
        engine.register("accounts", accounts)
        fold = han.fold(simplified=self.reuse.simplified)
        blocs = self.plan.blocs
        names = credit.names(engine, fold)
        corpus = load(engine, blocs, names, SILENT, fold, memory_gb=self.reuse.memory_gb)
        credit.find(engine, corpus.spoken, corpus.signed)
        return Scene(blocs, posts, accounts, spoken, engine.table(CREDITS), corpus)

    def added(self, rows: Sequence[dict[str, Any]]) -> Scene:
        """The scene with these posts besides; all but their own words and credit is known."""
        scene = self.scene
        if not rows:
            return scene
        new = pa.Table.from_pylist([{**row, "ix": -1} for row in rows], schema=scene.posts.schema)
        new = new.sort_by(
            [("created_at", "ascending"), ("platform", "ascending"), ("post_id", "ascending")]
        )
        new = new.set_column(new.column_names.index("ix"), "ix", pa.array(range(new.num_rows)))
        with Engine(memory="200MB", threads=1) as engine:
            fresh = self.read(engine, new, scene.accounts, SUBJECTS.empty())
            spoken = subjects(engine, self.plan)
        old_ix, new_ix = merged(scene.posts, new)
        posts = pa.concat_tables([numbered(scene.posts, old_ix), numbered(new, new_ix)])
        told = [mapped(scene.credits, old_ix), mapped(fresh.credits, new_ix)]
        return replace(
            scene,
            posts=posts,
            subjects=pa.concat_tables([scene.subjects, spoken]).sort_by(
                [("subject", "ascending"), ("platform", "ascending"), ("post_id", "ascending")]
            ),
            credits=pa.concat_tables(told),
            corpus=joined(self.engine, new, (scene.corpus, old_ix), (fresh.corpus, new_ix)),
        )

    @cached_property
    def found(self) -> Found:
        """What the comparison of the texts finds before anything is altered."""
        return search.search(self.scene.corpus, self.scene.blocs, self.reuse)

    def search(self, scene: Scene) -> Found:
        """What it finds in a scene; texts that are the same need not be compared again."""
        same = scene.corpus.words is self.scene.corpus.words
        before = self.found if same else None
        return search.search(scene.corpus, scene.blocs, self.reuse, before=before)

    def free(self) -> NDArray[np.bool_]:
        """Which posts of the corpus could be a release's text: long, said by nobody else."""
        found, of_post = self.found, self.found.wordings.of_post
        able = of_post >= 0
        able[able] = found.compared.heavy[of_post[able]]
        able &= self.scene.corpus.words.lengths >= self.shortest
        for taken in (found.pairs.earlier, found.pairs.post, found.members.post):
            able[taken] = False
        return able

    def translations(self, engine: Engine) -> pa.Table:
        """Passages across languages with the posts' numbers of now."""
        from antiphon.measures.reuse import translated

        if not self.translated.num_rows:
            return translated.COLUMNS.empty_table()
        engine.register("translated", self.translated)
        found = engine.table(TRANSLATED)
        found = found.append_column("closeness", pa.nulls(found.num_rows, pa.float64()))
        return found.select(translated.COLUMNS.names).cast(translated.COLUMNS)


def merged(old: pa.Table, new: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each post once both are in order of time, platform and identifier."""
    keys = ("created_at", "platform", "post_id")
    before = np.searchsorted(times(old), times(new), side="left")
    after = np.searchsorted(times(old), times(new), side="right")
    place = before.copy()
    for k in np.flatnonzero(after > before).tolist():
        mine = tuple(new[key][k].as_py() for key in keys)
        tied = old.slice(int(before[k]), int(after[k] - before[k])).select(keys).to_pylist()
        place[k] += sum(tuple(row[key] for key in keys) < mine for row in tied)
    new_ix = place + np.arange(len(place))
    old_ix = np.arange(old.num_rows) + np.searchsorted(place, np.arange(old.num_rows), "right")
    return old_ix, new_ix


def times(posts: pa.Table) -> NDArray[np.int64]:
    """Microseconds since 1970."""
    return np.asarray(pc.cast(posts["created_at"], pa.int64()).to_numpy())


def numbered(posts: pa.Table, ix: NDArray[np.int64]) -> pa.Table:
    """The posts with other numbers."""
    return posts.set_column(posts.column_names.index("ix"), "ix", pa.array(ix, pa.int64()))


def mapped(table: pa.Table, ix: NDArray[np.int64]) -> pa.Table:
    """The table with the posts' other numbers."""
    return table.set_column(0, "ix", pa.array(ix[table["ix"].to_numpy()], pa.int64()))


Placed = tuple[Corpus, "NDArray[np.int64]"]


def joined(engine: Engine, new: pa.Table, old_part: Placed, new_part: Placed) -> Corpus:
    """Both corpora in one, in the order of the posts' other numbers."""
    (old, old_ix), (fresh, new_ix) = old_part, new_part
    ix = np.concatenate([old_ix[old.ix], new_ix[fresh.ix]])
    order = np.argsort(ix, kind="stable")
    shift = len(old.words.hashes)
    words = Words(
        np.concatenate([old.words.hashes, fresh.words.hashes]),
        np.concatenate([old.words.weights, fresh.words.weights]),
        np.concatenate([old.words.begin, fresh.words.begin + shift])[order],
        np.concatenate([old.words.end, fresh.words.end + shift])[order],
    )
    engine.register("added", new.select(["ix", "platform", "account_id"]))
    voice = engine.table(
        """SELECT voice FROM added a JOIN voices v ON v.account_id = a.account_id
           AND v.platform IS NOT DISTINCT FROM a.platform ORDER BY a.ix"""
    )["voice"].to_numpy()
    return Corpus(
        ix[order],
        np.concatenate([old.times, fresh.times])[order],
        np.concatenate([old.blocs, fresh.blocs])[order],
        np.concatenate([old.accounts, voice[fresh.ix]])[order],
        words.packed(),
        fresh.spoken,
        fresh.signed,
    )
