"""What `antiphon check` prints, within 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from antiphon.cli.progress import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from antiphon.study.check import Bloc, Check, Gap, Periods

MOST_FILES = 12
MOST_REASONS = 8
MOST_GAPS = 8
MOST_LANGUAGES = 6
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def page(check: Check) -> RenderableType:
    """The whole of it, one part below the other."""
    return Group(
        heading(check.title),
        Text(check.question, style="italic"),
        Text(check.study, style="dim"),
        *files(check),
        *rejected(check),
        *blocs(check),
        *periods(check.periods),
        *details(check),
        *subjects(check),
        *coding(check),
        *claims(check),
        *steps(check),
        *warnings(check),
    )


def heading(text: str) -> Text:
    """The name of a part."""
    return Text(text, style="bold")


def part(name: str, *content: RenderableType) -> tuple[RenderableType, ...]:
    """A part of the page, set apart from what is above."""
    return (Text(""), heading(name), *(Padding(item, (0, 0, 0, 2)) for item in content))


def table(*columns: str, gap: int = 2) -> Table:
    """A table without lines; the first column holds names and may wrap, the others numbers."""
    made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, gap, 0, 0))
    for at, name in enumerate(columns):
        made.add_column(
            Text(name),
            justify="left" if at == 0 else "right",
            overflow="fold",
            no_wrap=at > 0,
        )
    return made


def files(check: Check) -> Iterator[RenderableType]:
    """Files with their rows."""
    names = short_names(check)
    made = table("", "rows", "taken", "left out", "rejected")
    for file in check.files[:MOST_FILES]:
        counts = (file.rows, file.taken, file.left_out, file.rejected)
        made.add_row(Text(names[file.file]), *(f"{n:,}" for n in counts))
    more = check.files[MOST_FILES:]
    if more:
        sums = (
            sum(getattr(f, name) for f in more)
            for name in ("rows", "taken", "left_out", "rejected")
        )
        made.add_row(f"and {len(more):,} more files", *(f"{n:,}" for n in sums))
    remarks = [f"{check.repeats:,} rows repeat a post as it was taken before."] * bool(
        check.repeats
    )
    remarks += [f"{check.revisions:,} rows gave a post another text; the later stands."] * bool(
        check.revisions
    )
    yield from part(f"Files ({len(check.files):,})", made, *map(Text, remarks))


def rejected(check: Check) -> Iterator[RenderableType]:
    """Reasons of rejection, most frequent first."""
    if not check.reasons:
        return
    names = short_names(check)
    made = Table.grid(padding=(0, 2))
    made.add_column(justify="right", no_wrap=True)
    made.add_column(overflow="fold")
    made.add_column(overflow="fold")
    for reason in check.reasons[:MOST_REASONS]:
        file, _, row = reason.first.rpartition(":")
        place = f"{names.get(file, file)}:{row}"
        what = f"{reason.column}: {reason.reason}" if reason.column else reason.reason
        made.add_row(f"{reason.rows:,}", Text(what), Text(f"first {place}", style="dim"))
    left = len(check.reasons) - MOST_REASONS
    content: list[RenderableType] = [
        made,
        *([Text(f"and {left} more reasons")] if left > 0 else []),
    ]
    yield from part(f"Rejected rows ({sum(r.rows for r in check.reasons):,})", *content)


def blocs(check: Check) -> Iterator[RenderableType]:
    """Posts, dates and accounts of every bloc."""
    made = table("", "posts", "first", "last", "accounts", "silent", "reposts", "same text", gap=1)
    for bloc in check.blocs:
        made.add_row(
            Text(bloc.bloc + ("" if bloc.role == "compare" else " *")),
            f"{bloc.posts:,}",
            bloc.first,
            bloc.last,
            f"{bloc.accounts:,}",
            f"{bloc.silent:,}",
            f"{bloc.reposts:,}",
            f"{100 * bloc.identical / bloc.posts:.1f} %" if bloc.posts else "",
        )
    remarks = [
        Text(
            "* reference. silent: accounts without a post. same text: posts whose very text "
            "another post of the bloc has too.",
            style="dim",
        )
    ]
    for name, number in check.unclaimed.items():
        whose = f"accounts of {name}, a bloc outside the study" if name else "accounts in no bloc"
        remarks.append(Text(f"{number:,} posts are of {whose}; they are not compared."))
    yield from part("Blocs", made, *remarks)


def periods(found: Periods) -> Iterator[RenderableType]:
    """Posts of every bloc by period."""
    if not found.starts:
        return
    made = table("", *labels(found), gap=1)
    for bloc, counts in found.posts.items():
        made.add_row(Text(bloc), *(short(number) for number in counts))
    years = sorted({start.split("-")[0] for start in (found.starts[0], found.starts[-1])})
    when = f", {' to '.join(years)}" if found.unit in ("day", "week") else ""
    yield from part(f"Posts by {found.unit}{when}", made)


def labels(found: Periods) -> list[str]:
    """Short names of the periods in two lines; the larger unit stands where it begins."""
    names = []
    shown = ""
    for start in found.starts:
        year, month, day = start.rsplit("-", 2)
        above, below = {
            "day": (MONTHS[int(month) - 1], str(int(day))),
            "week": (MONTHS[int(month) - 1], str(int(day))),
            "month": (year, MONTHS[int(month) - 1]),
            "quarter": (year, f"Q{(int(month) + 2) // 3}"),
        }.get(found.unit, ("", year))
        names.append(f"{above if above != shown else ''}\n{below}".lstrip("\n" * (not above)))
        shown = above
    return names


def short_names(check: Check) -> dict[str, str]:
    """Files by their last part where that tells them apart, else by the whole path."""
    last = {file.file: file.file.rsplit("/", 1)[-1] for file in check.files}
    return last if len(set(last.values())) == len(last) else {name: name for name in last}


def details(check: Check) -> Iterator[RenderableType]:
    """Precision, languages and kinds of every bloc, and gaps."""
    for name, of in (
        ("Date precision", lambda bloc: shares(bloc.precision, bloc.posts)),
        ("Languages (in capitals: the script, where none is declared)", languages),
        ("Kinds of accounts", kinds),
    ):
        made = Table.grid(padding=(0, 2))
        made.add_column(overflow="fold", max_width=24)
        made.add_column(overflow="fold")
        for bloc in check.blocs:
            made.add_row(Text(bloc.bloc), Text(of(bloc) or "none"))
        yield from part(name, made)
    if check.gaps:
        lines: list[RenderableType] = [
            Text(f"{gap.bloc}: no post {span(gap)}")
            for gap in sorted(check.gaps, key=lambda gap: -gap.days)[:MOST_GAPS]
        ]
        more = len(check.gaps) - MOST_GAPS
        lines += [Text(f"and {more:,} shorter ones")] * (more > 0)
        yield from part("Gaps in blocs that post regularly", *lines)


def span(gap: Gap) -> str:
    """The days of a gap."""
    if gap.days == 1:
        return f"on {gap.first_day}"
    return f"from {gap.first_day} to {gap.last_day}, {gap.days:,} days"


def shares(counts: dict[str, int], whole: int, most: int = MOST_LANGUAGES) -> str:
    """Names with their share of the whole, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    said = [f"{name} {percent(number, whole)}" for name, number in ranked[:most]]
    rest = sum(number for _, number in ranked[most:])
    return ", ".join(said + ([f"others {percent(rest, whole)}"] if rest else []))


def percent(number: int, whole: int) -> str:
    """A share in per cent that never rounds something to nothing or to all."""
    share = 100 * number / whole
    if number < whole and share > 99.9:
        return "> 99.9 %"
    return "< 0.1 %" if 0 < share < 0.1 else f"{share:.3g} %"


def languages(bloc: Bloc) -> str:
    """The languages of a bloc's posts."""
    return shares(bloc.languages, bloc.posts)


def kinds(bloc: Bloc) -> str:
    """The kinds of a bloc's accounts."""
    return ", ".join(f"{kind or 'not stated'} {n:,}" for kind, n in bloc.kinds.items())


def subjects(check: Check) -> Iterator[RenderableType]:
    """Topics, narratives and issues with the posts that speak of them."""
    if not check.subjects:
        return
    made = table("", *(bloc.bloc for bloc in check.blocs))
    for subject in check.subjects:
        made.add_row(
            Text(f"{subject.table} {subject.id}"),
            *(f"{subject.posts.get(bloc.bloc, 0):,}" for bloc in check.blocs),
        )
    yield from part("Topics, narratives and issues: posts that speak of them", made)


def claims(check: Check) -> Iterator[RenderableType]:
    """Claims, and whether they can be tested."""
    if check.claims:
        yield from part(
            "Claims",
            *(
                Text(f"{c.id}: {c.measure}, {c.quantity}" + ("" if c.known else f" – {c.note}"))
                for c in check.claims
            ),
        )


def coding(check: Check) -> Iterator[RenderableType]:
    """What would be coded, by whom, and what people have said so far."""
    if not check.coding:
        return
    made = table("", "people's labels", "of drawn")
    for row in check.coding:
        unit = f"each {row.unit}" if row.unit else "nobody"
        about = f" by {len(row.targets)} targets" if row.targets else ""
        machines = ", ".join(row.coders) or "no machine"
        made.add_row(
            Text.assemble(row.code, (f"\n{unit}{about}: {machines}", "dim")),
            f"{row.labels:,} by {row.persons:,}",
            f"{row.coded:,} of {row.drawn:,}",
        )
    yield from part("Would be coded", made)


def steps(check: Check) -> Iterator[RenderableType]:
    """What a run would do, with its settings."""
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for step in check.steps:
        made.add_row(Text(step.name), Text(step.question))
        settings = ", ".join(f"{name}={value}" for name, value in step.settings.items())
        if settings:
            made.add_row("", Text(settings, style="dim"))
    yield from part("A run would answer", made)


def warnings(check: Check) -> Iterator[RenderableType]:
    """What deserves a second look, last, where it is seen."""
    if check.warnings:
        made = Table.grid(padding=(0, 1))
        made.add_column(no_wrap=True)
        made.add_column(overflow="fold")
        for warning in check.warnings:
            made.add_row(Text("!", style="bold yellow"), Text(warning))
        yield from part("Look again", made)
    else:
        yield from (Text(""), Text("Nothing needs a second look.", style="green"))
