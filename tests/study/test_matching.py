"""Which texts speak of a topic or carry a narrative."""

from __future__ import annotations

import pytest

from antiphon.errors import StudyError
from antiphon.study.matching import carrier, folded, matcher, patterns, plain


@pytest.mark.parametrize(
    ("term", "text", "held"),
    [
        ("arctic", "The ARCTIC, again", True),
        ("arctic", "#Arctic", True),
        ("arctic", "antarctic", False),
        ("arctic", "arctics", False),
        ("arctic*", "arctics", True),
        ("Арктик*", "в АРКТИКЕ", True),
        ("Арктик*", "антарктика", False),
        ("северный морск*", "Северного морского; северный морской", True),
        ("Северный морской путь", "северный\nморской  путь открыт", True),
        ("самолёт", "САМОЛЕТ", True),
        ("北极", "聚焦北极合作", True),
        ("ไทย", "ประเทศไทย", True),
        ("C++", "they like c++.", True),
        ("covid-19", "COVID-19 wave", True),
        ("fishery", "ﬁshery", True),
        ("arctic", "ａｒｃｔｉｃ", True),
    ],
)
def test_terms(term, text, held):
    assert matcher([term])(folded(text)) is held


def test_any_of_several_terms_is_enough():
    holds = matcher(["ferry", "old bridge"])
    assert [holds(t) for t in ("the ferry", "an old bridge", "an old ferryman")] == [
        True,
        True,
        False,
    ]


def test_patterns_take_any_case_and_the_letters_of_any_script():
    carries = carrier([r"биолаборатор\w*", r"\bbio-?labs?\b"])
    assert [carries(plain(t)) for t in ("БИОЛАБОРАТОРИИ", "a Bio-Lab", "biolabsx")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"bio-?lab\w*",
        r"(?:\w+\s+){0,5}nuclear",
        r"us.{0,40}labs?",
        r"(a|b)+c",
        r"virus.*lab.*leak",
        r"[^.]{1,20}end",
        r"(?i:toll)\w*|fee",
    ],
)
def test_sound_patterns_are_taken(pattern):
    assert patterns([pattern])


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+b", r"(a*)*b", r"(?:\w+\s?)*end", r"((ab)*c?)*d", r"a.*b.*c.*d", r"(a{0,500}){2,500}b"],
)
def test_patterns_that_may_not_end_are_refused(pattern):
    with pytest.raises(StudyError, match="never come to an end"):
        patterns([pattern])


def test_a_bad_pattern_shows_the_place():
    with pytest.raises(StudyError, match="⟪here⟫") as caught:
        patterns(["toll", "(bridge"], "narrative[1].any")
    assert caught.value.where == "narrative[1].any[2], character 1"
