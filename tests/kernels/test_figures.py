"""Numbers in every notation."""

from __future__ import annotations

import numpy as np
import pytest
from extras import need
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.evidence import scan
from antiphon.kernels.skeletons import NUMBER, U

need("anyascii")


def numbers(text: str) -> set[int]:
    data = text.encode()
    keys = scan(np.array([0, len(data)]), np.frombuffer(data + b"\0", np.uint8)).keys
    return set(keys[(keys >> U(60)) == NUMBER >> U(60)].tolist())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1,500 people", "1 500 человек"),
        ("1,500 people", "1\N{NO-BREAK SPACE}500 человек"),
        ("1,500 people", "1.500 Menschen"),
        ("1,500 people", "1500人"),
        ("1,500 people", "１５００人"),
        ("1,500 people", "١٥٠٠ شخص"),
        ("1,500 people", "一千五百人"),
        ("15,000 people", "1.5万人"),
        ("15,000 people", "一万五千人"),
        ("1.5 million", "150万"),
        ("1.5 million", "1,5 млн"),
        ("1.5 million", "1,5 миллиона"),
        ("1.5 million", "1 500 000"),
        ("1.5 million", "1.500.000"),
        ("2.3 billion dollars", "23亿美元"),
        ("2.3 billion dollars", "2,3 млрд долларов"),
        ("2.3 billion dollars", "2300 millones de dólares"),
        ("4 thousand", "4 тыс."),
        ("3.25 per cent", "3,25 процента"),
        ("in 2021", "в 2021 году"),
        ("in 2021", "二〇二一年"),
        ("1,234,567.5 tonnes", "1 234 567,5 тонны"),
    ],
)
def test_one_number_is_found_in_both_notations(left, right):
    assert numbers(left) & numbers(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1,500 people", "15 000 человек"),
        ("1.5 million", "15万"),
        ("12,5 Prozent", "125人"),
        ("2.3 billion", "2,3 млн"),
        ("35 km", "53 км"),
        ("5 people", "5 человек"),
        ("1234567890123456789", "1234567890123456789"),
    ],
)
def test_other_numbers_single_digits_and_codes_are_no_evidence(left, right):
    assert not numbers(left) & numbers(right)


def test_a_date_in_figures_gives_its_parts():
    assert numbers("01.03.2021") == numbers("2021")
    assert numbers("17.03.2021") == numbers("17 and 2021")


@given(st.integers(10, 10**12))
def test_grouping_never_hides_a_whole_number(number):
    plain = numbers(str(number))
    for mark in (",", ".", " ", "\N{NARROW NO-BREAK SPACE}", "'"):
        assert plain <= numbers(f"{number:,}".replace(",", mark))


@given(st.text(alphabet="0123456789.,  '万亿千十三 млнk%٣-", max_size=40))
def test_no_text_breaks_the_reading(text):
    assert len(numbers(text)) <= len(text) + 1
