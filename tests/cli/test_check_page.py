"""The page of `check` is readable in 80 columns whatever the data are like."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from antiphon.cli.check_page import page, percent
from antiphon.study.check import (
    Asked,
    Bloc,
    Check,
    File,
    Gap,
    Periods,
    Prospect,
    Reason,
    Step,
    Subject,
)

LONG = "a-very-long-name-without-any-break-" * 3


def bloc(name, role="compare", posts=1_853_145):
    return Bloc(
        bloc=name,
        role=role,
        posts=posts,
        accounts=12_345,
        silent=1_234,
        kinds={"state_media": 1_000, "": 5},
        first="2015-01-01",
        last="2016-12-31",
        precision={"second": posts - 1, "day": 1} if posts else {},
        languages={"en": posts} | {f"l{n}": n for n in range(20)} if posts else {},
        reposts=853_145,
        identical=posts // 3,
    )


def check(names, *, unit="month", starts=None, posts=1_853_145, files=1):
    starts = starts or tuple(f"2015-{month:02}-01" for month in range(1, 13))
    return Check(
        study="studies/x/study.toml",
        title="[bold]A title[/bold]",
        question="Who?",
        sha256="0",
        files=tuple(File(f"{LONG}/{n}.csv", 1, 9_853_145, 1, 2, 3) for n in range(files)),
        reasons=tuple(Reason("text", f"reason {n} {LONG}", 10 - n, "f:1") for n in range(10)),
        repeats=3,
        revisions=2,
        blocs=tuple(bloc(name, posts=posts) for name in names),
        periods=Periods(unit, starts, {name: (posts,) * len(starts) for name in names}),
        gaps=tuple(Gap(names[0], "2015-01-01", "2015-01-01", 1) for _ in range(10)),
        unclaimed={"": 5, LONG: 3},
        subjects=(Subject("topic", "arctic", dict.fromkeys(names, posts)),),
        coding=(Asked("tone", "post", (), ("lexicon",), 40, 30, 35, 2),),
        claims=(Prospect("c", "tone", "rate", known=False, note="no measure 'tone'"),),
        steps=(Step("reuse", "Who repeats whom?", {"min_words": 8}),),
        warnings=(f"look at {LONG}",),
    )


def shown(found):
    stream = io.StringIO()
    Console(file=stream, width=80, markup=False, highlight=False).print(page(found))
    return stream.getvalue()


@pytest.mark.parametrize(
    "found",
    [
        check(["north", "south", "world"]),
        check([LONG, "south"]),
        check(["north", "south"], posts=0),
        check(["north", "south"], files=40),
        check(["a", "b"], unit="day", starts=tuple(f"2015-01-{d:02}" for d in range(20, 32))),
        check(["a", "b"], unit="year", starts=tuple(f"{year}-01-01" for year in range(2005, 2017))),
        check(["a", "b"], unit="quarter", starts=("2015-01-01", "2015-04-01", "2016-01-01")),
    ],
)
def test_nothing_is_wider_than_the_terminal(found):
    text = shown(found)
    assert max(map(len, text.splitlines())) <= 80
    assert "[bold]A title[/bold]" in text
    assert "…" not in text  # nothing is cut off without a word


def test_many_files_are_summed_up():
    assert "and 28 more files" in shown(check(["a", "b"], files=40))


def test_a_share_never_rounds_to_nothing_or_to_all():
    assert [percent(n, 100_000) for n in (0, 1, 50_000, 99_999, 100_000)] == [
        "0 %",
        "< 0.1 %",
        "50 %",
        "> 99.9 %",
        "100 %",
    ]
