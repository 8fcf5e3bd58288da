"""Everything that can go wrong and that an analyst can mend.

    AntiphonError            exit code 3
    ├── StudyError           the study file: a key, a value, a regular expression, a path
    ├── SourceError          a file of posts, accounts or contacts that cannot be read at all
    ├── TooManyRejected      a source whose share of bad rows passed the stated limit
    ├── SchemaError          a table that does not have the columns it should
    ├── StoreError           the study's store: locked by another run, or written by a newer version
    ├── ResultsError         a results folder that is missing, foreign or damaged
    ├── ClusterError         a cluster: not there, not reached, or failed at its work
    ├── MissingExtra         an optional part that is not installed
    └── VerifyError          exit code 4: the results differ from what the study gives now

Every message says what is wrong, where, what was got, what was expected, and what to do.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class AntiphonError(Exception):
    """Something the analyst can mend: what, where, got, expected, fix.

    >>> print(AntiphonError("unknown key", where="study.toml: blocs.compares",
    ...                     expected="one of compare, reference", fix="did you mean 'compare'?"))
    unknown key
      where:    study.toml: blocs.compares
      expected: one of compare, reference
      fix:      did you mean 'compare'?
    """

    exit_code = 3

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        got: object = None,
        expected: str = "",
        fix: str = "",
    ) -> None:
        self.what = what
        self.where = where
        self.got = got
        self.expected = expected
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        parts = (
            ("where", self.where),
            ("got", "" if self.got is None else shorten(repr(self.got))),
            ("expected", self.expected),
            ("fix", self.fix),
        )
        lines = [f"  {name + ':':<9} {text}" for name, text in parts if text]
        return "\n".join([self.what, *lines])


class StudyError(AntiphonError):
    """The study file asks for something that cannot be."""


class SourceError(AntiphonError):
    """A file of the study cannot be read at all."""


class TooManyRejected(SourceError):
    """More rows of a source are bad than the study allows."""


class SchemaError(AntiphonError):
    """A table lacks a column, or has one of another type."""


class StoreError(AntiphonError):
    """The study's store cannot be used."""


class ResultsError(AntiphonError):
    """A results folder is missing, foreign or damaged."""


class ClusterError(AntiphonError):
    """The cluster cannot be used, or has failed."""


class MissingExtra(AntiphonError):
    """An optional part is asked for and not installed."""

    def __init__(self, extra: str, needs: str) -> None:
        super().__init__(
            f"{needs} is not installed",
            fix=f"pip install 'antiphon[{extra}]'",
        )


class VerifyError(AntiphonError):
    """The results folder is not what the study and its data give now."""

    exit_code = 4


def nearest(name: str, known: Iterable[str]) -> str:
    """The hint for a misspelt name, or the known ones.

    >>> nearest("compares", ["compare", "reference"])
    "did you mean 'compare'? known: compare, reference"
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    listing = "known: " + (", ".join(names) if names else "none")
    return f"did you mean {close[0]!r}? {listing}" if close else listing


def shorten(text: str, limit: int = 200) -> str:
    """The text, or its beginning and an ellipsis, on one line and without control characters."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return line if len(line) <= limit else line[: limit - 1] + "…"
