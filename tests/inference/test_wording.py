"""Words that are refused below the threshold."""

from __future__ import annotations

import pytest

from antiphon.errors import AntiphonError
from antiphon.inference.wording import hold, refused


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They are coordinated.", ["coordinated"]),
        ("COORDINATED and controlled\nby bots", ["COORDINATED", "controlled by", "bots"]),
        ("A bot.", ["bot"]),
        ("Both bottles; coordination; coordinated_release; uncontrolled bytes", []),
        ("", []),
    ],
)
def test_words_are_refused_whole(text, words):
    assert refused(text) == words


def test_they_may_be_used_from_likely_on():
    hold(["They are coordinated."], 0.55)
    hold(["They share words."], 0.01)
    with pytest.raises(AntiphonError, match="more than its evidence"):
        hold(["They share words.", "They are coordinated."], 0.5499)
