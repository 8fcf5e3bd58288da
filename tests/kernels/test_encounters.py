"""Texts that meet by what they share."""

from __future__ import annotations

import numpy as np

from antiphon.kernels import encounters
from antiphon.kernels.skeletons import NUMBER, U

ALL = np.array([[False, True], [True, False]])
NO_HAN = np.zeros(2, np.bool_)


def met(rows: list[tuple[int, int, int, list[int]]], window=1000, breadth=5, least=0.5):
    """Rows: language, time, account, keys."""
    language, time, account = (np.array([row[i] for row in rows], np.int64) for i in range(3))
    keys = np.array([NUMBER | U(k) for row in rows for k in row[3]], np.uint64)
    text = np.repeat(np.arange(len(rows)), [len(row[3]) for row in rows]).astype(np.int32)
    groups = encounters.group(keys, text, language, 2)
    texts = encounters.Texts(language, time, time, account)
    found = encounters.meet(groups, texts, ALL, NO_HAN, (window, breadth, least))
    return list(zip(found.early.tolist(), found.late.tolist(), strict=True)), found.weight


def test_only_other_languages_other_accounts_and_near_times_meet():
    strangers = [(i % 2, 5, 90 + i, [50 + i]) for i in range(20)]
    rows = [(0, 0, 1, [7]), (0, 1, 2, [7]), (1, 2, 1, [7]), (1, 3, 3, [7]), (1, 9999, 4, [7])]
    pairs, _ = met([*rows[:4], *strangers, rows[4]])
    assert sorted(pairs) == [(0, 3), (1, 2), (1, 3)]


def test_rare_keys_weigh_more_than_common_ones():
    rows = [(i % 2, i, i, [1, *([2] if i in (4, 5) else [])]) for i in range(40)]
    pairs, weight = met(rows, least=0.0)
    best = pairs[int(np.argmax(weight))]
    assert best == (4, 5)
    assert met(rows, least=0.5)[0] == [(4, 5)]


def test_an_account_that_says_everything_hides_nobody():
    crowd = [(0, i, 1, [3]) for i in range(50)]
    pairs, _ = met(
        [(0, 0, 2, [3]), *crowd, (1, 60, 9, [3]), *((1, 61, 50 + i, []) for i in range(9))],
        least=0.0,
    )
    assert (0, 51) in pairs
    assert len(pairs) == encounters.PER_ACCOUNT + 1


def test_what_is_kept_for_a_text_is_bounded():
    rows = [(0, i, i, [3]) for i in range(50)] + [(1, 60, 99, [3])]
    rows += [(1, 61, 100 + i, []) for i in range(9)] + [(0, 62, 200 + i, []) for i in range(200)]
    pairs, _ = met(rows, breadth=7)
    assert sorted(pairs) == [(i, 50) for i in range(43, 50)]


def test_no_texts_meet_nobody():
    assert met([])[0] == []
