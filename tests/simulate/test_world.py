"""A world is possible, and grows in proportion."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from antiphon.errors import AntiphonError
from antiphon.schema import MECHANISMS
from antiphon.simulate.events import course
from antiphon.simulate.world import PRESETS, World


@pytest.mark.parametrize(
    "changes",
    [
        {"wire_credit_share": 1.5},
        {"wires_per_day": -1.0},
        {"posts_per_day": float("nan")},
        {"days": 5},
        {"accounts_per_bloc": 2},
        {"borrowing_edit": (0.4, 0.1)},
        {"release_accounts": 0.5},
        {"compare": ("velmora", "velmora")},
        {"compare": ("world", "velmora")},
    ],
)
def test_an_impossible_world_is_refused_with_its_field(changes):
    with pytest.raises(AntiphonError) as caught:
        World(**changes)
    assert caught.value.where == f"World.{next(iter(changes))}"


@pytest.mark.parametrize(
    ("preset", "present"),
    [
        ("demo", {"common_source", "exchange", "borrowing", "coordinated_release"}),
        ("parallel", {"common_source"}),
        ("exchange", {"common_source", "exchange"}),
        ("borrowing", {"common_source", "borrowing"}),
        ("release", {"common_source", "coordinated_release"}),
    ],
)
def test_a_preset_has_its_mechanisms_and_no_other(preset, present):
    seen = {MECHANISMS[k] for k in np.unique(course(PRESETS[preset](), 1).rows["mechanism"])}
    assert seen == present | {"own", "internal"}


@pytest.mark.parametrize("posts", [2_000, 6_000, 50_000])
def test_a_sized_world_has_about_so_many_posts(posts):
    assert len(course(World().sized(posts), 3).rows) == pytest.approx(posts, rel=0.06)


@pytest.mark.parametrize("field", fields(World), ids=lambda f: f.name)
def test_every_parameter_is_documented(field):
    page = Path(__file__).parents[2] / "docs" / "simulate.md"
    assert f"| `{field.name}` |" in page.read_text(encoding="utf-8")
