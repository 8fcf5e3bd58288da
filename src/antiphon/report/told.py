"""How a judgement on texts is told: with its interval or as uncalibrated; what stands behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.report import blocs as b
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import DASH, count, interval, moment, number, of, percent, plural
from antiphon.schema import BARE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import tzinfo

    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]

METHODS = {
    "ppi": "machine, corrected by people",
    "dsl": "machine, corrected by people",
    "human": "people alone",
    BARE: "uncalibrated",
}
LINKS = ("http://", "https://")


class Example(NamedTuple):
    """A post behind a number."""

    bloc: str
    style: str
    account: str
    time: str
    said: str
    """Who gave the label."""
    passage: str
    url: str
    address: str


class Shown(NamedTuple):
    """Examples of one code and label."""

    title: str
    posts: list[Example]


def best(found: Sequence[Row]) -> str:
    """The coder whose numbers are shown first: corrected before uncalibrated, then the narrowest.

    >>> a = {"coder": "a", "low": None, "high": None}
    >>> best([a, {"coder": "b", "low": 0.1, "high": 0.3}, {"coder": "", "low": 0.1, "high": 0.4}])
    'b'
    """
    widths: dict[str, list[float]] = {}
    for row in found:
        known = row["low"] is not None and row["high"] is not None
        widths.setdefault(row["coder"], []).append(row["high"] - row["low"] if known else 10.0)
    return min(widths, key=lambda coder: (sum(widths[coder]) / len(widths[coder]), coder))


def named(coder: str) -> str:
    """A coder's name as a reader meets it."""
    return coder or "people alone"


def range_of(low: float | None, high: float | None, *, scale: float = 1, unit: str = "") -> str:
    """An interval, or the word for a number without one."""
    return BARE if low is None else interval(low, high, scale=scale, digits=2, unit=unit)


def share(
    row: Mapping[str, Any], value: str = "estimate", low: str = "low", high: str = "high"
) -> Cell:
    """A share with its interval, or the word uncalibrated."""
    if row[value] is None:
        return num(DASH)
    return num(percent(row[value]), range_of(row[low], row[high], scale=100, unit=" %"))


def checked(row: Mapping[str, Any]) -> Cell:
    """How a number is told, and by how many coded posts."""
    people = f"{count(row['n_human'])} coded by people" if row["n_human"] else "nobody checked it"
    return Cell(METHODS.get(row["method"], row["method"]), people)


def coders(results: Results, codes: Collection[str]) -> Grid:
    """Who coded, in which version, and how well on texts held out."""
    body = [
        [
            Cell(r["code"]),
            Cell(r["coder"], f"version {r['version']}"),
            num(number(r["macro_f1"], 2), held(r)),
            num(number(r["baseline_f1"], 2)),
            num(number(r["calibration_error"], 2)),
            Cell(r["note"] or DASH, learnt(r)),
        ]
        for r in rows(results, "coders")
        if r["code"] in codes
    ]
    return Grid(
        "The machines",
        heads("code", "machine", "#macro-F1, held out", "#always the most frequent label",
              "#calibration error", "to bear in mind"),
        body,
        "Macro-F1: how often the machine is right on texts that it had not learnt from, each label "
        "counting alike; 1 is always. A machine that was never held against people's labels has a "
        "dash there.",
    )  # fmt: skip


def held(row: Row) -> str:
    """The interval of a machine's score, or that there is none."""
    if row["macro_f1"] is None:
        return "never held against labels"
    return interval(row["low"], row["high"], digits=2)


def learnt(row: Row) -> str:
    """What a machine learnt from."""
    if not row["trained_on"]:
        return ""
    return f"learnt from {plural(row['n_train'], 'text')} of {row['trained_on']}"


def people(results: Results, codes: Collection[str]) -> Grid:
    """How many units people coded, and how far they agree."""
    drawn: dict[str, set[tuple[Any, ...]]] = {}
    for r in rows(results, "samples"):
        unit = (r["platform"], r["post_id"], r["part"], r["target"])
        drawn.setdefault(r["code"], set()).add(unit)
    done: dict[str, set[tuple[Any, ...]]] = {}
    persons: dict[str, set[str]] = {}
    for r in rows(results, "human_codes"):
        unit = (r["platform"], r["post_id"], r["part"], r["target"])
        done.setdefault(r["code"], set()).add(unit)
        persons.setdefault(r["code"], set()).add(r["person"])
    alphas = {r["code"]: r for r in rows(results, "agreement") if not r["label"]}
    body = [
        [
            Cell(code),
            num(of(len(done.get(code, ())), len(drawn[code]))),
            num(count(len(persons.get(code, ())))),
            num(count(alphas[code]["units"]) if code in alphas else "0"),
            agreement(alphas.get(code)),
        ]
        for code in drawn
        if code in codes
    ]
    return Grid(
        "The people",
        heads("code", "#coded, of drawn", "#persons", "#coded by several", "#agreement (alpha)"),
        body,
        "Krippendorff's alpha: 1 is full agreement, 0 is chance; 95 % interval, bootstrap over "
        "units. Below 0.67 the code is not firm enough to conclude much.",
    )


def agreement(row: Row | None) -> Cell:
    """Alpha with its interval, or why there is none."""
    if row is None:
        return num(DASH)
    if row["alpha"] is None:
        return num(DASH, row["reason"])
    return num(f"{row['alpha']:.2f}", interval(row["low"], row["high"], digits=2))


def examples(
    results: Results,
    blocs: Blocs,
    where: tzinfo,
    codes: Mapping[str, str],
    *,
    wanted: Callable[[Row], bool] = lambda _: True,
    table: str = "coded_examples",
) -> list[Shown]:
    """Posts behind the numbers, a group for each code and label, the study's blocs in order."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for r in rows(results, table):
        if r["code"] in codes and wanted(r):
            groups.setdefault((r["code"], r["label"]), []).append(r)
    order = {name: at for at, name in enumerate(blocs.all)}
    shown = []
    for code, title in codes.items():
        for (own, label), found in groups.items():
            if own == code:
                found.sort(key=lambda r: (order.get(r["bloc"], len(order)), r["rank"]))
                name = title if label == "yes" else f"{title}: {label}"
                shown.append(Shown(name, [example(r, blocs, where) for r in found]))
    return shown


def of_target(target: str) -> Callable[[Row], bool]:
    """Is a row about this target?"""
    return lambda row: row["target"] == target


def example(r: Row, blocs: Blocs, where: tzinfo) -> Example:
    """One post as the page shows it."""
    url = r["url"] or ""
    persons = f"{plural(r['persons'], 'person')}" if r["persons"] else ""
    return Example(
        bloc=r["bloc"],
        style=b.style(blocs, r["bloc"]),
        account=r["account_id"],
        time=moment(r["created_at"], r["time_precision"], where),
        said="by " + " and ".join(part for part in (persons, r["coder"]) if part),
        passage=r["passage"],
        url=url if url.startswith(LINKS) else "",
        address=url or f"{r['platform']} {r['post_id']}".strip(),
    )


def point(at: int, row: Mapping[str, Any], head: str) -> dict[str, Any]:
    """A share as a figure of points draws it, in percent; without an interval where nobody checked.

    Args:
        at: the row of the figure.
        row: bloc, estimate, low, high, n_posts.
        head: what stands over the point.
    """
    low, high = row["low"], row["high"]
    bare = " uncalibrated" if low is None else ""
    return {
        "row": at,
        "value": 100 * row["estimate"],
        "low": 100 * (row["estimate"] if low is None else low),
        "high": 100 * (row["estimate"] if high is None else high),
        "name": row["bloc"],
        "head": head,
        "text": f"{percent(row['estimate'])}{bare} of {count(row['n_posts'])}",
        "interval": range_of(low, high, scale=100, unit=" %"),
    }
