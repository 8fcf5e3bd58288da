"""What would happen with a study: reads everything, runs nothing, keeps what an analyst asks first.

Which files gave how many rows, how many posts of which bloc fall in which period, how exact their
dates are, in which languages, what is repeated, missing or claimed by nobody, and what would run.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.study.spec import Study


@dataclass(frozen=True)
class File:
    """A file of posts that was read."""

    file: str
    source: int
    rows: int
    taken: int
    left_out: int
    rejected: int


@dataclass(frozen=True)
class Reason:
    """Why rows were rejected, how often, and the first such place."""

    column: str
    reason: str
    rows: int
    first: str


@dataclass(frozen=True)
class Bloc:
    """A bloc of the study and what the data hold of it."""

    bloc: str
    role: str
    posts: int
    accounts: int
    """Accounts listed or derived."""
    silent: int
    """Of these, those without a post."""
    kinds: dict[str, int]
    first: str
    last: str
    precision: dict[str, int]
    """Posts by the precision of their dates."""
    languages: dict[str, int]
    """Posts by declared language; a script in capitals stands for posts that declare none."""
    reposts: int
    identical: int
    """Posts whose very text another post of the bloc has too."""


@dataclass(frozen=True)
class Periods:
    """Posts of every bloc by period."""

    unit: str
    starts: tuple[str, ...]
    posts: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Gap:
    """Days on which a bloc that posts regularly has no post."""

    bloc: str
    first_day: str
    last_day: str
    days: int


@dataclass(frozen=True)
class Subject:
    """A topic, narrative or issue and the posts that speak of it."""

    table: str
    id: str
    posts: dict[str, int]


@dataclass(frozen=True)
class Asked:
    """A code that would be asked of the posts, and what people have said so far."""

    code: str
    unit: str
    """What it is asked of; '' where no machine is asked."""
    targets: tuple[str, ...]
    coders: tuple[str, ...]
    """The machines that would be asked."""
    drawn: int
    """Units that were drawn for people."""
    coded: int
    """Of these, those that people have coded."""
    labels: int
    """Labels that people gave; a unit may have several."""
    persons: int


@dataclass(frozen=True)
class Prospect:
    """A claim, and whether this version can test it."""

    id: str
    measure: str
    quantity: str
    known: bool
    note: str


@dataclass(frozen=True)
class Step:
    """What a run would do."""

    name: str
    question: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class Check:
    """Everything `antiphon check` says."""

    study: str
    title: str
    question: str
    sha256: str
    files: tuple[File, ...]
    reasons: tuple[Reason, ...]
    repeats: int
    """Rows that say again what another row said."""
    revisions: int
    """Rows whose text another row of the same post replaced."""
    blocs: tuple[Bloc, ...]
    periods: Periods
    gaps: tuple[Gap, ...]
    unclaimed: dict[str, int]
    """Posts of accounts outside the study's blocs, by bloc; '' for accounts in none."""
    subjects: tuple[Subject, ...]
    coding: tuple[Asked, ...]
    claims: tuple[Prospect, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return asdict(self)


def check(study: Study, engine: Engine, progress: Progress = SILENT) -> Check:
    """Read every file of the study into the engine and say what is there.

    Raises:
        AntiphonError: when a file cannot be read, too many rows are bad, or a bloc has no accounts.
    """
    from antiphon.sources.ingest import ingest
    from antiphon.study.file import check_blocs

    ingest(
        engine,
        study.root,
        study.sources,
        study.accounts,
        study.contacts,
        study.ingest,
        progress,
    )
    check_blocs(study, engine.table("SELECT bloc FROM accounts"))
    return survey(study, engine, progress)


def survey(study: Study, engine: Engine, progress: Progress = SILENT) -> Check:
    """What the engine's tables hold, once a study's files are in them."""
    from antiphon.study import asked, counts, outlook, tally
    from antiphon.study.subjects import subjects as spoken_of

    progress.start("Counting posts")
    blocs = counts.blocs(engine, study)
    files = counts.files(engine)
    gaps = counts.gaps(engine, study)
    periods = counts.periods(engine, study)
    progress.done()
    engine.register("subjects", spoken_of(engine, study, progress))
    subjects = tally.subjects(engine, study)
    coding = asked.coded(study)
    claims = outlook.claims(study)
    unclaimed = counts.unclaimed(engine, study)
    return Check(
        study=str(study.path),
        title=study.title,
        question=study.question,
        sha256=study.sha256,
        files=files,
        reasons=counts.reasons(engine),
        repeats=counts.repeats(engine),
        revisions=engine.value("SELECT count(*) FROM revisions"),
        blocs=blocs,
        periods=periods,
        gaps=gaps,
        unclaimed=unclaimed,
        subjects=subjects,
        coding=coding,
        claims=claims,
        steps=outlook.steps(study),
        warnings=(
            *outlook.rejected(files),
            *outlook.empty(blocs),
            *counts.coarse_dates(engine, study),
            *outlook.one_day(periods),
            *outlook.holes(periods),
            *outlook.unmatched(subjects),
            *asked.unchecked(coding),
        ),
    )
