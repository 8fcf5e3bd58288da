"""Shared passages: found, bounded, dated, credited."""

from __future__ import annotations

import made
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.errors import StudyError
from antiphon.measures import reuse
from antiphon.measures.reuse import Reuse, credit, search
from antiphon.measures.reuse.corpus import load
from antiphon.progress import SILENT

LONG = made.words(1, 300)
SHORT = made.words(2, 30)


def run(*rows: dict, people: pa.Table | None = None, **options: object) -> dict[str, list[dict]]:
    with made.engine(made.posts(*rows), people) as engine:
        found = reuse.compute(engine, made.BLOCS, Reuse(**options))
    return {name: table.to_pylist() for name, table in found.items()}


def flow(found: dict[str, list[dict]], repeater: str, origin: str) -> dict:
    return next(r for r in found["flow"] if (r["repeater"], r["origin"]) == (repeater, origin))


def edited(text: str, share: float) -> str:
    """The text with every so many words replaced by another."""
    step = round(1 / share)
    return " ".join(f"edit{i}" if i % step == step - 1 else w for i, w in enumerate(text.split()))


@pytest.mark.parametrize(
    ("text", "kind", "matched"),
    [
        (SHORT, "exact", 30),
        (edited(SHORT, 0.1), "edited", 27),
        (edited(SHORT, 0.2), "edited", 24),
        (f"{made.words(3, 40)} {SHORT} {made.words(4, 40)}", "excerpt", 30),
    ],
    ids=["exact", "a tenth edited", "a fifth edited", "inside another text"],
)
def test_copies_edits_and_excerpts_are_found(text, kind, matched):
    found = run(made.post("a", "n1", 0, SHORT), made.post("b", "s1", 90, text))
    (passage,) = found["passages"]
    assert passage["post_id_a"] == "a"
    assert passage["post_id_b"] == "b"
    assert passage["kind"] == kind
    assert matched - 1 <= passage["words_matched"] <= matched
    assert passage["lag_seconds"] == 90 * 60
    assert passage["order"] == "first"


def test_an_excerpt_of_a_long_article_is_found_with_its_span():
    words = LONG.split()
    excerpt = " ".join(words[100:160])
    text = f"{made.words(5, 50)} {excerpt} {made.words(6, 50)}"
    found = run(made.post("a", "n1", 0, LONG), made.post("b", "s1", 90, text))
    (passage,) = found["passages"]
    assert LONG[passage["start_a"] : passage["end_a"]] == excerpt
    assert text[passage["start_b"] : passage["end_b"]] == excerpt
    assert passage["coverage_a"] == pytest.approx(60 / 300)


@pytest.mark.parametrize(
    "text",
    [
        "中国外交部发言人今天表示跨海大桥将于下月正式通车并欢迎各国游客前来参观",
        "Рыбный фестиваль на набережной откроется в субботу и продлится до вечера воскресенья",
        "سيفتتح مهرجان السمك يوم السبت على الكورنيش ويستمر حتى مساء يوم الأحد القادم",
        "งานเทศกาลปลาจะเปิดในวันเสาร์ที่ริมแม่น้ำและดำเนินต่อไปจนถึงเย็นวันอาทิตย์",
    ],
    ids=["zh", "ru", "ar", "th"],
)
def test_every_script_gives_exact_spans(text):
    later = f"😀 {made.words(8, 6)} — {text}!"
    found = run(made.post("a", "n1", 0, text), made.post("b", "s1", 9, later))
    (passage,) = found["passages"]
    assert later[passage["start_b"] : passage["end_b"]] == text
    assert text[passage["start_a"] : passage["end_a"]] == text


def test_nine_words_are_not_a_passage_and_ten_are():
    for count, expected in ((9, 0), (10, 1)):
        shared = made.words(9, count)
        found = run(
            made.post("a", "n1", 0, f"{shared} {made.words(10, 12)}"),
            made.post("b", "s1", 9, f"{made.words(11, 12)} {shared}"),
        )
        assert len(found["passages"]) == expected


def test_links_mentions_and_hashtags_are_no_words():
    tail = " ".join(f"#t{i}" for i in range(9)) + " @a @b @c https://x.example/y"
    found = run(
        made.post("a", "n1", 0, f"{made.words(12, 12)} {tail}"),
        made.post("b", "s1", 9, f"{made.words(13, 12)} {tail}"),
    )
    assert found["passages"] == []


def test_one_account_repeating_itself_is_not_reuse():
    found = run(made.post("a", "n1", 0, SHORT), made.post("b", "n1", 9, SHORT))
    assert found["passages"] == []
    assert found["families"] == []


def test_a_common_phrase_has_no_weight_and_a_burst_of_it_has():
    names = ["n1", "n2", "s1", "s2", "w1", "w2"]
    phrase = made.words(14, 12)

    def spread(days: float) -> int:
        rows = [
            made.post(f"p{i}", a, i * days * 1440, f"{phrase} {made.words(100 + i, 10)}")
            for i, a in enumerate(names)
        ]
        return len(run(*rows, window_days=60.0)["passages"])

    assert spread(days=4) == 0
    assert spread(days=0.01) == 15


def test_the_window_bounds_a_family():
    rows = [made.post("a", "n1", 0, SHORT), made.post("b", "s1", 40 * 1440, SHORT)]
    assert run(*rows)["families"] == []
    assert len(run(*rows, window_days=41.0)["families"]) == 1


def test_flow_counts_both_directions_with_their_denominators():
    found = run(
        made.post("a", "n1", 0, SHORT),
        made.post("b", "s1", 5, SHORT),
        made.post("c", "s2", 20, SHORT),
        made.post("d", "s1", 30, made.words(20, 20)),
        made.post("e", "n1", 40, "too short"),
    )
    south = flow(found, "south", "north")
    assert (south["posts"], south["eligible"], south["families"]) == (2, 3, 1)
    assert south["within_ten_minutes"] == 1
    assert flow(found, "north", "south")["within_ten_minutes"] == 1
    assert south["exact"] == 2
    assert south["rate"] == pytest.approx(2 / 3)
    assert south["low"] < south["rate"] < south["high"]
    assert (flow(found, "north", "south")["posts"], flow(found, "north", "south")["eligible"]) == (
        0,
        1,
    )


def test_dates_of_a_day_leave_the_order_open():
    rows = [
        made.post("a", "n1", 0, SHORT, time_precision="day"),
        made.post("b", "s1", 0, SHORT, time_precision="day"),
    ]
    found = run(*rows)
    assert [(p["order"], p["order_reason"]) for p in found["passages"]] == [
        ("undetermined", "overlap")
    ]
    assert flow(found, "south", "north")["posts"] == 0
    assert flow(found, "south", "north")["undetermined"] == 1


PEOPLE = made.accounts(
    n1={
        "handle": "NorthDaily",
        "name": "North Daily",
        "aliases": ["Norddeutsche"],
        "domain": "https://www.north.example/",
    },
    n2={"name": "NA", "outlet": "North Daily"},
)


@pytest.mark.parametrize(
    ("text", "more", "credit"),
    [
        (f"{SHORT} (North Daily)", {}, "dateline"),
        (f"{SHORT}, the North Daily reported.", {}, "attribution"),
        (f"{SHORT}, according to Norddeutsche.", {}, "attribution"),
        (f"{SHORT}. The North Daily moved house.", {}, "name"),
        (f"{SHORT} via @northdaily", {}, "handle"),
        (f"{SHORT} https://news.north.example/story?id=1", {}, "domain"),
        (SHORT, {"urls": ["https://north.example/x"]}, "domain"),
        (SHORT, {"repost_of": "a"}, "repost"),
        (f"RT @NorthDaily: {SHORT}", {}, "repost"),
        (SHORT, {}, ""),
        (f"{SHORT} https://notnorth.example/", {}, ""),
        (f"{SHORT} north, daily news", {}, ""),
        (f"{SHORT} daily north", {}, ""),
    ],
)
def test_credit(text, more, credit):
    found = run(
        made.post("a", "n1", 0, SHORT), made.post("b", "s1", 90, text, **more), people=PEOPLE
    )
    (passage,) = found["passages"]
    assert passage["credit"] == credit
    given = credit not in ("", "name")
    assert passage["credited"] is given
    member = found["family_posts"][1]
    assert member["credits"] == (["north"] if given else [])


def test_naming_oneself_or_ones_own_outlet_is_no_credit():
    people = made.accounts(
        n1={"handle": "n1", "name": "North Daily", "outlet": "North Daily"},
        n2={"handle": "n2", "outlet": "North Daily"},
    )
    found = run(
        made.post("a", "s1", 0, SHORT),
        made.post("b", "n1", 90, f"{SHORT} (North Daily) @n2"),
        people=people,
    )
    assert found["family_posts"][1]["credits"] == []


def test_a_short_name_counts_as_written_and_not_as_the_mark_of_a_repost():
    people = made.accounts(n1={"handle": "nn", "name": "RT"})
    for text, expected in (
        (f"{SHORT} (RT)", ["north"]),
        (f"RT @somebody: {SHORT}", [""]),
        (f"{SHORT} rt", []),
    ):
        found = run(made.post("a", "n1", 0, SHORT), made.post("b", "s1", 9, text), people=people)
        assert found["family_posts"][1]["credits"] == expected


def test_a_post_may_be_in_several_families_and_families_do_not_chain():
    one, two = made.words(30, 20), made.words(31, 20)
    found = run(
        made.post("a", "n1", 0, one),
        made.post("b", "n2", 10, two),
        made.post("c", "s1", 60, f"{one} {two}"),
        made.post("d", "s2", 90, two),
    )
    members = {}
    for row in found["family_posts"]:
        members.setdefault(row["family_id"], set()).add(row["post_id"])
    assert sorted(map(sorted, members.values())) == [["a", "c"], ["b", "c", "d"]]


def test_a_viral_text_is_found_whole_and_costs_little():
    rows = [
        made.post(f"p{i:04}", ("n1", "n2", "s1", "s2", "w1", "w2")[i % 6], i / 10, SHORT)
        for i in range(2000)
    ]
    found = run(*rows)
    (family,) = found["families"]
    assert family["posts"] == 2000
    assert flow(found, "south", "north")["posts"] > 600
    assert len(found["passages"]) <= 2000 * 15


@given(
    before=st.text(max_size=30),
    between=st.sampled_from(
        [" ", " — ", "\n", " 😀 ", " \u200f", " 👩\u200d👩\u200d👧 ", " مرحبا ", " e\u0301 "]
    ),
    after=st.text(max_size=30),
)
@settings(max_examples=25)
def test_a_passage_is_cut_exactly_whatever_surrounds_it(before, between, after):
    before = before.encode("utf-8", "ignore").decode().replace("@", "").replace("#", "")
    text = f"{before}{between}{SHORT}{between}{after}".encode("utf-8", "ignore").decode()
    found = run(made.post("a", "n1", 0, SHORT), made.post("b", "s1", 9, text))
    passages = [p for p in found["passages"] if p["words_matched"] == 30]
    assert len(passages) == 1
    assert text[passages[0]["start_b"] : passages[0]["end_b"]] == SHORT


def test_the_size_of_a_part_changes_nothing_but_memory():
    """Also where phrases and whole posts are common, whose words are marked part by part."""
    names = ["n1", "n2", "s1", "s2", "w1", "w2"]
    stock, posted = made.words(60, 9), made.words(61, 20)
    rows = [
        made.post(f"c{i}", names[i % 6], i * 2880, f"{made.words(300 + i % 7, 12)} {stock}")
        for i in range(14)
    ]
    rows += [made.post(f"d{i}", names[i % 6], i * 2880 + 5, posted) for i in range(14)]
    rows += [
        made.post(f"e{i}", names[i], 40_000 + i, f"{posted} {made.words(62, 20)}") for i in (0, 3)
    ]
    rows += made.world(seed=9).to_pylist()
    found = []
    with made.engine(made.posts(*rows)) as engine:
        corpus = load(engine, made.BLOCS, credit.names(engine), SILENT)
        for part in (1 << 26, 2000, 100):
            result = search.search(corpus, made.BLOCS, Reuse(), part=part)
            found.append([c.tolist() for c in (*result.near, *result.pairs, *result.members)])
    assert found[0] == found[1] == found[2]
    assert len(found[0][-1]) > 50


SAID = "we have always said that the harbour belongs to all who fish in these waters"


def test_two_who_quote_one_speaker_do_not_copy_one_another():
    """The passage is there, marked, and in no rate and no message of two blocs."""
    found = run(
        made.post("a", "n1", 0, f'{made.words(10, 12)}: "{SAID}", the minister said'),
        made.post("b", "s1", 9, f"{made.words(11, 12)} – “{SAID}” {made.words(12, 8)}"),
        made.post("c", "s2", 60, made.words(13, 30)),
    )
    (passage,) = found["passages"]
    assert passage["quotation"]
    assert [row["quotation"] for row in found["family_posts"]] == [True, True]
    row = flow(found, "south", "north")
    assert (row["posts"], row["quotations"], row["eligible"]) == (0, 1, 2)
    assert row["within_ten_minutes"] == 0


def test_a_reprint_with_a_quotation_in_it_is_a_reprint():
    report = f'{made.words(10, 12)} "{SAID}", {made.words(11, 12)}'
    found = run(made.post("a", "n1", 0, report), made.post("b", "s1", 9, report))
    (passage,) = found["passages"]
    assert not passage["quotation"]
    row = flow(found, "south", "north")
    assert (row["posts"], row["quotations"]) == (1, 0)


def test_words_that_only_one_of_two_puts_between_marks_are_not_a_quotation():
    found = run(made.post("a", "n1", 0, SAID), made.post("b", "s1", 9, f'He wrote: "{SAID}"'))
    assert [row["quotation"] for row in found["passages"]] == [False]


def test_two_posts_may_share_two_passages():
    one, two = made.words(20, 15), made.words(21, 15)
    found = run(
        made.post("a", "n1", 0, f"{one} {made.words(22, 90)} {two}"),
        made.post("b", "s1", 9, f"{two} {made.words(23, 90)} {one}"),
    )
    assert [row["words_matched"] for row in found["passages"]] == [15, 15]
    assert flow(found, "south", "north")["posts"] == 1


def test_a_passage_in_a_post_of_a_megabyte_is_cut_exactly():
    """Beside emoji, combining marks and text that runs from right to left; and an empty post."""
    filler = "مرحبا 👩\u200d👩\u200d👧 e\u0301te\u0301 "
    sides = [
        " ".join(f"{filler}{word}" for word in made.words(k, 18_000).split()) for k in (31, 32)
    ]
    text = f"{sides[0]}. {SHORT}! {sides[1]}"
    assert len(text.encode()) > 1_000_000
    found = run(
        made.post("a", "n1", 0, SHORT),
        made.post("b", "s1", 9, text),
        made.post("c", "s2", 10, ""),
    )
    (passage,) = found["passages"]
    assert text[passage["start_b"] : passage["end_b"]] == SHORT
    assert SHORT[passage["start_a"] : passage["end_a"]] == SHORT


NAMES = ["n1", "n2", "s1", "s2", "w1", "w2"]
STOCK = made.words(14, 12)


def stock(days: float = 4) -> list[dict]:
    """Six accounts that say a phrase of twelve words, some days apart."""
    return [
        made.post(f"p{i}", a, i * days * 1440, f"{STOCK} {made.words(100 + i, 10)}")
        for i, a in enumerate(NAMES)
    ]


def test_common_phrases_are_listed_with_who_says_them():
    (row,) = run(*stock())["phrases"]
    assert (row["phrase"], row["common"], row["words"]) == (STOCK, "yes", 12)
    assert (row["texts"], row["accounts"], row["blocs"]) == (6, 6, ["north", "south", "world"])
    assert (row["last_at"] - row["first_at"]).days == 20


def test_a_phrase_that_the_analyst_spares_counts_in_full(tmp_path):
    """And one she calls common is no evidence, though it came in a burst."""
    listed = tmp_path / "phrases.csv"
    for answer, days, count in (("no", 4, 15), ("yes", 0.01, 0)):
        listed.write_text(f"phrase,common,words\n{STOCK},{answer},12\n", encoding="utf-8")
        found = run(*stock(days), window_days=60.0, phrases=str(listed))
        assert len(found["passages"]) == count
        assert len(found["phrases"]) == (answer == "yes")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("words\nabc\n", "a column is missing"),
        ("phrase,common\none two three four,perhaps\n", "neither yes nor no"),
        ("phrase,common\none two,yes\n", "too short"),
        ("phrase,common\n\x00", "neither yes nor no"),
    ],
)
def test_a_list_of_phrases_that_cannot_be_read_is_explained(tmp_path, content, what):
    listed = tmp_path / "phrases.csv"
    listed.write_text(content, encoding="utf-8")
    with pytest.raises(StudyError, match=what):
        run(*stock(), phrases=str(listed))


def test_traditional_and_simplified_characters_are_one_text_when_asked():
    pytest.importorskip("opencc", reason="the extra `chinese` is not installed")
    found = {}
    for simplified in (False, True):
        found[simplified] = run(
            made.post(
                "a",
                "n1",
                0,
                "中國外交部發言人宣稱跨海大橋將於下個月通車並歡迎各國遊客前來參觀",
            ),
            made.post(
                "b",
                "s1",
                9,
                "中国外交部发言人宣称跨海大桥将于下个月通车并欢迎各国游客前来参观",
            ),
            simplified=simplified,
        )["passages"]
    assert found[False] == []
    assert [row["kind"] for row in found[True]] == ["exact"]
