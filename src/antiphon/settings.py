"""Strict tables: a mapping out of a TOML file to a frozen dataclass, or an error that says why not.

The dataclass is the one declaration: its fields are the known keys, their types what a value may
be, their defaults what holds when a key is left out, the text after each its meaning. Bounds and
choices are field metadata: `field(default=8, metadata={"min": 2, "choices": (…)})`.
"""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from antiphon.errors import StudyError, nearest

T = TypeVar("T")
LARGEST = 2**63 - 1
WORDS = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def read(cls: type[T], table: Mapping[str, Any], where: str) -> T:
    """An instance of the dataclass from a table; `where` names the file and the table.

    Raises:
        StudyError: for an unknown or missing key, or a value of another type than declared.
    """
    hints = get_type_hints(cls)
    declared = {item.name: item for item in fields(cls)}  # type: ignore[arg-type]
    for key in table:
        if key not in declared:
            raise StudyError("unknown key", where=dotted(where, key), fix=nearest(key, declared))
    values = {}
    for name, item in declared.items():
        if name in table:
            at = dotted(where, name)
            values[name] = convert(hints[name], table[name], at)
            bounded(item, values[name], at)
        elif item.default is MISSING and item.default_factory is MISSING:
            raise StudyError(
                "missing key",
                where=dotted(where, name),
                expected=wording(hints[name]),
                fix=f"add {example(name, hints[name])}",
            )
    return cls(**values)


def dotted(where: str, key: str) -> str:
    """The place of a key: `study.toml: blocs` and `compare` are `study.toml: blocs.compare`."""
    return f"{where} {key}" if where.endswith(":") else f"{where}.{key}"


def convert(hint: Any, value: Any, where: str) -> Any:
    """The value as the declared type, or an error with what was got and expected."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (hint,) = (kind for kind in arguments if kind is not NoneType)
        return convert(hint, value, where)
    if is_dataclass(hint) and isinstance(hint, type):
        return read(hint, mapping(value, where, hint), where)
    if origin is Mapping:
        inner = arguments[1]
        table = mapping(value, where, hint)
        # A single value is the list of that one value: where = { lang = "en" }.
        if inner == tuple[str, ...]:
            table = {k: [v] if isinstance(v, str) else v for k, v in table.items()}
        return {k: convert(inner, v, dotted(where, k)) for k, v in table.items()}
    if origin is tuple:
        if not isinstance(value, list):
            raise wrong(hint, value, where)
        return tuple(convert(arguments[0], v, f"{where}[{n}]") for n, v in enumerate(value, 1))
    return scalar(hint, value, where)


def mapping(value: Any, where: str, hint: Any) -> Mapping[str, Any]:
    """The value if it is a table."""
    if not isinstance(value, dict):
        raise wrong(hint, value, where)
    return value


def scalar(hint: Any, value: Any, where: str) -> Any:
    """A text, number or truth value; a whole number is a number, true is not."""
    if hint is float and type(value) is int:
        value = float(value) if abs(value) <= LARGEST else math.inf
    if type(value) is not hint:
        raise wrong(hint, value, where)
    if hint is float and not math.isfinite(value):
        raise StudyError("not a finite number", where=where, got=value)
    if hint is int and abs(value) > LARGEST:
        raise StudyError("number too large", where=where, expected=f"at most {LARGEST}")
    return value


def wrong(hint: Any, value: Any, where: str) -> StudyError:
    """The error for a value of the wrong type."""
    fix = ""
    if hint is str and hasattr(value, "isoformat"):
        fix = f'put it in quotes: "{value.isoformat()}"'
    elif hint is str and not isinstance(value, (dict, list)):
        fix = f'put it in quotes: "{value}"'.lower()
    elif get_origin(hint) is tuple and isinstance(value, str):
        fix = f'put it in brackets: ["{value}"]'
    elif hint in (int, float) and isinstance(value, str) and value.strip().isdigit():
        fix = f"leave out the quotes: {value.strip()}"
    got = value.isoformat() if hasattr(value, "isoformat") else value
    return StudyError("wrong type", where=where, got=got, expected=wording(hint), fix=fix)


def bounded(item: Field[Any], value: Any, where: str) -> None:
    """Hold a value to the bounds and choices that its field states."""
    low: Any = item.metadata.get("min")
    high: Any = item.metadata.get("max")
    if (low is not None and value < low) or (high is not None and value > high):
        raise StudyError("out of bounds", where=where, got=value, expected=bounds(item))
    choices: tuple[Any, ...] = item.metadata.get("choices") or ()
    for choice in (value if isinstance(value, tuple) else (value,)) if choices else ():
        if choice not in choices:
            fix = nearest(str(choice), map(str, choices))
            raise StudyError("unknown value", where=where, got=choice, fix=fix)


def bounds(item: Field[Any]) -> str:
    """The bounds or choices of a field in words; empty for none."""
    low, high = item.metadata.get("min"), item.metadata.get("max")
    if choices := item.metadata.get("choices"):
        return "one of " + ", ".join(map(str, choices))
    if low is not None and high is not None:
        return f"{digits(low)} to {digits(high)}"
    if low is not None:
        return f"{digits(low)} or more"
    return f"{digits(high)} or less" if high is not None else ""


def digits(bound: float) -> str:
    """A bound without needless decimals."""
    return str(int(bound)) if bound == int(bound) else str(bound)


def example(name: str, hint: Any) -> str:
    """How a key of the type is written."""
    if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]):
        return f"a table [[{name}]]"
    return f"a table [{name}]" if is_dataclass(hint) else f"{name} = …"


def wording(hint: Any) -> str:
    """A type in an analyst's words.

    >>> wording(tuple[str, ...]), wording(Mapping[str, tuple[str, ...]])
    ('a list of texts', 'a table of lists of texts')
    """
    if hint in WORDS:
        return WORDS[hint]
    if get_origin(hint) is UnionType:
        return wording(next(kind for kind in get_args(hint) if kind is not NoneType))
    if is_dataclass(hint):
        return "a table"
    plural = {str: "texts", int: "whole numbers", float: "numbers"}
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return "a list of " + plural.get(inner, "tables")
    inner = get_args(hint)[1]
    noun, _, rest = wording(inner)[2:].partition(" ")
    return "a table of " + plural.get(inner, f"{noun}s {rest}")


@dataclass(frozen=True)
class Key:
    """A key as the documentation shows it."""

    name: str
    type: str
    default: str
    meaning: str


@lru_cache
def describe(cls: type) -> tuple[Key, ...]:
    """Every field of a dataclass: name, type in words, default as TOML writes it, meaning.

    The meaning is the text after the field in the source, and its bounds if it states any.
    """
    hints = get_type_hints(cls)
    texts = meanings(cls)
    keys = []
    for item in fields(cls):
        limits = bounds(item)
        meaning = texts.get(item.name, "") + (f" {limits.capitalize()}." if limits else "")
        keys.append(Key(item.name, wording(hints[item.name]), default(item), meaning.strip()))
    return tuple(keys)


def meanings(cls: type) -> dict[str, str]:
    """The text after each field of a class, in one line."""
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    found = {}
    name = ""
    for node in body.body if isinstance(body, ast.ClassDef) else ():
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        elif name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[name] = " ".join(str(node.value.value).split())
            name = ""
    return found


def default(item: Field[Any]) -> str:
    """What holds when the key is left out, as TOML writes it; "required" when it may not be."""
    if item.default_factory is not MISSING:
        return toml(item.default_factory())
    return "required" if item.default is MISSING else toml(item.default)


def toml(value: Any) -> str:
    """A value as TOML writes it.

    >>> toml((True, "a")), toml(None), toml({})
    ('[true, "a"]', 'none', 'none')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "none"
