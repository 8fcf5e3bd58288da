"""Posts that come later are compared with what is there: the result is that of a full run."""

from __future__ import annotations

import dataclasses

import made
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as steady
from hypothesis import strategies as st

from antiphon.engine import Engine
from antiphon.kernels import wordings
from antiphon.kernels.wordings import Words
from antiphon.measures import reuse
from antiphon.measures.reuse import comparison, index, renewal
from antiphon.measures.reuse.corpus import Corpus
from antiphon.measures.reuse.credit import SAID
from antiphon.measures.reuse.index import Index, Kept
from antiphon.measures.reuse.settings import Reuse
from antiphon.progress import SILENT

HOUR = 3_600_000_000
UNSIGNED = pa.table({"ix": pa.array([], pa.int64())})
SETTINGS = Reuse(
    min_words=6, window_days=9.0, common_accounts=3, common_days=1.0, breadth=2, max_edited=0.6
)


class Shelf(Index):
    """An index that holds its arrays in memory, of the accounts that it is told."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.names: list[int] = []

    def accounts(self):
        return np.array(self.names, np.uint64)

    def read(self, fingerprint):
        return self.kept.get(fingerprint)

    def write(self, kept, fingerprint):
        self.kept = {fingerprint: kept}


@dataclasses.dataclass(frozen=True)
class Post:
    """A made-up post; words are numbers, negative ones hashtags."""

    hour: int
    number: int
    account: int
    words: tuple[int, ...]
    comes: int
    goes: int


def corpus(posts: list[Post]) -> tuple[Corpus, list[int]]:
    """The posts as the measure holds them, and their accounts in the order of their numbers."""
    posts = sorted(posts, key=lambda p: (p.hour, p.number))
    names = sorted({p.account for p in posts})
    flat = np.array([w for p in posts for w in p.words], np.int64)
    end = np.cumsum([len(p.words) for p in posts], dtype=np.int64)
    begin = end - np.array([len(p.words) for p in posts], np.int64)
    hashes = (2 * np.abs(flat) + 2).astype(np.uint32)
    words = Words(hashes, np.where(flat < 0, 0, 2).astype(np.uint8), begin, end)
    times = np.array([p.hour * HOUR for p in posts], np.int64)
    accounts = np.array([names.index(p.account) for p in posts], np.int64)
    ix = np.arange(len(posts))
    return Corpus(ix, times, ix % 3, accounts, words, SAID.empty_table(), UNSIGNED), names


def compare(posts: list[Post], shelf: Shelf, settings: Reuse, part: int = comparison.PART):
    held, shelf.names = corpus(posts)
    said = wordings.group(held.words, 2 * settings.min_words)
    return comparison.compare(held, said, settings, SILENT, part, index=shelf)


def alike(one, other) -> bool:
    """Are two trees of arrays the same?"""
    if isinstance(one, tuple):
        return all(alike(a, b) for a, b in zip(one, other, strict=True))
    return one.dtype == other.dtype and np.array_equal(one, other)


@st.composite
def streams(draw) -> list[Post]:
    """Posts made of few phrases, with edits and copies, of few accounts, that come in turns.

    Some copies go again.
    """
    seed = draw(st.integers(0, 2**32 - 1))
    g = np.random.default_rng(seed)
    count, turns = draw(st.integers(1, 60)), draw(st.integers(2, 4))
    span, narrow = draw(st.sampled_from([3, 40, 900])), draw(st.booleans())
    phrases = [g.integers(0, 30 if narrow else 400, g.integers(4, 14)) for _ in range(8)]
    copied, short = draw(st.sampled_from([0.3, 0.8])), draw(st.integers(1, 3))
    posts: list[Post] = []
    for _ in range(count):
        account, goes = int(g.integers(7)), 9
        text = np.concatenate([phrases[min(7, g.geometric(0.35) - 1)] for _ in range(short)])
        if g.random() < 0.5:
            text[g.integers(0, len(text), 2)] = g.integers(0, 400, 2)
        if posts and g.random() < copied:
            origin = posts[int(g.integers(len(posts)))]
            text = np.array(origin.words)
            account = origin.account if g.random() < 0.4 else account
            goes = int(g.integers(1, 20))
        if g.random() < 0.1:
            text[0] = -text[0]
        hour, number = int(g.integers(span)), int(g.permutation(10_000)[0])
        late = g.random() < 0.5  # in order of time, or older posts later
        comes = hour * turns // span if late else int(g.integers(turns))
        posts.append(Post(hour, number, account, tuple(text.tolist()), comes, goes))
    return posts


@steady(max_examples=300)
@given(streams(), st.sampled_from([comparison.PART, 64]), st.booleans())
def test_posts_in_turns_give_what_all_at_once_do(posts, part, few):
    """Also what is left to the next comparison is the same, in whatever order posts come."""
    shelf = Shelf()
    settings = dataclasses.replace(SETTINGS, breadth=1 if few else 40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renewal, "MOST", 1.0)
        for turn in range(4):
            there = [p for p in posts if p.comes <= turn < p.goes]
            fresh = Shelf()
            full = compare(there, fresh, settings)
            found = compare(there, shelf, settings, part)
            assert alike(found[:-1], full[:-1])
            (left,), (expected,) = shelf.kept.values(), fresh.kept.values()
            for field in dataclasses.fields(Kept):
                assert alike(getattr(left, field.name), getattr(expected, field.name)), field.name


def made_up(seed: int, count: int = 80) -> list[Post]:
    """Posts of one turn each, in order of time, a third of them copies."""
    g = np.random.default_rng(seed)
    posts: list[Post] = []
    for i in range(count):
        text = tuple(g.integers(0, 900, 20).tolist())
        if i and g.random() < 0.3:
            text = (*posts[int(g.integers(i))].words[:12], *text[12:])
        posts.append(Post(i, i, int(g.integers(7)), text, 0, 9))
    return posts


def known_of(posts: list[Post], shelf: Shelf, settings: Reuse = SETTINGS) -> int:
    """How many wordings were compared anew; all where nothing could be taken over."""
    return compare(posts, shelf, settings).new


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_only_what_is_new_is_compared(seed):
    posts, shelf = made_up(seed), Shelf()
    assert known_of(posts[:70], shelf) == 70
    assert known_of(posts, shelf) == 10
    assert known_of(posts, shelf) == 0


def test_posts_that_are_gone_cost_a_full_run_and_nothing_else():
    posts, shelf = made_up(1), Shelf()
    compare(posts, shelf, SETTINGS)
    fewer = posts[:30] + posts[31:]
    assert known_of(fewer, shelf) == 79
    assert alike(compare(fewer, shelf, SETTINGS)[:-1], compare(fewer, Shelf(), SETTINGS)[:-1])


def test_more_than_a_third_of_new_words_are_compared_with_all_anew():
    posts, shelf = made_up(1), Shelf()
    compare(posts[:40], shelf, SETTINGS)
    assert known_of(posts, shelf) == 80


@pytest.mark.parametrize(
    ("changed", "new"),
    [
        ({"min_words": 7}, 80),
        ({"window_days": 8.0}, 80),
        ({"common_accounts": 4}, 80),
        ({"common_days": 2.0}, 80),
        ({"breadth": 3}, 80),
        *(({name: 0.2}, 0) for name in comparison.ASIDE if name not in {"phrases", "model"}),
    ],
    ids=lambda case: next(iter(case)) if isinstance(case, dict) else None,
)
def test_a_setting_that_what_is_kept_depends_on_costs_a_full_run(changed, new):
    posts, shelf = made_up(1), Shelf()
    compare(posts, shelf, SETTINGS)
    assert known_of(posts, shelf, dataclasses.replace(SETTINGS, **changed)) == new


def test_other_code_costs_a_full_run(monkeypatch):
    posts, shelf = made_up(1), Shelf()
    compare(posts, shelf, SETTINGS)
    monkeypatch.setattr(index, "code", lambda: "another")
    assert known_of(posts, shelf) == 80


def test_phrases_that_the_analyst_overrules_later_cost_a_full_run(tmp_path):
    posts, shelf = made_up(1), Shelf()
    compare(posts, shelf, SETTINGS)
    (tmp_path / "phrases.csv").write_text("phrase,common\nfour words of stock,yes\n")
    listed = dataclasses.replace(SETTINGS, phrases=str(tmp_path / "phrases.csv"))
    assert known_of(posts, shelf, listed) == 80
    assert known_of(posts, shelf, listed) == 0


def kept(g: np.random.Generator) -> Kept:
    """Arrays of the right types."""
    wide = {"anchors": 4, "chains": 6, "aligned": 9}
    types = {"several": bool, "common": np.uint8, "began": np.int64, "ended": np.int64}
    types |= dict.fromkeys(("keys", "looks", "opener"), np.uint64) | dict.fromkeys(wide, np.int32)
    arrays = {
        name: g.integers(0, 2, (50, wide[name]) if name in wide else 50).astype(kind)
        for name, kind in types.items()
    }
    return Kept(**arrays)


def same(one: Kept | None, other: Kept) -> bool:
    names = [field.name for field in dataclasses.fields(Kept)]
    return one is not None and all(alike(getattr(one, n), getattr(other, n)) for n in names)


def test_what_is_written_is_read_in_many_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "PIECE", 64)
    first, second = (kept(np.random.default_rng(seed)) for seed in (1, 2))
    with Engine(tmp_path / "store") as engine:
        assert Index(engine).read("now") is None
        Index(engine).write(first, "now")
        Index(engine).write(second, "now")
    with Engine(tmp_path / "store") as engine:
        found = Index(engine).read("now")
        assert same(found, second)
        assert Index(engine).read("then") is None
        assert all(getattr(found, f.name).flags.writeable for f in dataclasses.fields(Kept))


def test_arrays_without_rows_are_kept_too():
    blank = Kept(**{f.name: getattr(kept(np.random.default_rng(1)), f.name)[:0] for f in
                    dataclasses.fields(Kept)})  # fmt: skip
    with Engine() as engine:
        Index(engine).write(blank, "now")
        assert same(Index(engine).read("now"), blank)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE reuse_index SET data = data || 'x'::BLOB WHERE name = 'anchors' AND piece = 0",
        "UPDATE reuse_index SET digest = 'x' WHERE name = 'keys'",
        "DELETE FROM reuse_index WHERE name = 'anchors' AND piece = 1",
        "DELETE FROM reuse_index WHERE name = 'several'",
        "DELETE FROM reuse_index",
        "DROP TABLE reuse_index",
        "CREATE OR REPLACE TABLE reuse_index AS SELECT 1 AS name",
    ],
)
def test_a_damaged_index_is_none(harm, monkeypatch):
    monkeypatch.setattr(index, "PIECE", 64)
    whole = kept(np.random.default_rng(1))
    with Engine() as engine:
        Index(engine).write(whole, "now")
        engine.execute(harm)
        assert Index(engine).read("now") is None
        Index(engine).write(whole, "now")
        assert same(Index(engine).read("now"), whole)


def test_a_write_that_stops_in_the_middle_leaves_the_old_index(monkeypatch):
    old, new = (kept(np.random.default_rng(seed)) for seed in (1, 2))
    with Engine() as engine:
        Index(engine).write(old, "now")
        real, calls = engine.insert, iter(range(100))

        def stop(name, data):
            if next(calls) == 4:
                raise KeyboardInterrupt
            real(name, data)

        monkeypatch.setattr(engine, "insert", stop)
        with pytest.raises(KeyboardInterrupt):
            Index(engine).write(new, "now")
        assert same(Index(engine).read("now"), old)


@pytest.mark.parametrize("seed", [5, 6])
def test_the_tables_are_those_of_a_full_run_byte_for_byte(seed):
    """Also when older posts come later and the first posts' accounts are new."""
    world = made.world(seed, count=200, shared=0.5).drop_columns(["ix"]).to_pylist()
    g = np.random.default_rng(seed)
    turn = g.choice(4, len(world), p=[0.7, 0.1, 0.1, 0.1])
    options = Reuse(common_accounts=3, breadth=2)
    with Engine() as held:
        held.register("accounts", made.accounts())
        for now in range(4):
            there = made.posts(*(row for row, t in zip(world, turn, strict=True) if t <= now))
            held.register("posts", there)
            with made.engine(there) as fresh:
                expected = reuse.compute(fresh, made.BLOCS, options)
            found = reuse.compute(held, made.BLOCS, options)
            assert all(found[name].equals(table) for name, table in expected.items())
