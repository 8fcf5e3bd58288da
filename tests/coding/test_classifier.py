"""The classifier: what stays together, what it learns, what its figures mean, how it is kept."""

from __future__ import annotations

import json

import extras
import made
import numpy as np
import pyarrow as pa
import pytest

from antiphon.coding.codebook import shipped
from antiphon.coding.coders.classifier import figures
from antiphon.coding.coders.classifier.calibrate import calibrate
from antiphon.coding.coders.classifier.coder import counted, train
from antiphon.coding.coders.classifier.folds import Bonds, bonds, deal
from antiphon.coding.coders.classifier.labels import COLUMNS, completed, labelled, rows_of
from antiphon.coding.coders.classifier.nested import Seen, judge
from antiphon.coding.coders.classifier.saved import load, save
from antiphon.coding.coders.classifier.signs import signs_of
from antiphon.coding.questions import Question
from antiphon.errors import MissingExtra, SourceError

extras.need("sklearn")
DOUBT = Question(next(c for c in shipped()["tactics"] if c.id == "doubt"))
ODD = ("strange", "who pays", "hidden", "suspicious", "unproven")


def text(seed, yes):
    """Ten random words, and, for yes, one of five more."""
    draw = np.random.default_rng(seed)
    words = made.words(seed, 10, 300)
    return f"{words} {ODD[draw.integers(5)]}" if yes else words


def rows(n, *, seed=0, **more):
    """Labelled rows, one in three of them yes."""
    blank = dict.fromkeys(COLUMNS, "")
    return [
        blank
        | {"code": "doubt", "label": "yes" if k % 3 == 0 else "no"}
        | {"text": text(seed + k, k % 3 == 0)}
        | {name: value(k) for name, value in more.items()}
        for k in range(n)
    ]


@pytest.fixture(scope="module")
def trained():
    return train([(DOUBT, labelled(rows(300), DOUBT, "labels.csv"))])


def test_accounts_are_dealt_whole_and_repetitions_are_not_learnt_from_meanwhile():
    texts = ["a b c d e f g", "h i j k l m", "n o p q r s t", "a b c d e f x", "u v w"]
    accounts = ["one", "two", "", "three", "two"]
    families = ["", "", "f", "", "f"]
    held = bonds(counted(pa.array(texts)), [accounts, [""] * 5, families])
    assert held.group.tolist() == [0, 1, 2, 3, 1]
    # The first text is judged: the fourth nearly says the same words, in another account.
    assert held.apart(np.arange(1, 5), np.array([0])).tolist() == [1, 2, 4]
    # The third is judged: the fifth is of its family.
    assert held.apart(np.array([0, 1, 3, 4]), np.array([2])).tolist() == [0, 1, 3]


def test_a_message_of_all_accounts_does_not_make_one_group_of_them():
    texts = [made.words(k, 12) for k in range(8)] + ["the same words again and again"] * 8
    accounts = [f"a{k}" for k in range(8)] * 2
    held = bonds(counted(pa.array(texts)), [accounts])
    assert len(set(held.group.tolist())) == 8
    rest = held.apart(np.flatnonzero(held.group != 0), np.flatnonzero(held.group == 0))
    assert rest.tolist() == list(range(1, 8))  # the common message is left out


def test_folds_hold_whole_groups_and_each_label_in_its_share():
    draw = np.random.default_rng(3)
    group = draw.integers(0, 80, 600)
    labels = (draw.random(600) < 0.2).astype(np.int64)
    fold = deal(labels, group, 5)
    assert all(len(set(fold[group == g])) == 1 for g in set(group.tolist()))
    shares = [labels[fold == k].sum() / labels.sum() for k in range(5)]
    assert max(shares) < 0.3
    assert min(shares) > 0.1
    assert np.array_equal(fold, deal(labels, group, 5))


def test_it_learns_a_word_that_speaks_for_a_label_and_knows_it(trained):
    (record,) = trained.records()
    assert record.macro_f1 > 0.9
    assert record.low <= record.macro_f1 <= record.high
    assert record.baseline_f1 < 0.5
    assert record.calibration_error < 0.1
    assert (record.n_train, record.trained_on) == (300, "labels.csv")
    new = [text(10_000 + k, k % 2 == 0) for k in range(100)]
    (found,) = trained.answer(pa.array(new))
    assert np.mean(found.labels == np.arange(1, 101) % 2) > 0.9
    assert ((found.probabilities > 0) & (found.probabilities <= 1)).all()


def test_labels_without_sense_are_not_learnt():
    shuffled = rows(300)
    for row, k in zip(shuffled, np.random.default_rng(5).permutation(300), strict=True):
        row["label"] = "yes" if k % 3 == 0 else "no"
    (record,) = train([(DOUBT, labelled(shuffled, DOUBT, ""))]).records()
    assert record.low < 0.5
    assert record.macro_f1 < 0.62


def test_copies_of_one_text_are_never_on_both_sides():
    """Sixty texts with labels at random, each five times: only memory could be right."""
    draw = np.random.default_rng(7)
    base = rows(60)
    for row in base:
        row["label"] = "yes" if draw.random() < 0.5 else "no"
        row["text"] = made.words(int(draw.integers(1 << 30)), 30)
    copies = [row | {"text": f"{row['text']} v{k}"} for row in base for k in range(5)]
    (record,) = train([(DOUBT, labelled(copies, DOUBT, ""))]).records()
    assert record.macro_f1 < 0.65


def test_writers_that_each_have_one_label_are_held_out_whole():
    """Every account has its own words and one label: by account there is nothing to be learnt."""
    draw = np.random.default_rng(11)
    given = rows(400)
    owner = draw.integers(0, 40, 400)
    sides = draw.random(40) < 0.5
    for row, who in zip(given, owner, strict=True):
        row["text"] = made.words(int(draw.integers(1 << 30)), 12, 3000) + f" mine{who} own{who}"
        row["label"] = "yes" if sides[who] else "no"
    loose = train([(DOUBT, labelled(given, DOUBT, ""))]).records()[0]
    for row, who in zip(given, owner, strict=True):
        row["account_id"] = f"a{who}"
    held = train([(DOUBT, labelled(given, DOUBT, ""))]).records()[0]
    assert loose.macro_f1 > 0.9
    assert held.macro_f1 < 0.7
    assert "account" in held.note


def test_too_few_accounts_are_said():
    given = rows(200, account_id=lambda k: f"a{k % 2}")
    (record,) = train([(DOUBT, labelled(given, DOUBT, ""))]).records()
    assert "may know the writer" in record.note
    assert record.macro_f1 is not None
    (record,) = train([(DOUBT, labelled(rows(200, group=lambda k: "g"), DOUBT, ""))]).records()
    assert "never judged" in record.note
    assert record.macro_f1 is None


def test_training_again_gives_the_same_bytes_and_saving_keeps_them(trained, tmp_path):
    again = train([(DOUBT, labelled(rows(300), DOUBT, "labels.csv"))])
    assert again.records() == trained.records()
    save(trained, tmp_path / "kept")
    kept = load(tmp_path / "kept", {"doubt": DOUBT.code})
    assert kept.records() == trained.records()
    assert kept.questions == trained.questions
    new = pa.array([text(k, k % 2) for k in range(50)] + [""])
    (a,), (b,) = trained.answer(new), kept.answer(new)
    assert np.array_equal(a.labels, b.labels)
    assert np.array_equal(a.probabilities, b.probabilities)


def test_a_folder_with_other_numbers_or_with_objects_is_refused(trained, tmp_path):
    save(trained, tmp_path)
    words = json.loads((tmp_path / "coder.json").read_text(encoding="utf-8"))
    words["coders"][0]["version"] = "0" * 16
    (tmp_path / "coder.json").write_text(json.dumps(words), encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be read"):
        load(tmp_path)
    save(trained, tmp_path)
    np.savez(tmp_path / "numbers.npz", **{"0.features": np.array([{}], object)})
    with pytest.raises(SourceError, match="cannot be read"):
        load(tmp_path)


def test_only_what_the_study_asks_is_asked(trained):
    other = Question(next(c for c in shipped()["tactics"] if c.id == "fear"))
    assert trained.only([other]).questions == ()
    assert trained.only([other, DOUBT]).questions == (DOUBT,)


def test_a_label_that_few_texts_have_is_left_out_and_said():
    from dataclasses import replace

    question = Question(replace(DOUBT.code, labels=("no", "yes", "unclear")))
    given = rows(120)
    for row in given[:4]:
        row["label"] = "unclear"
    (record,) = train([(question, labelled(given, question, ""))]).records()
    assert "too few of unclear" in record.note
    assert record.n_train == 116


def test_three_labels_are_told_apart():
    from dataclasses import replace

    question = Question(replace(DOUBT.code, labels=("a", "b", "c")))
    given = rows(300)
    for k, row in enumerate(given):
        row["label"] = "abc"[k % 3]
        row["text"] = made.words(k, 10, 300) + " " + ("red", "green", "blue")[k % 3]
    coder = train([(question, labelled(given, question, ""))])
    assert coder.records()[0].macro_f1 > 0.9
    (found,) = coder.answer(pa.array(["w1 red", "w1 green", "w1 blue"]))
    assert found.labels.tolist() == [0, 1, 2]


def test_probabilities_mean_what_they_say():
    """Of overlapping classes, texts given p are right in a share p: the outer folds show it."""
    draw = np.random.default_rng(2)
    n = 1200
    labels = (draw.random(n) < 0.4).astype(np.int64)
    texts = [
        made.words(int(draw.integers(1 << 30)), 6, 400)
        + (" odd" if draw.random() < (0.7 if yes else 0.2) else "")
        for yes in labels
    ]
    counts = counted(pa.array(texts))
    seen = Seen(counts, *signs_of(pa.array(texts)))
    found = judge(seen, labels, Bonds(np.arange(n), ()), 2)
    assert figures.calibration_error(labels, found.probabilities) < 0.06
    assert found.probabilities[:, 1].max() < 0.95


def test_rare_labels_are_preferred_so_far_as_the_mean_of_f1_gains():
    draw = np.random.default_rng(4)
    labels = (draw.random(3000) < 0.1).astype(np.int64)
    decisions = (labels + draw.normal(0, 0.8, 3000))[:, None]
    scale = calibrate(decisions, labels, 2)
    p = scale.probabilities(decisions)
    assert p[:, 1].mean() == pytest.approx(labels.mean(), abs=0.01)
    plain = figures.macro_f1(labels, p.argmax(axis=1), 2)
    assert figures.macro_f1(labels, scale.labels(p), 2) > plain + 0.02


def test_pr_auc_and_the_calibration_error_of_known_cases():
    yes = np.array([True, True, False, False])
    assert figures.pr_auc(yes, np.array([4.0, 3.0, 2.0, 1.0])) == 1
    assert figures.pr_auc(yes, np.ones(4)) == 0.5
    labels = np.repeat([0, 1], [30, 10])
    constant = np.tile([0.75, 0.25], (40, 1))
    assert figures.calibration_error(labels, constant) == pytest.approx(0)
    assert figures.calibration_error(labels[:20], constant[:20]) == pytest.approx(0.25)
    sure = np.eye(2)[labels]
    assert figures.calibration_error(labels, sure) == 0
    assert figures.calibration_error(labels, 1 - sure) == 1


def test_labels_are_read_from_csv_jsonl_and_parquet_alike(tmp_path):
    import csv

    import pyarrow.parquet as pq

    given = rows(20)
    given[0]["text"] = 'with "quotes", a comma\nand a line'
    with (tmp_path / "l.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(given)
    lines = "\n".join(json.dumps(row) for row in given)
    (tmp_path / "l.jsonl").write_text(lines, encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(given), tmp_path / "l.parquet")
    for name in ("l.csv", "l.jsonl", "l.parquet"):
        assert rows_of(tmp_path / name) == given


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("code,lable,text\n", "label"),
        ("code,label\ndoubt,yes\n", "text or post_id"),
        ("\xff\xfe", "cannot be read"),
    ],
)
def test_labels_that_cannot_be_used_are_refused(tmp_path, content, says):
    path = tmp_path / "l.csv"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(SourceError) as error:
        rows_of(path)
    assert says in str(error.value)


def test_a_label_that_the_code_does_not_have_is_answered_with_the_nearest():
    given = rows(3)
    given[0]["label"] = "yess"
    with pytest.raises(SourceError) as error:
        labelled(given, DOUBT, "l.csv")
    assert "did you mean 'yes'" in error.value.fix


def test_rows_that_name_a_post_get_its_text_account_and_family():
    table = made.posts(made.post("p1", "n1", 1, "said so"), made.post("p2", "s1", 2, "not so"))
    blank = dict.fromkeys(COLUMNS, "")
    given = [
        blank | {"code": "doubt", "label": "yes", "post_id": "p1"},
        blank | {"code": "doubt", "label": "no", "post_id": "p2", "text": "own words"},
        blank | {"code": "doubt", "label": "no", "post_id": "nowhere"},
    ]
    with made.engine(table) as engine:
        families = pa.table({"family_id": [7], "platform": ["twitter"], "post_id": ["p1"]})
        engine.register("family_posts", families)
        found = completed(given, engine)
    assert [r["text"] for r in found] == ["said so", "own words", ""]
    assert [r["account_id"] for r in found] == ["twitter/n1", "twitter/s1", ""]
    assert [r.get("family", "") for r in found] == ["7", "", ""]


def test_without_the_extra_training_says_what_to_install_and_a_kept_coder_still_answers(
    trained, tmp_path, monkeypatch
):
    import sys

    save(trained, tmp_path)
    monkeypatch.setitem(sys.modules, "sklearn.svm", None)
    with pytest.raises(MissingExtra) as error:
        train([(DOUBT, labelled(rows(60), DOUBT, ""))])
    assert "antiphon[coding]" in error.value.fix
    assert len(load(tmp_path).answer(pa.array(["who pays"]))[0].labels) == 1
