"""Sentences of any script, with exact places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.sentences import LONGEST, split


def sentences(text: str) -> list[str]:
    data = text.encode()
    found = split(np.array([0, len(data)]), np.frombuffer(data + b"\0", np.uint8))
    said = [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]
    raw = [data[a:b].decode() for a, b in zip(found.first, found.last, strict=True)]
    assert said == raw
    return said


@pytest.mark.parametrize(
    "said",
    [
        ["Mr. Lee left.", "He said: “Go!”", "Nobody went."],
        ["J. K. Rowling won on 5. June, at 3.5 points.", "Yes!"],
        ["The U.S. Senate met.", "It voted."],
        ["В 2021 г. Москва и т.д.", "Он сказал: «Да».", "Потом ушёл..."],
        ["外交部表示：“我们反对！”", "他说。", "完"],
        ["قال الرئيس.", "هل هذا صحيح؟", "نعم."],
        ["A headline\n", "The text, which begins here."],
        ["Emoji 😀 are characters.", "𠀀 too!"],
    ],
    ids=["en", "initials", "capitals", "ru", "zh", "ar", "lines", "astral"],
)
def test_texts_are_cut_where_readers_would_cut_them(said):
    gap = "" if "。" in said[-2] else " "
    if said[0] == "В 2021 г. Москва и т.д.":  # an abbreviation ends no sentence
        said = [f"{said[0]} {said[1]}", said[2]]
    assert sentences(gap.join(said)) == [s.strip() for s in said]


def test_what_has_no_letter_is_no_sentence():
    assert sentences("") == sentences("… !!! —\n\n") == []


def test_a_sentence_without_end_is_cut():
    text = "word " * 2000
    found = sentences(text)
    assert max(map(len, found)) <= LONGEST + 5
    assert sum(len(s.split()) for s in found) == 2000


@given(st.text(alphabet=st.sampled_from("aB я中。.!? \n“”1😀"), max_size=60))
def test_every_letter_is_in_one_sentence(text):
    whole = "".join("".join(sentences(text)).split())
    assert [c for c in whole if c.isalnum()] == [c for c in text if c.isalnum()]
