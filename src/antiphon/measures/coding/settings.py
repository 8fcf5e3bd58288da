"""`[coding]`: what is asked of texts, of whom, by which coders, and what people said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from antiphon.coding import codebook, entries
from antiphon.coding.entries import Lexicon
from antiphon.coding.people.estimating import Estimation
from antiphon.coding.questions import Question
from antiphon.coding.units import Target  # noqa: TC001  (read by antiphon.settings)
from antiphon.errors import StudyError, nearest
from antiphon.schema import PERIOD_LENGTHS

if TYPE_CHECKING:
    from antiphon.coding.codebook import Code

CODERS = ("lexicon",)
WHERE = "[coding]"


@dataclass(frozen=True)
class Coding:
    """`[coding]`: what is said in texts, by whose judgement."""

    codes: tuple[str, ...] = ()
    """Codes or whole codebooks: tone, tactics, aims, stance, credit; own for all of `books`."""
    books: tuple[str, ...] = field(default=(), metadata={"named": "file"})
    """The study's own codebooks, beside the study file; their codes hide the package's."""
    lexicons: tuple[str, ...] = field(default=(), metadata={"named": "file"})
    """The study's own lexicons: entries are added to the package's, rules replace them."""
    coders: tuple[str, ...] = field(default=("lexicon",), metadata={"choices": CODERS})
    """The machines that code; none for people alone."""
    labels: tuple[str, ...] = field(default=(), metadata={"named": "file"})
    """Files of people's labels, as `antiphon code import` writes them."""
    target: tuple[Target, ...] = ()
    """Whom codes with a target are asked about."""
    method: str = field(default="ppi", metadata={"choices": ("ppi", "dsl")})
    """How a machine is corrected by people: ppi, prediction-powered; dsl, supervised by design."""
    clustered: bool = True
    """Do intervals speak of more than the posts at hand? Then accounts are the sample."""
    period: str = field(default="month", metadata={"choices": PERIOD_LENGTHS})
    """The periods for which shares are told."""
    least: int = field(default=10, metadata={"min": 2, "max": 1_000_000})
    """With fewer units that people coded, a share stays uncalibrated."""

    @property
    def estimation(self) -> Estimation:
        """How shares are told."""
        return Estimation(self.method, self.clustered, self.period, self.least)


def codes_of(settings: Coding) -> tuple[Code, ...]:
    """The codes that the settings name; files as seen from here.

    Raises:
        StudyError: for an unknown code, a codebook that cannot be read, or no target where one is
            needed.
    """
    own = tuple(code for path in settings.books for code in codebook.load(Path(path)))
    found = codebook.chosen(settings.codes, own, f"{WHERE} codes")
    about = [code.id for code in found if code.target]
    if about and not settings.target:
        raise StudyError(
            "a code that is asked about somebody",
            where=f"{WHERE} codes",
            got=about[0],
            expected="at least one table [[coding.target]]",
            fix="name whom it is asked about: id and terms",
        )
    return found


def questions_of(settings: Coding) -> tuple[Question, ...]:
    """Each code, of each target where it has one."""
    return tuple(
        Question(code, target)
        for code in codes_of(settings)
        for target in (settings.target if code.target else (None,))
    )


def lexicon_of(settings: Coding, codes: tuple[Code, ...]) -> Lexicon:
    """The study's own lexicons as one."""
    entry, rule = [], []
    for path in settings.lexicons:
        found = entries.load(Path(path))
        entries.known(found, {code.id for code in codes}, str(path))
        entry += found.entry
        rule += found.rule
    return Lexicon(tuple(entry), tuple(rule))


def hold_labels(said: list[tuple[str, str]], codes: tuple[Code, ...]) -> None:
    """Refuse people's labels that the codebook does not have; other codes are left alone."""
    known = {code.id: code.labels for code in codes}
    for code, label in said:
        if code in known and label not in known[code]:
            raise StudyError(
                f"people gave a label that {code!r} does not have",
                where=f"{WHERE} labels",
                got=label,
                fix=nearest(label, known[code]),
            )
