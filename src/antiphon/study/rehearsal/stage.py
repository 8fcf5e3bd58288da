"""One rerun after another on a study's ground: the posts are altered, the chain is run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.inference.planting import Field, Leg, Manner, Voice, plant, words_of
from antiphon.inference.power import Power
from antiphon.schema import PRECISIONS, REHEARSALS, Blocs
from antiphon.study.rehearsal.chain import CALLED, Hidden, rerun
from antiphon.study.rehearsal.controls import Member, half_names, halves, shuffled
from antiphon.study.rehearsal.ground import Ground, Scene
from antiphon.study.rehearsal.material import Material, settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from antiphon.engine import Engine
    from antiphon.study.rehearsal.chain import Score

    Row = dict[str, Any]

POST = pa.schema([("platform", pa.string()), ("post_id", pa.string())])
SAMPLE = 400
"""Posts of a language whose words serve for edits."""
ON_THE_MINUTE = 0.99
SEVERAL = 3
"""Posts that end with the same sentence make it the account's own."""
CLEAN, ROOM = "clean", "room"
"""Tasks besides the kinds of reruns: what to leave out first, and how much can be planted."""
CLEANED = 4
"""Times that messages called released are left out until none is."""
TAIL = r"""
    regexp_extract(regexp_replace(text, '(\s+#[\p{L}\p{M}\p{N}_]+)+\s*$', ''),
                   '(?s)^.*(?:[.!?…]\s|[。！？]|\n)\s*(\S.*)$', 1)
"""
"""The last sentence of a text, hashtags behind it aside."""
CLOSINGS = f"""
    CREATE OR REPLACE TEMP TABLE closings AS
    SELECT platform, account_id, lang, closing, count(*) AS times
    FROM (SELECT platform, account_id, coalesce(lang, '') AS lang, {TAIL} AS closing FROM posts
          WHERE list_contains(?, bloc) AND coalesce(repost_of, '') = '')
    WHERE closing <> '' GROUP BY ALL HAVING count(*) >= {SEVERAL}
"""  # noqa: S608
"""Sentences that an account ends several posts with."""
ENDINGS = """
    SELECT platform, account_id, lang, closing, times FROM closings
    ORDER BY platform, account_id, lang, times DESC, closing
"""
LEGS = f"""
    SELECT p.bloc, p.platform, p.account_id, p.created_at AS at, coalesce(p.lang, '') AS lang,
           p.text, coalesce(c.closing, '') AS closing
    FROM free f JOIN (SELECT *, {TAIL} AS tail FROM posts) p USING (ix)
    LEFT JOIN closings c ON c.platform IS NOT DISTINCT FROM p.platform
         AND c.account_id = p.account_id AND c.lang = coalesce(p.lang, '') AND c.closing = p.tail
    WHERE coalesce(p.repost_of, '') = '' AND NOT starts_with(p.text, 'RT @')
          AND coalesce(p.time_source, '') <> 'captured' AND list_contains(?, p.bloc)
          AND p.ix NOT IN (SELECT ix FROM told WHERE how <> 'name')
    ORDER BY p.ix
"""  # noqa: S608
VOICES = """
    WITH exact AS (
        SELECT bloc, avg((epoch_us(created_at) % 60000000 = 0)::INT) >= $minute AS whole
        FROM posts GROUP BY bloc
    )
    SELECT bloc, platform, account_id, coalesce(lang, '') AS lang, count(*) AS posts,
           min(created_at) AS first, max(created_at) AS last,
           mode(coalesce(time_precision, 'second')) AS precision, any_value(whole) AS whole
    FROM posts JOIN exact USING (bloc) WHERE list_contains($blocs, bloc)
    GROUP BY bloc, platform, account_id, lang ORDER BY ALL
"""
MEMBERS = """
    SELECT account_id, min(p.bloc) AS bloc, coalesce(min(a.kind), '') AS kind, count(*) AS posts
    FROM posts p LEFT JOIN accounts a USING (account_id) WHERE list_contains(?, p.bloc)
    GROUP BY account_id ORDER BY account_id
"""
LABELLED = """
    SELECT p.* REPLACE (coalesce(l.label, p.bloc) AS bloc)
    FROM whole p LEFT JOIN labels l USING (account_id) ORDER BY {order}
"""
RELEASED = f"""
    WITH called AS ({CALLED})
    SELECT DISTINCT platform, post_id FROM family_posts SEMI JOIN called USING (family_id)
    WHERE list_contains(?, bloc) ORDER BY ALL
"""  # noqa: S608


@dataclass
class Stage:
    """Where the reruns of one process take place."""

    material: Material
    hidden: Hidden
    memory: str

    def __post_init__(self) -> None:
        """Nothing is read before it is needed."""
        self._ground: Ground | None = None
        self._field: Field | None = None
        self._without = ""

    def close(self) -> None:
        """Let the engine go."""
        if self._ground:
            self._ground.engine.close()

    def ground(self, without: pa.Table) -> Ground:
        """The ground without some posts; the last one is kept."""
        mark = hashlib.sha256(repr(without.to_pylist()).encode()).hexdigest()
        if self._ground is None or mark != self._without:
            self.close()
            self._ground, self._field = Ground(self.material, without, self.memory), None
            self._without = mark
        return self._ground

    def perform(self, task: Row) -> Row:
        """Do what a task says; the answer can be written as JSON."""
        without = pa.Table.from_pylist(
            [dict(zip(POST.names, key, strict=True)) for key in task.get("without", ())],
            schema=POST,
        )
        plan = self.material.plan
        if task["kind"] == CLEAN:
            return self.clean(task["pairs"])
        ground = self.ground(without)
        if task["kind"] == ROOM:
            return {"room": room(self.field(ground), plan.blocs)}
        rng = np.random.default_rng([plan.seed, REHEARSALS.index(task["kind"]), task["run"]])
        if task["kind"] == REHEARSALS[0]:
            counts = {tuple(pair.split("|")): count for pair, count in task["counts"].items()}
            scene = self.planted(ground, counts, rng)
        elif task["kind"] == REHEARSALS[1]:
            scene = relabelled(
                ground, shuffled(members(ground), plan.blocs.compare, rng), plan.blocs
            )
        else:
            scene = self.between(ground, task, rng)
        return {"scores": [list(s) for s in rerun(ground, scene, self.hidden)]}

    def planted(self, ground: Ground, counts: Mapping[Any, int], rng: np.random.Generator) -> Scene:
        """The study's posts and releases among them."""
        want = settings(self.material.plan, Power)
        manner = Manner(want.spread_minutes, want.accounts, want.edited)
        rows = plant(self.field(ground), counts, manner, rng, mark(ground))
        return ground.added(rows)

    def between(self, ground: Ground, task: Row, rng: np.random.Generator) -> Scene:
        """Outsiders in the place of those compared."""
        blocs = Blocs(tuple(task["compare"]), tuple(task["reference"]))
        if not task["cut"]:
            return relabelled(ground, {}, blocs)
        names = half_names(task["cut"], self.material.plan.blocs)
        return relabelled(ground, halves(members(ground), task["cut"], names, rng), blocs)

    def field(self, ground: Ground) -> Field:
        """Where releases may be planted in this ground."""
        if self._field is None:
            self._field = field_of(ground)
        return self._field

    def clean(self, pairs: list[str]) -> Row:
        """Which posts to leave out: those of the messages that are called released."""
        left = POST.empty_table()
        scores: list[Score] = []
        for _ in range(CLEANED):
            ground = self.ground(left)
            scores = rerun(ground, ground.scene, self.hidden)
            both = [s.pair.split("|") for s in scores if s.called and s.pair in pairs]
            found = [ground.engine.table(RELEASED, [pair, pair]) for pair in both]
            if not sum(table.num_rows for table in found):
                break
            left = pa.concat_tables([left, *found]).group_by(POST.names).aggregate([])
            left = left.sort_by([(name, "ascending") for name in POST.names])
        ground = self.ground(left)
        return {
            "without": [list(row.values()) for row in left.to_pylist()],
            "scores": [list(s) for s in scores],
            "room": room(self.field(ground), self.material.plan.blocs),
        }


def field_of(ground: Ground) -> Field:
    """Legs, voices and words from the posts of the compared blocs."""
    engine, compare = ground.engine, list(ground.plan.blocs.compare)
    engine.register("posts", ground.scene.posts)
    engine.register("told", ground.scene.credits)
    engine.register("free", pa.table({"ix": ground.scene.corpus.ix[ground.free()]}))
    engine.execute(CLOSINGS, [compare])
    legs = [Leg(**row) for row in engine.table(LEGS, [compare]).to_pylist()]
    legs = [x for x in legs if not x.closing or len(words_of([x.handed])) >= ground.shortest]
    own = closings(engine)
    given = {"blocs": compare, "minute": ON_THE_MINUTE}
    voices = []
    for row in engine.table(VOICES, given).to_pylist():
        whole, unit = row.pop("whole"), PRECISIONS[row["precision"]]
        unit = max(unit, 60) if whole else unit
        mine = own.get((row["platform"], row["account_id"], row["lang"]), ())
        voices.append(Voice(**row, unit=unit, closings=tuple(mine)))
    texts: dict[str, list[str]] = {}
    for leg in legs:
        if len(some := texts.setdefault(leg.lang, [])) < SAMPLE:
            some.append(leg.handed)
    return Field(legs, voices, {lang: words_of(some) for lang, some in texts.items()})


def closings(engine: Engine) -> dict[tuple[str, str, str], list[tuple[str, int]]]:
    """By platform, account and language: what posts end with, and how often, the rarest last."""
    found: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for *whose, closing, times in engine.rows(ENDINGS):
        found.setdefault(tuple(whose), []).append((closing, times))
    return found


def room(field: Field, blocs: Blocs) -> dict[str, int]:
    """How many messages can be planted for each pair."""
    return {f"{x}|{y}": field.room(x, y) for x, y in blocs.pairs}


def mark(ground: Ground) -> str:
    """A beginning that no identifier of a post has."""
    ground.engine.register("posts", ground.scene.posts)
    text = "planted-"
    while ground.engine.value("SELECT count(*) FROM posts WHERE starts_with(post_id, ?)", [text]):
        text += "-"
    return text


def members(ground: Ground) -> list[Member]:
    """The accounts with posts, those in two blocs aside."""
    engine = ground.engine
    engine.register("posts", ground.scene.posts)
    engine.register("accounts", ground.scene.accounts)
    rows = engine.table(MEMBERS, [list(ground.plan.blocs.all)]).to_pylist()
    return [Member(**row) for row in rows]


def relabelled(ground: Ground, labels: Mapping[str, str], blocs: Blocs) -> Scene:
    """The scene with other blocs for some accounts."""
    scene, engine = ground.scene, ground.engine
    named = {"account_id": list(labels), "label": list(labels.values())}
    engine.register(
        "labels",
        pa.table(named, schema=pa.schema([("account_id", pa.string()), ("label", pa.string())])),
    )
    posts, accounts = scene.posts, scene.accounts
    if labels:
        engine.register("whole", posts)
        posts = engine.table(LABELLED.format(order="ix")).cast(posts.schema)
        engine.register("whole", accounts)
        accounts = engine.table(LABELLED.format(order="platform, account_id"))
        accounts = accounts.cast(scene.accounts.schema)
    number = {bloc: k for k, bloc in enumerate(blocs.all)}
    bloc = pa.array(list(number), pa.string())
    of = pc.index_in(posts["bloc"].take(pa.array(scene.corpus.ix, pa.int64())), bloc).to_numpy()
    corpus = replace(scene.corpus, blocs=of.astype(np.int64))
    return replace(scene, blocs=blocs, posts=posts, accounts=accounts, corpus=corpus)
