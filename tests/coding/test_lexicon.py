"""The lexicon coder."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from antiphon.coding import entries
from antiphon.coding.codebook import Code, shipped
from antiphon.coding.coders.lexicon import LexiconCoder
from antiphon.coding.entries import Entry, Lexicon, Rule
from antiphon.coding.questions import Question
from antiphon.coding.units import Target
from antiphon.errors import StudyError

CODES = {code.id: code for codes in shipped().values() for code in codes}
SUDLAND = Target("Sudland", ("Sudland*", "Зюдланди*", "苏德兰"))


def labels(code, *texts, target=None):
    (found,) = LexiconCoder([Question(CODES[code], target)]).answer(pa.array(texts))
    return [CODES[code].labels[k] for k in found.labels]


def scored(*texts, own, code="made"):
    made = Code(code, "?", "")
    coder = LexiconCoder([Question(made)], own)
    return coder.scores(pa.array(texts))[0][:, 0].tolist()


def lexicon(*pairs, **rule):
    given = Rule("made", (1.0,), **{"rest": 1.0, "negated": 0.0, "quoted": 0.0} | rule)
    return Lexicon(tuple(Entry("made", t, w) for t, w in pairs), (given,))


@pytest.mark.parametrize(
    ("calm", "angry"),
    [
        ("The talks go on tomorrow.", "Shameless liars, a criminal regime!"),
        ("Переговоры продолжатся завтра.", "Бесстыжие лжецы, преступный режим!"),
        ("会谈明天继续举行。", "无耻的骗子，邪恶的走狗！"),
        ("Перемовини тривають завтра.", "Безсоромні брехуни, злочинний режим!"),
    ],
)
def test_tone_rises_from_calm_to_angry_in_every_language(calm, angry):
    steps = CODES["tone"].labels
    first, last = labels("tone", calm, angry)
    assert first == "none"
    assert steps.index(last) >= steps.index("hostile")


@pytest.mark.parametrize("code", [c for c in CODES if c not in ("tone", "stance")])
@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_what_a_code_means_scores_above_what_it_does_not(code, lang):
    question = Question(CODES[code])
    coder = LexiconCoder([question])
    yes = [e.text for e in question.code.example if e.lang == lang]
    no = [e.text for e in question.code.counter if e.lang == lang]
    scores = coder.scores(pa.array(yes + no))[0][:, 0]
    assert scores[: len(yes)].mean() >= scores[len(yes) :].mean()
    assert scores[: len(yes)].max() > 0 or (code, lang) == ("loaded_language", "ru")


@pytest.mark.parametrize(
    ("code", "yes", "no"),
    [
        ("whataboutism", "А де ви були, коли бомбили Белград?", "Літак прибув до Белграда."),
        ("name_calling", "Ці клоуни та їхні посіпаки знову тут.", "Міністр і посол знову тут."),
        ("loaded_language", "Жахлива, кривава різанина!", "Засідання перенесли на вівторок."),
        ("doubt", "Кому це вигідно? Де докази?", "Докази передали суду."),
        ("fear", "Поки не пізно: на нас чекає ядерна війна.", "Поїзд чекає на пасажирів."),
        ("flag_waving", "Слава Україні! Героям слава!", "Пошта працює до шостої."),
        ("undiplomatic", "Припиніть брехати, ганьба вам!", "Посол передав ноту."),
        ("aim_regime_change", "Держдеп готує кольорову революцію.", "Сесію відкрив голова."),
        ("aim_shield", "Наклеп на Китай: немає жодних доказів.", "Рейс до Китаю відкладено."),
        ("credit", "Наші лікарі досягли історичної перемоги!", "Лікарня на вулиці Садовій."),
    ],
)
def test_tactics_aims_and_credit_are_heard_in_ukrainian(code, yes, no):
    assert labels(code, yes, no) == ["yes", "no"]


def test_stance_is_heard_in_ukrainian():
    target = Target("Sudland", ("Зюдланді*",))
    said = ("Слава Зюдландії!", "Зюдландія бреше і вбиває.", "Потяг до Зюдландії.", "Потяг.")
    assert labels("stance", *said, target=target) == [
        "support",
        "oppose",
        "neutral",
        "not_addressed",
    ]


def test_most_shipped_examples_are_labelled_as_the_codebook_says():
    right = total = 0
    for code in CODES.values():
        question = Question(code, SUDLAND if code.target else None)
        shown = [*code.example, *code.counter]
        (found,) = LexiconCoder([question]).answer(pa.array([e.text for e in shown]))
        right += sum(code.labels[k] == e.label for k, e in zip(found.labels, shown, strict=True))
        total += len(shown)
    assert right / total > 0.85


def test_stance_turns_with_who_does_what_to_whom():
    found = labels(
        "stance",
        "We stand with Sudland.",
        "Sudland invaded its neighbour and must pay.",
        "Sudland held an election.",
        "A museum opened.",
        target=SUDLAND,
    )
    assert found == ["support", "oppose", "neutral", "not_addressed"]
    assert labels("stance", "#IStandWithSudland", target=SUDLAND) == ["support"]


def test_two_targets_get_answers_of_their_own():
    other = Target("Norland", ("Norland*",))
    coder = LexiconCoder([Question(CODES["stance"], t) for t in (SUDLAND, other)])
    found = coder.answer(pa.array(["We stand with Sudland. Shame on Norland!"]))
    assert [CODES["stance"].labels[a.labels[0]] for a in found] == ["support", "oppose"]


def test_negation_reaches_four_words_and_no_further_than_the_sentence():
    own = lexicon(("bad", 2.0))
    found = scored("bad", "not bad", "not so very much bad", "no. bad", "not a b c d bad", own=own)
    assert found == [2, 0, 0, 2, 2]
    assert scored("не bad", "不bad", own=own) == [0, 0]


def test_a_firm_entry_is_not_turned_by_a_negation():
    own = Lexicon((Entry("made", "rat*", 3.0, firm=True),), lexicon().rule)
    assert scored("not rats", own=own) == [3]


def test_a_negated_weight_may_turn():
    assert scored("not bad", own=lexicon(("bad", 2.0), negated=-0.5)) == [-1]


def test_intensifiers_and_softeners_change_the_weight():
    plain, very, slightly = scored("bad", "very bad", "slightly bad", own=lexicon(("bad", 2.0)))
    assert slightly < plain < very


def test_what_is_quoted_is_not_the_author_s_voice_but_scare_quotes_are():
    own = lexicon(("bad", 2.0))
    assert scored("“it is a bad plan”", "a “bad” plan", own=own) == [0, 2]


def test_the_longest_pattern_counts_and_what_it_covers_does_not():
    own = lexicon(("double", 1.0), ("double standard*", 5.0))
    assert scored("double standards", "double", own=own) == [5, 1]


def test_of_what_is_found_the_strongest_counts_and_the_rest_by_its_share():
    own = lexicon(("bad", 2.0), ("poor", 1.0), rest=0.5)
    assert scored("bad poor poor", own=own) == [3]
    long = "bad poor poor " + "word " * 157  # 160 words: the rest counts by half
    assert scored(long, own=own)[0] == pytest.approx(2.5)


def test_a_study_s_own_entry_of_weight_zero_takes_a_shipped_one_away():
    question = Question(CODES["tone"])
    own = Lexicon((Entry("tone", "liar*", 0.0),))
    text = pa.array(["Liars."])
    assert LexiconCoder([question]).answer(text)[0].labels[0] > 0
    assert LexiconCoder([question], own).answer(text)[0].labels[0] == 0


def test_the_version_changes_with_an_entry():
    question = Question(CODES["tone"])
    first = LexiconCoder([question]).records()[0]
    other = LexiconCoder([question], Lexicon((Entry("tone", "x", 1.0),))).records()[0]
    assert first.version != other.version
    assert first == LexiconCoder([question]).records()[0]
    assert "uncalibrated" in first.note


def test_no_texts_and_empty_texts_have_answers_too():
    coder = LexiconCoder([Question(CODES["tone"])])
    assert coder.answer(pa.array([], pa.string()))[0].labels.tolist() == []
    assert coder.answer(pa.array(["", None], pa.string()))[0].labels.tolist() == [0, 0]


def test_texts_do_not_change_one_another():
    coder = LexiconCoder([Question(c) for c in CODES.values() if not c.target])
    texts = ["You liars!", "не ложь", "双重标准", "What about Iraq?"] * 3
    whole = [a.labels for a in coder.answer(pa.array(texts))]
    alone = [coder.answer(pa.array([t])) for t in texts]
    for k, found in enumerate(whole):
        assert np.array_equal(found, [answers[k].labels[0] for answers in alone])


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("a(b", "not closed"),
        ("a)b", "not opened"),
        ("…a", "without a beginning"),
        ("a…", "without a beginning or an end"),
        ("wom*n", "a star inside a word"),
        ("(a|b)" * 20, "too many ways"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(tmp_path, term, says):
    path = tmp_path / "own.toml"
    path.write_text(f'[[entry]]\ncode = "tone"\nterms = "{term}"\n', encoding="utf-8")
    with pytest.raises(StudyError) as error:
        entries.load(path)
    assert says in str(error.value)


def test_cuts_must_ascend_and_codes_be_known(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[rule]]\ncode = "tone"\ncuts = [2.0, 1.0]\n', encoding="utf-8")
    with pytest.raises(StudyError, match="ascend"):
        entries.load(path)
    with pytest.raises(StudyError) as error:
        entries.known(Lexicon((Entry("tono", "x"),)), {"tone"}, "own.toml")
    assert "did you mean 'tone'" in error.value.fix
