"""Errors that an analyst can act on."""

from __future__ import annotations

import inspect

import pytest

from antiphon import errors
from antiphon.errors import AntiphonError, MissingExtra, nearest, shorten

CLASSES = [
    c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, AntiphonError)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__name__)
def test_every_error_is_in_the_tree_at_the_top_of_its_file(kind):
    assert kind.__name__ in errors.__doc__
    assert kind.exit_code in (3, 4)


def test_a_missing_extra_says_how_to_install_it():
    assert "pip install 'antiphon[models]'" in str(MissingExtra("models", "sentence embedding"))


def test_hostile_text_in_an_error_cannot_reach_the_terminal():
    message = str(AntiphonError("bad value", got="\x1b[2J\x07" + "x" * 5000))
    assert "\x1b" not in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("plto", ["plot", "quay"], "did you mean 'plot'?"),
        ("zzz", ["a"], "known: a"),
        ("x", [], "none"),
    ],
)
def test_the_nearest_name(name, known, expected):
    assert expected in nearest(name, known)


def test_shortening_keeps_one_line():
    assert shorten("a\nb\x00c") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
