"""Which words are marked as shared."""

from __future__ import annotations

import time
from datetime import UTC

import made_results
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon import results
from antiphon.report import families
from antiphon.report.passages import compare
from antiphon.schema import Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))

CASES = {
    "same": ("a b c", "a b c", ["a b c"]),
    "one word edited": (
        "the old bridge opened today at noon",
        "the old bridge opened yesterday at noon",
        ["the old bridge opened", "at noon"],
    ),
    "case and punctuation": ("The old, old bridge!", "the OLD old bridge", ["the OLD old bridge"]),
    "Chinese by characters": ("新大桥今天通车了", "新大桥昨天通车了", ["新大桥", "天通车了"]),
    "Russian": ("мост открыт для всех", "мост открыт для нас", ["мост открыт для"]),
    "a lone word is noise": ("one the two", "three the four", []),
    "nothing shared": ("abc def", "ghi jkl", []),
    "empty": ("", "something here", []),
    "an insertion": ("a b c d e f", "a b c x d e f", ["a b c", "d e f"]),
    "a repeated run": ("a b c a b c", "a b c", ["a b c"]),
}


@pytest.mark.parametrize(("first", "other", "marked"), CASES.values(), ids=CASES)
def test_marked(first, other, marked):
    assert [p.text for p in compare(first, other)[1] if p.shared] == marked


@given(st.text("ab 中文.", max_size=60), st.text("ab 中文.", max_size=60))
def test_the_pieces_are_the_passage_and_both_sides_mark_the_same_words(first, other):
    one, two = compare(first, other)
    assert "".join(p.text for p in one) == first
    assert "".join(p.text for p in two) == other

    def bare(pieces):
        return "".join(c for p in pieces if p.shared for c in p.text if c.isalnum())

    assert bare(one) == bare(two)


def test_a_long_passage_is_cut_on_the_page_and_whole_in_the_terminal(tmp_path):
    made = made_results.make(tmp_path)
    posts = results.Results.open(made).table("family_posts").to_pylist()
    for post in posts[:2]:
        post["passage"] = "many words " * 150 + "and an end"
    results.write_table(made, "family_posts", made_results.table("family_posts", posts))
    seen = results.Results.open(made)
    cut = families.strongest(seen, BLOCS, UTC)[0][0].beside[0]
    whole = families.one(seen, 0, BLOCS, UTC).beside[0]
    assert cut.after == "… 1,260 more characters of the passage"
    assert "".join(p.text for p in whole.pieces).endswith("and an end")


def test_long_chinese_passages_are_quick():
    """Frequent characters do not make it slow."""
    first = "".join(chr(0x4E00 + i * i % 211) for i in range(2000))
    other = "".join(c if i % 9 else "改" for i, c in enumerate(first))
    begun = time.perf_counter()
    compare(first, other)
    assert time.perf_counter() - begun < 2
