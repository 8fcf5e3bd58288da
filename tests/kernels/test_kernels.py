"""What was compiled of sources that are no more is forgotten."""

from __future__ import annotations

import os

import pytest

from antiphon.kernels import STAMP, forget_stale


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "one.py").write_text("x = 1", encoding="utf-8")
    forget_stale(tmp_path)
    (tmp_path / "__pycache__" / "two.f-1.py311.nbi").touch()
    (tmp_path / "__pycache__" / "two.f-1.py311.1.nbc").touch()
    (tmp_path / "__pycache__" / "two.cpython-311.pyc").touch()
    return tmp_path


def compiled(sources) -> list[str]:
    return sorted(p.name for p in (sources / "__pycache__").iterdir() if p.name != STAMP)


def test_what_was_compiled_of_the_same_sources_is_kept(sources):
    before = compiled(sources)
    forget_stale(sources)
    assert (compiled(sources), len(before)) == (before, 3)


def test_a_source_that_is_written_anew_forgets_what_any_gave(sources):
    os.utime(sources / "one.py", ns=(1, 1))
    forget_stale(sources)
    assert compiled(sources) == ["two.cpython-311.pyc"]


def test_a_source_that_is_new_or_gone_forgets_what_any_gave(sources):
    (sources / "three.py").touch()
    forget_stale(sources)
    assert compiled(sources) == ["two.cpython-311.pyc"]


def test_sources_that_were_never_compiled_are_left_alone(tmp_path):
    forget_stale(tmp_path)
    assert list(tmp_path.iterdir()) == []
