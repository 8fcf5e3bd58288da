"""What a coder sees tells nothing of whose it is."""

from __future__ import annotations

import pytest

from antiphon.coding.people.blind import masked

CASES = [
    ("@mfa_north and MFA_North, not mfa_northern", "[account] and [account], not mfa_northern"),
    ("mail@mfa_north.example", "mail@mfa_north.example"),
    ("The North Post reports (north post)", "[account] reports ([account])"),
    ("新华社讯，新华社记者", "[account]讯，[account]记者"),
    ("МИД Севера сообщает", "[account] сообщает"),
    ("see north.example/a", "see [account]/a"),
    ("nothing here", "nothing here"),
]
NAMES = [
    "MFA_North",
    "The North Post",
    "North Post",
    "新华社",
    "МИД Севера",
    "north.example",
    "N",
    None,
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_accounts_own_names_are_masked_and_no_part_of_a_word(text, expected):
    assert masked(text, NAMES) == expected


def test_names_are_no_patterns():
    assert masked("a.c abc", ["a.c"]) == "[account] abc"
    assert masked("(x+y)", ["(x+y)"]) == "[account]"
    assert masked("text", ["", "  ", None]) == "text"
