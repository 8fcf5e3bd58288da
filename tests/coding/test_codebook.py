"""Codebooks: those that are shipped, and how strictly one is read."""

from __future__ import annotations

import pytest

from antiphon.coding import codebook
from antiphon.coding.codebook import chosen, load, shipped
from antiphon.errors import StudyError

CODES = [code for codes in shipped().values() for code in codes]
every_code = pytest.mark.parametrize("code", CODES, ids=lambda c: c.id)
GOOD = '[[code]]\nid = "x"\nquestion = "?"\ndefinition = "d"\n'


@every_code
def test_a_shipped_code_has_every_label_and_a_counter_example_in_three_languages(code):
    for lang in ("en", "ru", "zh"):
        shown = {e.label for e in code.example if e.lang == lang}
        against = {e.label for e in code.counter if e.lang == lang}
        assert shown | against == set(code.labels), lang
        assert against, lang
        assert all(e.why for e in code.counter if e.lang == lang)


@every_code
def test_its_examples_are_written_in_the_language_they_name(code):
    for example in (*code.example, *code.counter):
        cyrillic = any("а" <= c <= "я" for c in example.text.lower())
        han = any("一" <= c <= "龥" for c in example.text)
        assert (cyrillic, han) == (example.lang == "ru", example.lang == "zh"), example.text


def test_tone_has_five_steps_and_stance_four_answers_toward_a_target():
    (tone,), (stance,) = shipped()["tone"], shipped()["stance"]
    assert tone.ordered
    assert len(tone.labels) == 5
    assert stance.target
    assert len(stance.labels) == 4
    assert len(shipped()["tactics"]) == len(shipped()["aims"]) == 7


def test_disarm_techniques_have_the_shape_of_their_ids():
    import re

    ids = [name for code in CODES for name in code.disarm]
    assert len(ids) > 10
    assert all(re.fullmatch(r"T\d{4}(\.\d{3})?", name) for name in ids)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + 'lables = ["a"]', "did you mean 'labels'"),
        (GOOD.replace('question = "?"\n', ""), "missing key"),
        (GOOD + 'labels = ["yes"]', "two different labels"),
        (GOOD + 'labels = ["yes", "invalid"]', "which coders use"),
        (GOOD + 'unit = "sentense"', "did you mean 'sentence'"),
        (GOOD + 'unit = "mention"', "target = true"),
        (GOOD + GOOD, "the same code twice"),
        (GOOD + '[code.meaning]\nyess = "m"', "did you mean 'yes'"),
        (GOOD + '[[code.example]]\nlang = "en"\ntext = "t"\nlabel = "maybe"', "unknown label"),
        (GOOD + 'target = true\n[[code.example]]\nlang = "en"\ntext = "t"\nlabel = "no"', "target"),
        (GOOD.replace('"x"', '"a b"'), "bad name"),
        ("[[code]", "not TOML"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_refused_with_the_likely_fix(tmp_path, text, says):
    path = tmp_path / "codes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        load(path)
    assert says in str(error.value)
    assert "codes.toml" in error.value.where


def test_codes_are_chosen_by_name_or_by_book_each_once(tmp_path):
    path = tmp_path / "codes.toml"
    path.write_text(GOOD + GOOD.replace('"x"', '"doubt"'), encoding="utf-8")
    own = load(path)
    found = chosen(("doubt", "tactics", "own"), own, "here")
    assert [c.id for c in found[:2]] == ["doubt", "whataboutism"]
    assert len(found) == 8  # seven tactics and x
    assert found[0].definition == "d"  # the study's own hides the shipped one
    with pytest.raises(StudyError, match="unknown code") as error:
        chosen(("tactic",), (), "here")
    assert "did you mean 'tactics'" in error.value.fix


def test_a_file_that_is_far_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(codebook, "LARGEST", 10)
    path = tmp_path / "codes.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(StudyError):
        load(path)
