"""Strict tables: what is taken, what is refused, how the refusal reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.errors import StudyError
from antiphon.settings import Key, describe, read


@dataclass(frozen=True)
class Inner:
    """A table in a table."""

    name: str
    """What it is called."""


@dataclass(frozen=True)
class Table:
    """A table with one key of every type."""

    text: str
    """A text."""
    whole: int = field(default=8, metadata={"min": 2, "max": 1e9})
    """A whole number,
    over two lines."""
    number: float = 0.5
    """A number."""
    yes: bool = False
    """A truth value."""
    many: tuple[str, ...] = ("a",)
    """Texts."""
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    unit: str = field(default="s", metadata={"choices": ("s", "ms")})
    """A unit."""


def refusal(table: dict) -> StudyError:
    with pytest.raises(StudyError) as caught:
        read(Table, table, "study.toml:")
    return caught.value


def test_a_full_table_becomes_the_dataclass():
    table = {
        "text": "t",
        "whole": 3,
        "number": 1,
        "yes": True,
        "many": ["x", "y"],
        "names": {"a": "b"},
        "values": {"a": {"b": "c"}},
        "where": {"a": "b", "c": ["d", "e"]},
        "inner": {"name": "n"},
        "inners": [{"name": "m"}],
        "unit": "ms",
    }
    got = read(Table, table, "study.toml:")
    assert got == Table(
        text="t",
        whole=3,
        number=1.0,
        yes=True,
        many=("x", "y"),
        names={"a": "b"},
        values={"a": {"b": "c"}},
        where={"a": ("b",), "c": ("d", "e")},
        inner=Inner("n"),
        inners=(Inner("m"),),
        unit="ms",
    )
    assert isinstance(got.number, float)


def test_defaults_hold_where_the_file_is_silent():
    assert read(Table, {"text": "t"}, "study.toml:") == Table("t")


def test_an_unknown_key_is_named_with_the_nearest_known_one():
    error = refusal({"text": "t", "wohle": 3})
    assert error.what == "unknown key"
    assert error.where == "study.toml: wohle"
    assert "did you mean 'whole'?" in error.fix


def test_an_unknown_key_inside_a_list_of_tables_is_named_with_its_place():
    assert refusal({"text": "t", "inners": [{"name": "n"}, {"nmae": "n"}]}).where == (
        "study.toml: inners[2].nmae"
    )


def test_a_missing_key_says_what_to_add():
    error = refusal({})
    assert (error.what, error.where, error.fix) == (
        "missing key",
        "study.toml: text",
        "add text = …",
    )


@pytest.mark.parametrize(
    ("key", "value", "expected", "fix"),
    [
        ("text", 3, "a text in quotes", 'put it in quotes: "3"'),
        ("text", True, "a text in quotes", 'put it in quotes: "true"'),
        ("whole", True, "a whole number", ""),
        ("whole", 3.0, "a whole number", ""),
        ("whole", "12", "a whole number", "leave out the quotes: 12"),
        ("number", False, "a number", ""),
        ("yes", 1, "true or false", ""),
        ("many", "x", "a list of texts", 'put it in brackets: ["x"]'),
        ("many", {"x": "y"}, "a list of texts", ""),
        ("names", ["a"], "a table of texts", ""),
        ("values", {"a": "b"}, "a table of texts", ""),
        ("inner", [], "a table", ""),
        ("inners", {"name": "n"}, "a list of tables", ""),
    ],
)
def test_a_value_of_the_wrong_type_says_what_was_expected(key, value, expected, fix):
    error = refusal({"text": "t"} | {key: value})
    assert (error.what, error.expected, error.fix) == ("wrong type", expected, fix)
    assert error.where.startswith(f"study.toml: {key}")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400])
def test_a_number_is_finite(value):
    assert refusal({"text": "t", "number": value}).what == "not a finite number"


def test_a_whole_number_fits_the_engine():
    assert refusal({"text": "t", "whole": 2**63}).what == "number too large"


@pytest.mark.parametrize("value", [1, 2_000_000_000])
def test_bounds_hold(value):
    error = refusal({"text": "t", "whole": value})
    assert (error.what, error.expected) == ("out of bounds", "2 to 1000000000")


def test_choices_hold():
    error = refusal({"text": "t", "unit": "mss"})
    assert error.what == "unknown value"
    assert "did you mean 'ms'?" in error.fix


def test_a_description_has_name_type_default_and_meaning_of_every_field():
    keys = {key.name: key for key in describe(Table)}
    assert list(keys) == list(Table.__dataclass_fields__)
    assert keys["text"] == Key("text", "a text in quotes", "required", "A text.")
    assert keys["whole"].meaning == "A whole number, over two lines. 2 to 1000000000."
    assert keys["many"].default == '["a"]'
    assert keys["yes"].default == "false"
    assert keys["unit"].meaning == "A unit. One of s, ms."
    assert keys["values"].type == "a table of tables of texts"
    assert keys["inner"] == Key("inner", "a table", "none", "")


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "3", "北", "\x00"])
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "a", "ü"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*Table.__dataclass_fields__, "x"]), ANYTHING, max_size=4))
def test_whatever_stands_there_is_taken_or_refused_with_a_reason(table):
    refused = None
    try:
        read(Table, table, "study.toml:")
    except StudyError as error:
        refused = error
    assert refused is None or (refused.what and refused.where.startswith("study.toml: "))
