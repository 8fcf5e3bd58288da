"""The steps from compared texts to the assessment, once more, on a scene of a rerun."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from antiphon.inference import mechanism
from antiphon.inference.assessment import odds, verdict
from antiphon.inference.hypotheses import Assessment, hypotheses
from antiphon.inference.likelihood import CANNOT_TELL, probability
from antiphon.inference.power import ALARM
from antiphon.inference.simultaneity import simultaneity
from antiphon.measures import synchrony
from antiphon.measures.reuse import credit, tables
from antiphon.schema import FAMILIES, FAMILY_POSTS, PASSAGES, SIMULTANEITY, SYNCHRONY, Blocs
from antiphon.study import privacy
from antiphon.study.rehearsal.material import settings

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.study.rehearsal.ground import Ground, Scene

CREDITS = """
    CREATE OR REPLACE TEMP TABLE credits AS
    SELECT t.ix, t.account, coalesce(n.bloc, '') AS bloc, t.outlet, t.how
    FROM told t LEFT JOIN named n USING (account)
"""
SHARED = """
    SELECT count(*) FROM families WHERE list_has_all(blocs, ?)
"""
CALLED = """
    SELECT family_id FROM repetitions JOIN families f USING (family_id)
    WHERE list_has_all(f.blocs, ?)
    GROUP BY family_id HAVING max(p_coordinated_release) >= 0.5
"""
"""The messages of a pair that are called released."""


class Score(NamedTuple):
    """What a rerun says of a pair."""

    pair: str
    log_odds: float
    probability: float
    alarm: bool
    shared: int
    """Messages that the pair shares in it."""
    called: int = 0
    """Of these, the ones with a post that was released by even odds or more."""


class Hidden(NamedTuple):
    """Who may not be named, and the key of their pseudonyms."""

    private: Collection[str]
    secret: bytes


def rerun(ground: Ground, scene: Scene, hidden: Hidden) -> list[Score]:
    """Shared passages, families, mechanisms, synchrony, assessment: a score a pair.

    Every table is the one that a run of the study on the scene's posts would write; of synchrony
    there is what the assessment's odds use.
    """
    engine, blocs = ground.engine, scene.blocs
    gather(ground, scene, hidden)
    rules = settings(ground.plan, mechanism.Mechanism)
    keep(engine, mechanism.tables(engine, blocs, rules), hidden)
    timing = settings(ground.plan, synchrony.Synchrony)
    keep(engine, {SYNCHRONY.name: synchrony.totals(engine, blocs, timing)}, hidden)
    return scored(engine, blocs, settings(ground.plan, Assessment))


def gather(ground: Ground, scene: Scene, hidden: Hidden) -> None:
    """Compare the texts; leave passages and families where SQL sees them."""
    engine, blocs = ground.engine, scene.blocs
    engine.register("posts", scene.posts)
    engine.register("accounts", scene.accounts)
    engine.register("subjects", scene.subjects)
    engine.register("told", scene.credits)
    engine.execute(credit.NAMED)
    engine.execute(CREDITS)
    found = ground.search(scene)
    tables.register(engine, scene.corpus, found)
    engine.register("translations", ground.translations(engine))
    made = {PASSAGES.name: tables.passages(engine), FAMILY_POSTS.name: tables.family_posts(engine)}
    engine.register("family_posts", made[FAMILY_POSTS.name])
    made[FAMILIES.name] = tables.families(engine, blocs)
    keep(engine, made, hidden)


def keep(engine: Engine, made: dict[str, pa.Table], hidden: Hidden) -> None:
    """Let SQL see tables as they leave a study's store."""
    for name, table in made.items():
        engine.register(name, privacy.mask(table, hidden.private, hidden.secret))


def scored(engine: Engine, blocs: Blocs, rules: Assessment) -> list[Score]:
    """The log-odds of directed coordination, pair by pair, as the assessment has them."""
    engine.register(SIMULTANEITY.name, simultaneity(engine, blocs))
    found = []
    for pair in blocs.pairs:
        first, *_ = itertools.islice(hypotheses(engine, Blocs(pair, blocs.reference), rules), 1)
        whole = odds(first, first.ways, rules)
        alarm = whole >= ALARM and verdict(first.prior, whole) != CANNOT_TELL
        shared = int(engine.value(SHARED, [list(pair)]))
        called = len(engine.rows(CALLED, [list(pair)]))
        found.append(Score(first.pair, whole, probability(whole), alarm, shared, called))
    return found
