"""Names, tags and links that outlive a translation."""

from __future__ import annotations

import numpy as np
import pytest
from extras import need
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import evidence

need("anyascii")


def buffers(*texts: str) -> tuple[np.ndarray, np.ndarray]:
    encoded = [text.encode() for text in texts]
    return np.cumsum([0, *map(len, encoded)]), np.frombuffer(b"".join(encoded) + b"\0", np.uint8)


def keys(text: str) -> set[int]:
    return set(evidence.scan(*buffers(text)).keys.tolist())


def in_han(text: str, elsewhere: str) -> set[int]:
    table = evidence.wanted(evidence.scan(*buffers(elsewhere)).keys)
    return set(evidence.scan_han(*buffers(text), table)[0].tolist())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lavrov", "Лавров"),
        ("Lavrov", "Лавровым"),
        ("Washington", "Вашингтоне"),
        ("Zelensky", "Зеленского"),
        ("Stoltenberg", "Столтенбергом"),
        ("Jinping", "Цзиньпин"),
        ("Wenbin", "Вэньбинь"),
        ("Guangzhou", "Гуанчжоу"),
        ("Papadopoulos", "Παπαδόπουλος"),
        ("Erdogan", "Эрдоган"),
        ("NATO", "НАТО"),
        ("Trump", "特朗普说"),
        ("Blinken", "布林肯"),
        ("Lavrov", "拉夫罗夫"),
        ("Macron", "马克龙"),
        ("Stoltenberg", "斯托尔滕贝格"),
        ("Путин", "普京"),
        ("Украина", "乌克兰"),
        ("#Davos", "в #davos"),
        ("https://www.example.org/a/b?x=1", "см. http://example.org/a/b."),
    ],
)
def test_a_name_keeps_a_key_in_another_script(left, right):
    assert keys(left) & keys(right)


@pytest.mark.parametrize(
    ("han", "name"),
    [
        ("习近平在讲话中", "Jinping"),
        ("汪文斌表示", "Wenbin"),
        ("在广州举行", "Guangzhou"),
        ("深圳市", "Шэньчжэнь"),
        ("天津港", "Тяньцзинь"),
    ],
)
def test_chinese_names_are_found_by_their_syllables(han, name):
    assert in_han(han, name) & keys(name)


def test_small_words_of_cased_scripts_are_no_names():
    assert not keys("the bridge opened yesterday") & keys("мост открыли вчера")


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_can_be_read_and_keys_belong_to_it(texts):
    clean = [t.encode("utf-8", "ignore").decode() for t in texts]
    found = evidence.scan(*buffers(*clean))
    assert len(found.keys) == len(found.text)
    for i, text in enumerate(clean):
        assert set(found.keys[found.text == i].tolist()) == keys(text)


def test_a_long_text_has_a_bounded_number_of_keys():
    text = " ".join(f"Name{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}k" for i in range(5000))
    assert len(evidence.scan(*buffers(text)).keys) == evidence.PER_TEXT
