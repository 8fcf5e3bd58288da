"""Translated passages: found, bounded, and only with a model that knows the languages."""

from __future__ import annotations

from pathlib import Path

import made
import made_translations
import numpy as np
import pytest
from extras import need
from made_translations import ACCOUNTS, LANGUAGES, Made, corpus, news

from antiphon.errors import StudyError
from antiphon.measures.reuse import translated
from antiphon.measures.reuse.translated import Translated, sanity
from antiphon.measures.reuse.translated.languages import tell
from antiphon.measures.reuse.translated.reading import read
from antiphon.progress import SILENT

need("anyascii")

SETTINGS = Translated(Path("models/made"))


@pytest.fixture(scope="module")
def model() -> Made:
    return Made()


def find(model, *rows: dict, **options: object) -> list[dict]:
    """The passages, with the posts they belong to."""
    table = made.posts(*rows)
    settings = Translated(SETTINGS.model, **options)
    with made.engine(table) as engine:
        found = translated.find(engine, made.BLOCS, settings, model=model).to_pylist()
    posts = table.to_pylist()
    return [row | {"a": posts[row["ix_a"]], "b": posts[row["ix_b"]]} for row in found]


def background(seed: int, count: int = 60) -> list[dict]:
    """Other news of all accounts, so that names are not all rare."""
    generator = np.random.default_rng(seed)
    rows = []
    for i in range(count):
        lang = LANGUAGES[i % 3]
        text = news(generator, 3).text(lang)
        rows.append(made.post(f"x{i:03}", ACCOUNTS[lang], i * 7.0, text, lang=lang))
    return rows


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_planted_translations_are_found_and_distractors_are_not(model, seed):
    rows, said = corpus(seed)
    pairs = {(row["a"]["post_id"], row["b"]["post_id"]) for row in find(model, *rows)}
    planted = {(f"o{i}", f"t{i}") for i in range(150)}
    assert len(pairs & planted) / len(planted) >= 0.85
    right = sum(bool(said[a] & said[b]) for a, b in pairs)
    assert right / len(pairs) >= 0.98


@pytest.mark.parametrize(("first", "second"), [("en", "ru"), ("ru", "zh"), ("zh", "en")])
def test_a_passage_has_exact_places_on_both_sides(model, first, second):
    what = made_translations.News(((0, 0, 0, 1500), (4, 0, 5, 48000), (2, 0, 2, 731)))
    whole, wrap = what.text(first), news(np.random.default_rng(4), 2).text(second)
    gap = "" if second == "zh" else " "
    text = f"😀 {wrap}{gap}{what.text(second)}"
    rows = [
        made.post("a", ACCOUNTS[first], 0, whole, lang=first),
        made.post("b", ACCOUNTS[second], 90, text, lang=second),
    ]
    (row,) = [
        r
        for r in find(model, *background(2), *rows)
        if (r["a"]["post_id"], r["b"]["post_id"]) == ("a", "b")
    ]
    assert whole[row["start_a"] : row["end_a"]] == whole
    assert text[row["start_b"] : row["end_b"]] == what.text(second)
    assert row["coverage_a"] == 1
    assert 0 < row["coverage_b"] < 1
    assert row["words_matched"] == min(row["words_a"], row["words_b"])
    assert row["closeness"] > SETTINGS.closeness


def test_the_window_bounds_how_late_a_translation_may_be(model):
    what = news(np.random.default_rng(6), 4)
    rows = [
        made.post("a", "w1", 0, what.text("en"), lang="en"),
        made.post("b", "n1", 3 * 1440, what.text("ru"), lang="ru"),
    ]
    assert find(model, *background(3), *rows, days=4.0)
    kept = find(model, *background(3), *rows, days=2.0)
    assert not [row for row in kept if row["b"]["post_id"] == "b"]


def test_reprints_of_a_translation_are_all_listed(model):
    what = news(np.random.default_rng(7), 4)
    rows = [made.post("a", "w1", 0, what.text("en"), lang="en")]
    rows += [
        made.post(f"b{i}", f"n{1 + i % 2}", 60 + i, what.text("ru"), lang="ru") for i in range(9)
    ]
    found = find(model, *background(4), *rows)
    assert {f"b{i}" for i in range(9)} <= {
        r["b"]["post_id"] for r in found if r["a"]["post_id"] == "a"
    }


def test_one_account_translating_itself_is_not_reuse(model):
    what = news(np.random.default_rng(8), 4)
    rows = [
        made.post("a", "n1", 0, what.text("en"), lang="en"),
        made.post("b", "n1", 30, what.text("ru"), lang="ru"),
    ]
    found = find(model, *background(5), *rows)
    assert not [r for r in found if (r["a"]["post_id"], r["b"]["post_id"]) == ("a", "b")]


def test_running_again_and_turning_the_rows_gives_the_same(model):
    rows, _ = corpus(3, 40)
    assert find(model, *rows) == find(model, *rows) == find(model, *rows[::-1])


def test_no_posts_and_one_language_ask_no_model():
    rows = [made.post("a", "n1", 0, made.words(1, 30)), made.post("b", "s1", 1, made.words(1, 30))]
    assert find(None) == []
    assert find(None, *rows) == []


def test_a_model_is_held_only_to_the_languages_of_the_study():
    model = Made(("en", "ru"))
    assert sanity.score(model, ("en", "ru")).first >= sanity.LEAST
    rows = [row for row in corpus(5, 60)[0] if row["lang"] != "zh"]
    assert find(model, *rows)
    with pytest.raises(StudyError) as caught:
        find(model, *corpus(5, 60)[0])
    text = str(caught.value)
    assert "en–zh" in caught.value.expected
    assert "en–ru" not in caught.value.expected
    assert "en–ru 100%" in text
    assert "made" in caught.value.where


def test_the_test_of_a_model_has_translations_of_every_sentence():
    listed = sanity.sentences()
    assert set(listed) == set(LANGUAGES)
    for said in listed.values():
        assert len(said) == len(set(said)) >= 30


@pytest.mark.parametrize(
    ("left", "right", "compared"),
    [
        (("en", "The bridge"), ("ru", "Мост"), True),
        ((None, "The bridge"), (None, "Мост"), True),
        ((None, "The bridge"), ("en", "The bridge"), False),
        (("en", "The bridge"), ("en", "Мост"), True),
        (("zh", "大桥"), ("en-GB", "The bridge"), True),
        (("fi", "Silta"), ("ru", "Мост"), False),
        (("en", "123"), ("ru", "Мост"), False),
    ],
)
def test_texts_of_two_tested_languages_are_compared(left, right, compared):
    rows = [made.post(n, a, 0, t, lang=lang) for n, a, (lang, t) in
            (("a", "n1", left), ("b", "s1", right))]  # fmt: skip
    with made.engine(made.posts(*rows)) as engine:
        posts = read(engine, made.BLOCS, SILENT)
    languages = tell(posts, sanity.languages())
    assert bool(languages.comparable[tuple(languages.of_text)]) == compared
