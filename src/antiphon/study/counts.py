"""Counts of what was read: files, blocs, periods, dates, languages, repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.schema import PRECISIONS
from antiphon.study.check import Bloc, File, Gap, Periods, Reason

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.study.spec import Study

MOST_PERIODS = 12
UNITS = ("day", "week", "month", "quarter", "year", "decade", "century", "millennium")
SCRIPTS = {
    "LATIN": "Latin",
    "CYRILLIC": "Cyrillic",
    "HAN": "Han",
    "KANA": "Hiragana",
    "HANGUL": "Hangul",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "DEVANAGARI": "Devanagari",
    "THAI": "Thai",
}
SAMPLE = 300  # characters of a text that tell its script
SUSPECT = 0.99
FEW = 20


def files(engine: Engine) -> tuple[File, ...]:
    """Every file of posts, in order of source and name."""
    sql = "SELECT file, source, rows, taken, left_out, rejected FROM files ORDER BY source, file"
    return tuple(File(*row) for row in engine.rows(sql))


def reasons(engine: Engine) -> tuple[Reason, ...]:
    """Reasons of rejection, most frequent first."""
    sql = """SELECT coalesce("column", ''), reason, count(*),
                    arg_min(file || ':' || row, (file, row))
             FROM rejected GROUP BY ALL ORDER BY 3 DESC, 1, 2"""
    return tuple(Reason(*row) for row in engine.rows(sql))


def repeats(engine: Engine) -> int:
    """Rows taken that say again what a row before them said."""
    sql = """SELECT (SELECT coalesce(sum(taken), 0) FROM files)
                  - (SELECT count(*) FROM posts) - (SELECT count(*) FROM revisions)"""
    return max(0, int(engine.value(sql)))


def blocs(engine: Engine, study: Study) -> tuple[Bloc, ...]:
    """The study's blocs in its order."""
    listed = accounts(engine)
    posts = {row[0]: row[1:] for row in engine.rows(bloc_sql())}
    said = languages(engine)
    same = dict(engine.rows(IDENTICAL))
    found = []
    for name in study.blocs.all:
        count, first, last, reposts, *exact = posts.get(name, (0, "", "", 0, 0, 0, 0, 0))
        number, silent, kinds = listed.get(name, (0, 0, {}))
        found.append(
            Bloc(
                bloc=name,
                role="compare" if name in study.blocs.compare else "reference",
                posts=count,
                accounts=number,
                silent=silent,
                kinds=kinds,
                first=first,
                last=last,
                precision={p: n for p, n in zip(PRECISIONS, exact, strict=True) if n},
                languages=said.get(name, {}),
                reposts=reposts,
                identical=same.get(name, 0),
            )
        )
    return tuple(found)


def bloc_sql() -> str:
    """Posts by bloc: how many, from when to when, how many reposts, how exactly dated."""
    exact = ", ".join(
        f"count(*) FILTER (coalesce(time_precision, 'second') = '{name}')" for name in PRECISIONS
    )
    return f"""SELECT coalesce(bloc, ''), count(*), CAST(min(created_at)::DATE AS VARCHAR),
                      CAST(max(created_at)::DATE AS VARCHAR), count(nullif(repost_of, '')), {exact}
               FROM posts GROUP BY 1"""  # noqa: S608


IDENTICAL = """SELECT bloc, CAST(sum(n) AS BIGINT) FROM (
                   SELECT coalesce(bloc, '') AS bloc, count(*) AS n FROM posts
                   GROUP BY coalesce(bloc, ''), md5(text) HAVING count(*) > 1
               ) GROUP BY bloc"""


def accounts(engine: Engine) -> dict[str, tuple[int, int, dict[str, int]]]:
    """Accounts by bloc: how many, how many without a post, how many of each kind."""
    sql = """WITH posting AS (SELECT DISTINCT coalesce(platform, '') AS platform, account_id
                              FROM posts),
                  heard AS (SELECT account_id FROM posting)
             SELECT bloc, coalesce(kind, '') AS kind, count(*), count(*) FILTER (
                 CASE WHEN coalesce(platform, '') = '' THEN account_id NOT IN (FROM heard)
                 ELSE (platform, account_id) NOT IN (FROM posting) END)
             FROM accounts GROUP BY ALL ORDER BY bloc, count(*) DESC, kind"""
    found: dict[str, tuple[int, int, dict[str, int]]] = {}
    for bloc, kind, number, silent in engine.rows(sql):
        total, quiet, kinds = found.get(bloc, (0, 0, {}))
        found[bloc] = (total + number, quiet + silent, {**kinds, kind: number})
    return found


def languages(engine: Engine) -> dict[str, dict[str, int]]:
    """Posts by bloc and language, most frequent first; by script where none is declared."""
    sample = rf"regexp_replace(left(text, {SAMPLE}), '(https?://|@)\S+', '', 'g')"
    letters = ", ".join(
        f"'{name}': length(regexp_replace(t, '[^\\p{{{script}}}]', '', 'g'))"
        for name, script in SCRIPTS.items()
    )
    sql = f"""WITH undeclared AS (
                  SELECT coalesce(bloc, '') AS bloc, MAP {{{letters}}} AS counts
                  FROM (SELECT bloc, {sample} AS t FROM posts WHERE coalesce(lang, '') = '')
              ), named AS (
                  SELECT bloc, CASE WHEN list_max(map_values(counts)) = 0 THEN 'NONE' ELSE
                      map_keys(counts)[list_position(map_values(counts),
                                                     list_max(map_values(counts)))] END AS said
                  FROM undeclared
                  UNION ALL
                  SELECT coalesce(bloc, ''), lower(lang) FROM posts WHERE coalesce(lang, '') <> ''
              )
              SELECT bloc, said, count(*) FROM named GROUP BY ALL ORDER BY bloc, 3 DESC, said"""  # noqa: S608
    found: dict[str, dict[str, int]] = {}
    for bloc, said, number in engine.rows(sql):
        found.setdefault(bloc, {})[said] = number
    return found


def periods(engine: Engine, study: Study) -> Periods:
    """Posts of the study's blocs by the finest unit that gives at most twelve periods."""
    names = list(study.blocs.all)
    spans = ", ".join(f"datediff('{unit}', min(created_at), max(created_at))" for unit in UNITS)
    row = engine.rows(f"SELECT {spans} FROM posts WHERE list_contains(?, bloc)", [names])[0]  # noqa: S608
    if row[0] is None:
        return Periods("day", (), dict.fromkeys(names, ()))
    fine = (unit for unit, span in zip(UNITS, row, strict=True) if span < MOST_PERIODS)
    unit = next(fine, UNITS[-1])
    step = {"quarter": "3 MONTH", "decade": "10 YEAR", "century": "100 YEAR"}.get(unit, f"1 {unit}")
    sql = f"""WITH counted AS (
                  SELECT bloc, date_trunc('{unit}', created_at)::DATE AS start, count(*) AS posts
                  FROM posts WHERE list_contains($names, bloc) GROUP BY ALL
              ), starts AS (
                  SELECT unnest(generate_series(min(start), max(start), INTERVAL {step}))::DATE
                      AS start FROM counted
              )
              SELECT CAST(start AS VARCHAR), b.bloc, coalesce(posts, 0)
              FROM starts CROSS JOIN (SELECT unnest($names) AS bloc) b
              LEFT JOIN counted USING (start, bloc) ORDER BY start"""  # noqa: S608
    counts: dict[str, list[int]] = {name: [] for name in names}
    starts: dict[str, None] = {}
    for start, bloc, number in engine.rows(sql, {"names": names}):
        starts[start] = None
        counts[bloc].append(number)
    return Periods(unit, tuple(starts), {name: tuple(n) for name, n in counts.items()})


def gaps(engine: Engine, study: Study) -> tuple[Gap, ...]:
    """The gaps that the measure of volumes would report."""
    from antiphon.measures import volumes

    settings = study.settings.get(volumes.MEASURE.name)
    least = settings.gap_posts if isinstance(settings, volumes.Volumes) else 5.0
    table = volumes.gaps(engine, list(study.blocs.all), least)
    return tuple(
        Gap(row["bloc"], str(row["first_day"]), str(row["last_day"]), row["days"])
        for row in table.to_pylist()
    )


def unclaimed(engine: Engine, study: Study) -> dict[str, int]:
    """Posts outside the study's blocs, by the bloc of their account; '' for none."""
    sql = """SELECT coalesce(bloc, ''), count(*) FROM posts
             WHERE NOT list_contains(?, coalesce(bloc, '')) GROUP BY 1 ORDER BY 2 DESC, 1"""
    return dict(engine.rows(sql, [list(study.blocs.all)]))


def coarse_dates(engine: Engine, study: Study) -> tuple[str, ...]:
    """A warning for every bloc whose dates are less exact than they say."""
    sql = """SELECT bloc, sum(n), max(n), sum(n) FILTER (minute(t) = 0 AND second(t) = 0),
                    sum(n) FILTER (second(t) = 0)
             FROM (SELECT bloc, created_at::TIME AS t, count(*) AS n FROM posts
                   WHERE coalesce(time_precision, 'second') = 'second'
                     AND list_contains(?, bloc) GROUP BY ALL)
             GROUP BY bloc ORDER BY bloc"""
    signs = (("day", "at one time of day"), ("hour", "on the hour"), ("minute", "on the minute"))
    found = []
    for bloc, posts, *counts in engine.rows(sql, [list(study.blocs.all)]):
        for (unit, where), number in zip(signs, counts, strict=True):
            if posts >= FEW and (number or 0) > SUSPECT * posts:
                share = f"{100 * number / posts:.3g} %"
                found.append(
                    f"{bloc}: {share} of the posts dated to the second are {where}; if the export "
                    f'gives no more, add time_precision = "{unit}" to [source.constants]'
                )
                break
    return tuple(found)
