"""Words of texts, in every script."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernels.tokens import QUOTED, Room, Tokens, tokenise


def split(*texts: str) -> tuple[Tokens, list[list[str]]]:
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    tokens = tokenise(offsets, np.frombuffer(b"".join(encoded) or b"\0", np.uint8))
    found = [
        [
            text[tokens.starts[j] : tokens.ends[j]]
            for j in range(tokens.offsets[i], tokens.offsets[i + 1])
        ]
        for i, text in enumerate(texts)
    ]
    return tokens, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("The bridge opens.", ["The", "bridge", "opens"]),
        ("don't stop", ["don", "t", "stop"]),
        ("中文ok网", ["中", "文", "ok", "网"]),
        ("สวัสดี", list("สวัสดี")),
        ("read https://x.example/a?b=c#d now", ["read", "now"]),
        ("www.x.example first", ["first"]),
        ("httpd runs", ["httpd", "runs"]),
        ("@some_body hello", ["hello"]),
        ("😀 fair 🎪x", ["fair", "x"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("so\u00adft", ["so\u00adft"]),
    ],
)
def test_words_are_cut_where_a_reader_would_cut_them(text, expected):
    assert split(text)[1] == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bridge", "bRIDGE"),
        ("caf\u00e9", "cafe\u0301"),
        ("ﬁsh", "fish"),
        ("ＡＢＣ", "abc"),
        ("ёлка", "елка"),
        ("STRASSE", "straße"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ],
)
def test_spellings_of_one_word_have_one_hash(one, other):
    tokens, _ = split(one, other)
    assert len(tokens.hashes) == 2
    assert tokens.hashes[0] == tokens.hashes[1]


def test_different_words_have_different_hashes():
    tokens, _ = split("a b c й и е э ab ba 中 国")
    assert len(set(tokens.hashes.tolist())) == 11


def test_hashtags_have_no_weight_and_single_characters_half():
    tokens, found = split("#bridge fair 桥 #桥")
    assert dict(zip(found[0][:3], tokens.weights.tolist(), strict=False)) == {
        "bridge": 0,
        "fair": 2,
        "桥": 1,
    }
    assert tokens.weights[-1] == 0


@given(st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=300)
def test_spans_are_characters_of_the_text_and_never_overlap(texts):
    texts = [t.encode("utf-8", "ignore").decode() for t in texts]
    tokens, found = split(*texts)
    for i, text in enumerate(texts):
        last = 0
        for j in range(tokens.offsets[i], tokens.offsets[i + 1]):
            assert last <= tokens.starts[j] < tokens.ends[j] <= len(text)
            last = tokens.ends[j]
        assert len(found[i]) == tokens.offsets[i + 1] - tokens.offsets[i]


@given(st.text(alphabet="abc 中@#.", max_size=40))
def test_a_text_has_the_same_words_among_others_as_alone(text):
    alone, _ = split(text)
    among, _ = split("other words", text, "中文")
    start, stop = among.offsets[1], among.offsets[2]
    assert among.hashes[start:stop].tolist() == alone.hashes.tolist()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said: "The bridge is open today" and left', "The bridge is open today"),
        ("Er sagte: „Die Brücke ist jetzt offen“ und ging", "Die Brücke ist jetzt offen"),
        ("Он сказал: «Мост сегодня снова открыт», и ушёл", "Мост сегодня снова открыт"),
        ("他说：“大桥今天开放了”，然后走了", "大 桥 今 天 开 放 了"),
        ("他說：「大橋今天開放了」。", "大 橋 今 天 開 放 了"),
        ("Il a dit « le pont est bien ouvert » hier", "le pont est bien ouvert"),
        ('the "wolf warrior" style', ""),
        ("it's the people's bridge and it's open, they're sure", ""),
        ('A pipe of 5" and a very long line that never closes', ""),
        ('He said: "one two three four\n\nfive six seven eight"', ""),
    ],
)
def test_words_between_quotation_marks_are_marked(text, quoted):
    tokens, found = split(text)
    marked = [w for w, weight in zip(found[0], tokens.weights, strict=True) if weight & QUOTED]
    assert " ".join(marked) == quoted


def test_a_mark_that_is_never_closed_does_not_turn_the_text_inside_out():
    text = 'a 5" pipe ' + "word " * 200 + '"the bridge is open today" he said'
    tokens, found = split(text)
    marked = [w for w, weight in zip(found[0], tokens.weights, strict=True) if weight & QUOTED]
    assert marked == ["the", "bridge", "is", "open", "today"]


@settings(max_examples=300)
@given(st.lists(st.text("ab @#:/hw.tps中\u00e9😀", max_size=12), max_size=4))
def test_every_text_with_a_mark_of_a_link_a_mention_or_a_hashtag_is_told(texts):
    tokens, _ = split(*texts)
    marked = [any(mark in text for mark in ("@", "#", "://")) for text in texts]
    assert not any(has and not told for has, told in zip(marked, tokens.signed, strict=True))


def test_a_text_without_such_marks_is_told_too():
    texts = (
        "plain words: yes",
        "a/b // c",
        "@x",
        "see http://x.example",
        "x://y",
        "#tag",
        "www.x.y",
    )
    assert split(*texts)[0].signed.tolist() == [False, False, True, True, True, True, True]


def test_words_lie_in_the_same_room_until_it_is_used_again():
    room = Room()
    longer, shorter = (b"one two three four", b"five six")
    first, second = (
        tokenise(np.array([0, len(text)]), np.frombuffer(text, np.uint8), room=room)
        for text in (longer, shorter)
    )
    assert np.shares_memory(first.hashes, second.hashes)
    assert (len(first.hashes), len(second.hashes)) == (4, 2)
    alone = tokenise(np.array([0, len(shorter)]), np.frombuffer(shorter, np.uint8))
    assert np.array_equal(second.hashes, alone.hashes)
