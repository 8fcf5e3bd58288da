"""Names found in texts."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.names import occurrences
from antiphon.kernels.tokens import tokenise


def tokens(*texts: str):
    encoded = [text.encode() for text in texts]
    data = np.frombuffer(b"".join(encoded) or b"\0", np.uint8)
    return tokenise(np.cumsum([0, *map(len, encoded)]), data)


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        ("As the Meridian Wire reports", "Meridian Wire", [2]),
        ("meridian, WIRE and Meridian Wire", "Meridian Wire", [0, 3]),
        ("Meridian only", "Meridian Wire", []),
        ("据新华社报道", "新华社", [1]),
        ("как сообщает Вестник Моря", "вестник моря", [2]),
        ("ends with Meridian", "Meridian Wire", []),
        ("", "Meridian Wire", []),
    ],
)
def test_a_name_is_found_as_a_run_of_words(text, name, places):
    _, _, at = occurrences(tokens(text), tokens(name))
    assert at.tolist() == places


def test_names_that_begin_alike_are_all_found():
    post, name, _ = occurrences(
        tokens("Meridian Wire Service", "Meridian"), tokens("Meridian", "Meridian Wire", "Wire")
    )
    assert sorted(zip(post.tolist(), name.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
    ]
