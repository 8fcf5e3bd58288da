"""Posts to codings."""

from __future__ import annotations

import made
import pyarrow as pa
import pytest

from antiphon.coding.run import code
from antiphon.coding.settings import Coding
from antiphon.coding.units import Target, mentions_of, sentences_of
from antiphon.errors import StudyError
from antiphon.kernels.patterns import spelled
from antiphon.schema import CODERS, CODINGS, PROMPTS

SUDLAND = Target("Sudland", ("Sudland*",))
TABLE = made.posts(
    made.post("p2", "s1", 1, "You liars! Sudland is evil. A calm day."),
    made.post("p1", "n1", 2, "We stand with Sudland."),
    made.post("p3", "w1", 3, "The talks go on."),
    made.post("p4", "x1", 4, "Liars!"),
)


def coded(table=TABLE, **settings):
    with made.engine(table) as engine:
        found = code(engine, made.BLOCS, Coding(**settings))
    CODINGS.validate(found["codings"])
    CODERS.validate(found["coders"])
    PROMPTS.validate(found["prompts"])
    return found["codings"].to_pylist()


def test_a_study_that_asks_nothing_gets_empty_tables():
    assert coded() == []


def test_every_post_of_the_blocs_has_a_row_for_each_code_in_order():
    rows = coded(codes=("doubt", "tone"))
    assert [(r["code"], r["post_id"]) for r in rows] == [
        (c, p) for c in ("doubt", "tone") for p in ("p1", "p2", "p3")
    ]
    assert {r["label"] for r in rows if r["code"] == "tone" and r["post_id"] == "p2"} <= {
        "hostile",
        "aggressive",
    }
    assert {(r["part"], r["target"], r["probability"]) for r in rows} == {(0, "", None)}


def test_sentences_and_mentions_are_numbered_in_their_post():
    rows = coded(codes=("tone",), unit="sentence")
    assert [(r["post_id"], r["part"]) for r in rows] == [
        ("p1", 1), ("p2", 1), ("p2", 2), ("p2", 3), ("p3", 1),
    ]  # fmt: skip
    rows = coded(codes=("stance",), unit="mention", target=(SUDLAND,))
    assert [(r["post_id"], r["part"], r["label"]) for r in rows] == [
        ("p1", 1, "support"),
        ("p2", 1, "oppose"),
    ]


def test_a_headline_is_read_before_the_text_and_once_where_the_text_repeats_it():
    table = made.posts(
        made.post("p1", "n1", 1, "The talks go on.", title="What about Sudland, you liars?"),
        made.post("p2", "n1", 2, "You liars! The talks go on.", title="You liars!"),
        made.post("p3", "n1", 3, "The talks go on.", title=""),
        made.post("p4", "n1", 4, None, title="You liars!"),
    )
    rows = coded(table, codes=("tone",))
    hostile = {"hostile", "aggressive"}
    assert [r["label"] in hostile for r in rows] == [True, True, False, True]
    rows = coded(table, codes=("tone",), unit="sentence")
    parts = [(r["post_id"], r["part"]) for r in rows]
    assert parts == [("p1", 1), ("p1", 2), ("p2", 1), ("p2", 2), ("p3", 1), ("p4", 1)]


def test_units_are_what_the_texts_hold():
    texts = pa.array(["One. Two Sudland! Three.", "", "Sudland. Sudland?"])
    found = sentences_of(texts)
    assert found.texts.to_pylist() == [
        "One.", "Two Sudland!", "Three.", "Sudland.", "Sudland?",
    ]  # fmt: skip
    named = mentions_of(texts, [spelled("Sudland")])
    assert named.post.tolist() == [0, 2, 2]
    assert named.part.tolist() == [1, 1, 2]
    assert named.texts.to_pylist() == ["Two Sudland!", "Sudland.", "Sudland?"]


def test_a_bloc_need_not_be_asked_about_a_target():
    own = Target("Sudland", ("Sudland*",), not_of=("south",))
    rows = coded(codes=("stance",), target=(own,))
    assert [r["post_id"] for r in rows] == ["p1", "p3"]


def test_the_order_of_posts_does_not_matter_and_a_rerun_gives_the_same():
    turned = TABLE.take(pa.array([3, 1, 0, 2]))
    assert coded(turned, codes=("tactics",)) == coded(codes=("tactics",)) != []


def test_own_codes_and_lexicons_come_from_files(tmp_path):
    book, words = tmp_path / "codes.toml", tmp_path / "words.toml"
    book.write_text(
        '[[code]]\nid = "weather"\nquestion = "Of the weather?"\ndefinition = "d"\n',
        encoding="utf-8",
    )
    words.write_text(
        '[[entry]]\ncode = "weather"\nterms = "calm day"\n'
        '[[rule]]\ncode = "weather"\ncuts = [1.0]\n',
        encoding="utf-8",
    )
    given = {"codes": ("own",), "book": str(book)}
    rows = coded(**given, lexicon=str(words))
    assert [(r["post_id"], r["label"]) for r in rows] == [("p1", "no"), ("p2", "yes"), ("p3", "no")]
    with pytest.raises(StudyError, match="none of the coders knows") as error:
        coded(**given)
    assert error.value.got == "weather"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"codes": ("tonne",)}, "did you mean 'tone'"),
        ({"codes": ("stance",)}, "[[coding.target]]"),
        ({"codes": ("tone",), "unit": "mention"}, "mentions of what"),
        ({"codes": ("tone",), "coders": ("classifier",)}, "nothing to learn from"),
        ({"codes": ("tone",), "coders": ("model",)}, "[coding.model]"),
        ({"codes": ("stance",), "target": (SUDLAND, SUDLAND)}, "a name of its own"),
        ({"codes": ("stance",), "target": (Target("x", ()),)}, "without names"),
        ({"codes": ("stance",), "target": (Target("x", ("a(",)),)}, "not closed"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_likely_fix(settings, says):
    with pytest.raises(StudyError) as error:
        coded(**settings)
    assert says in str(error.value)


def test_a_classifier_learns_from_the_study_s_labels_and_stands_beside_the_lexicon(tmp_path):
    import extras

    extras.need("sklearn")
    from antiphon.coding.coders.classifier import labels, saved
    from antiphon.coding.coders.classifier.coder import train

    path = tmp_path / "labels.csv"
    lines = ["code,label,text"]
    for k in range(90):
        said = "talks, quiet" if k % 3 else "evil, liars"
        label = "no" if k % 3 else "yes"
        lines.append(f'doubt,{label},"{made.words(k, 8, 200)} you sudland is {said} day"')
    path.write_text("\n".join(lines), encoding="utf-8")
    with made.engine(TABLE) as engine:
        settings = Coding(codes=("doubt",), coders=("lexicon", "classifier"), labels=str(path))
        found = code(engine, made.BLOCS, settings)
    rows = [r for r in found["codings"].to_pylist() if r["coder"] == "classifier"]
    assert [r["post_id"] for r in rows] == ["p1", "p2", "p3"]
    assert all(0 < r["probability"] <= 1 for r in rows)
    assert rows[1]["label"] == "yes"
    lexicon, classifier = found["coders"].to_pylist()
    assert (lexicon["kind"], lexicon["macro_f1"]) == ("lexicon", None)
    assert (classifier["trained_on"], classifier["n_train"]) == ("labels.csv", 90)
    question = __import__("antiphon.coding.asking", fromlist=["x"]).questions(settings)[0]
    given = labels.labelled(labels.rows_of(path), question, "labels.csv")
    saved.save(train([(question, given)]), tmp_path / "kept")
    kept = coded(codes=("doubt",), coders=("classifier",), classifier=str(tmp_path / "kept"))
    assert kept == rows
