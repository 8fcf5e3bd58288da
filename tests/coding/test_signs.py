"""What classifiers see beside words, and what they do where words end."""

from __future__ import annotations

import extras
import made
import numpy as np
import pyarrow as pa
import pytest

from antiphon.coding.codebook import shipped
from antiphon.coding.coders.classifier.coder import counted, train
from antiphon.coding.coders.classifier.fit import fit
from antiphon.coding.coders.classifier.labels import COLUMNS, labelled
from antiphon.coding.coders.classifier.reach import Reach
from antiphon.coding.coders.classifier.saved import load, save
from antiphon.coding.coders.classifier.signs import marks, reader, signs_of
from antiphon.coding.questions import Question
from antiphon.coding.units import Target
from antiphon.errors import SourceError

extras.need("sklearn")
TONE = Question(next(c for c in shipped()["tone"] if c.id == "tone"))
STEPS = ("none", "hostile")
ABUSE = ("scum", "parasites", "liars", "vermin")


@pytest.fixture(scope="module")
def coder():
    """It learns from English abuse what is hostile."""
    blank = dict.fromkeys(COLUMNS, "")
    rows = [
        blank
        | {"code": "tone", "label": STEPS[k % 2]}
        | {"text": made.words(k, 9, 300) + (f" {ABUSE[k % 8 // 2]}" if k % 2 else "")}
        for k in range(240)
    ]
    return train([(TONE, labelled(rows, TONE, "labels.csv"))])


def test_abuse_in_a_language_that_it_never_saw_is_heard(coder):
    """No word is known there: the lexicon's finds are what is left of what was learnt."""
    hostile = TONE.code.labels.index("hostile")
    given = pa.array(["Эти паразиты и подонки снова здесь", "Делегация прибыла в город утром"])
    (found,) = coder.answer(given)
    assert found.labels.tolist() == [hostile, 0]
    assert coder.trained[0].learnt.linear.known(counted(given)).max() < 0.2


def test_texts_unlike_those_that_it_learnt_from_are_said_in_its_record(coder):
    like = pa.array([made.words(k, 9, 300) for k in range(1000, 1100)])
    coder.answer(like)
    assert "do not hold here" not in coder.records()[0].note
    coder.answer(pa.array(["Делегация прибыла в город утром"] * 900))
    assert "of 90% of the texts it knows fewer words" in coder.records()[0].note
    assert "figures do not hold here" in coder.records()[0].note


def test_what_is_known_of_a_text_is_the_share_of_its_features_seen_before():
    texts = pa.array(["peace now", "war now"] * 4)
    learnt = fit(counted(texts), np.array([0, 1] * 4), 2, (False, 0.1))
    known = learnt.known(counted(pa.array(["peace now", "xylophon quartz", "peace quartz", ""])))
    assert known[0] == 1
    assert known[1] < 0.01
    assert 0.2 < known[2] < 0.8
    assert known[3] == 1  # nothing of it is unknown


def test_words_are_heeded_less_where_few_of_them_are_known():
    reach = Reach.of(np.linspace(0.5, 1.0, 1001))
    assert float(reach.edge[0]) == pytest.approx(0.525)
    assert reach.trust(np.array([0.0, 0.525 / 2, 0.6])) == pytest.approx([0.0, 0.25, 1.0])
    assert reach.beyond(np.array([0.5, 0.53])).tolist() == [True, False]


def test_marks_of_a_voice_are_counted_and_those_of_an_address_are_not():
    asked, called, loud, said = marks(
        pa.array(["Why? WHY!", "see https://x.example/a?b=1", "为什么？", 'He "said" so', ""])
    )
    assert asked.round(2).tolist() == [0.46, 0, 0.46, 0, 0]
    assert (called > 0).tolist() == [True, False, False, False, False]
    assert (loud > 0).tolist() == [True, False, False, False, False]
    assert (said > 0).tolist() == [False, False, False, True, False]


def test_the_columns_of_a_questions_own_code_come_first():
    text = pa.array(["Who really benefits? Nothing to hide?"])
    of_doubt, own = signs_of(text, "doubt")
    of_none, none = signs_of(text, "weather")
    assert (own, none) == (1, 0)
    assert sorted(of_doubt[0]) == sorted(of_none[0])
    assert of_doubt[0, 0] > 0.4
    land = Target("land", ("Zembla*",))
    toward, own = signs_of(pa.array(["We stand with Zembla"]), "stance", land)
    assert own == 1
    assert toward[0, 0] > 0.3
    assert toward.shape[1] == of_none.shape[1] + 1
    assert reader((land,)) is reader((land,))


def test_a_coder_that_learnt_with_other_lexicons_is_refused(coder, tmp_path, monkeypatch):
    save(coder, tmp_path)
    load(tmp_path)
    monkeypatch.setattr("antiphon.coding.coders.classifier.signs.digest", lambda: "other")
    with pytest.raises(SourceError, match="other lexicons"):
        load(tmp_path)
