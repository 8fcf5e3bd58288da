"""What the page says and what it must not do."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import altair as alt
import made_results
import pytest

from antiphon import report, results
from antiphon.errors import ResultsError
from antiphon.inference import wording
from antiphon.report import families
from antiphon.report import page as page_of

VOID = {"meta", "link", "br", "img", "input", "hr"}
LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "xlink:href"}


class Reader(HTMLParser):
    """Collects elements, text outside scripts, and whether every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            self.scripts.append(data)
        elif inside != "style":
            self.text.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def words(text: str) -> str:
    return " ".join(" ".join(read(text).text).split())


def test_it_parses_and_stays_under_five_megabytes(page):
    assert len(page.encode()) < 5_000_000
    headings = [tag for tag, _ in read(page).elements if tag in ("h1", "h2")]
    assert headings == ["h1"] + ["h2"] * 21


@pytest.mark.parametrize("which", ["page", "nothing"])
def test_the_list_of_sections_leads_to_each_in_order(which, request):
    text = request.getfixturevalue(which)
    listed = re.search(r'<nav aria-label="Sections">(.*?)</nav>', text, re.DOTALL)[1]
    links = re.findall(r'href="#(\w+)"', listed)
    assert links == [a["id"] for t, a in read(text).elements if t == "section" and "id" in a]


def test_nothing_is_loaded_from_anywhere(page):
    for tag, attributes in read(page).elements:
        assert not LOADING & set(attributes), (tag, attributes)
        target = attributes.get("href") or ""
        if tag == "a":
            assert target.startswith(("#", "http://", "https://"))
        elif tag == "link":
            assert target == "data:,"
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_the_policy_lets_nothing_out(page):
    (policy,) = (a["content"] for t, a in read(page).elements if "http-equiv" in a and t == "meta")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "connect-src" not in rules


def test_links_out_tell_nobody_where_they_come_from(page):
    out = [a for t, a in read(page).elements if t == "a" and not a["href"].startswith("#")]
    assert out
    assert all(a["rel"] == "noopener noreferrer nofollow" for a in out)


def test_only_web_addresses_become_links(page):
    assert "javascript:alert(1)" in words(page)
    assert not any((a.get("href") or "").startswith("javascript") for _, a in read(page).elements)


def test_hostile_text_is_shown_and_not_run(page):
    scripts = [a for t, a in read(page).elements if t == "script"]
    assert [a.get("type") for a in scripts] == ["application/json", None, None, None]
    assert "alert('x')" in words(page)
    assert made_results.HOSTILE not in page
    assert html.escape(made_results.HOSTILE, quote=False).replace("'", "&#39;") in page


def test_every_number_of_the_flow_stands_beside_its_denominator(page, folder):
    text = words(page)
    for row in results.Results.open(folder).table("flow").to_pylist():
        assert f"{row['posts']:,} of {row['eligible']:,}" in text
        assert f"{row['credited']:,} of {row['posts']:,}" in text
        for part in ("exact", "edited", "excerpt"):
            assert f"{row[part]:,} of {row['posts']:,}" in text
        for part in ("within_ten_minutes", "undetermined"):
            assert f"{row[part]:,} of {row['eligible']:,}" in text
        for part, base in (("link_only", "linking"), ("hashtag_only", "tagging")):
            assert f"{row[part]:,} of {row[base]:,}" in text


def test_nobody_is_called_coordinated_or_a_bot(page, nothing):
    """The probability of directed coordination is low; as the name of a hypothesis it stands."""
    for text in (page, nothing):
        said = words(text) + " ".join(a.get("aria-label") or "" for _, a in read(text).elements)
        assert wording.refused(said) == []


def test_answer_claims_and_limits_are_there_in_order(page):
    text = words(page)
    order = [
        "Do the presses of Norland",
        "about five times as often",
        "✓ supported",
        "What was read Warning",
        "Volumes over time Posts",
        "Who repeats whom Posts",
        "How fast Time",
        "By what mechanism The shares",
        "The messages All 4",
        "antiphon verify DIR",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "Posts that were deleted before collection" in text


def test_shared_words_are_marked_in_any_script(page):
    marked = re.findall("<mark>(.*?)</mark>", page, re.DOTALL)
    assert "第一次步行过河" in " ".join(marked)
    assert made_results.RTL in marked
    assert not any("yesterday" in text or "昨" in text for text in marked)


def test_times_are_no_more_exact_than_known_and_in_the_studys_zone(page):
    assert "<time>2021-03-01 07:00:11</time>" in page  # 06:00:11 UTC in Berlin
    assert "<time>2021-03-01 07:47</time>" in page
    assert "<time>2021-03-01 12 h</time>" in page
    assert "<time>2021-03-02</time>" in page


def test_every_chart_says_in_words_what_it_shows(page):
    plots = [a for t, a in read(page).elements if "plot" in (a.get("class") or "")]
    assert len(plots) == 30  # fifteen figures, wide and narrow
    assert all(a["role"] == "img" and len(a["aria-label"]) > 40 for a in plots)


def test_ids_are_unique(page):
    ids = [a["id"] for _, a in read(page).elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_specs_are_json_that_cannot_close_their_script(page):
    specs = next(s for s in read(page).scripts if s.startswith("{"))
    assert not set("<>&\u2028\u2029") & set(specs)
    assert set(json.loads(specs)["charts"]) == {
        *("volumes", "flow", "outside", "lags", "shares0", "periods0"),
        *("lagcurves", "synchrony0", "simultaneity0", "leadlag", "power0"),
        *("amplification", "chance", "groupdays", "support"),
    }


def test_every_chart_is_valid_by_the_schema_of_its_language(folder):
    found = page_of.content(results.Results(folder))
    drawn = page_of.figures(found)
    assert len(drawn) == 15
    for figure in drawn:
        for spec in figure.specs.values():
            alt.Chart.from_dict(spec)


def test_the_same_results_give_the_same_bytes_in_another_process(folder, page):
    program = (
        "import sys, pathlib; from antiphon import report; report.write(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", program, folder], check=True)
    assert (folder / "report.html").read_text(encoding="utf-8") == page
    assert not list(folder.glob("*.draft"))


def test_times_of_the_run_do_not_reach_the_page(tmp_path, page):
    again = made_results.make(tmp_path)
    manifest = results.read_json(again / "manifest.json")
    manifest |= {"started": 1.0, "finished": 2.0, "steps": {"reuse": {"seconds": 3}}}
    results.write_json(again / "manifest.json", manifest)
    assert report.write(again).read_text(encoding="utf-8") == page


def test_results_without_anything_say_so(nothing):
    text = words(nothing)
    for sentence in (
        "No answer can be given",
        "No post was taken",
        "No gaps were found",
        "none of the 2 blocs has a post",
        "0 of 0 eligible posts, in both directions of 1 pair.",
        "no yardstick from outside",
        "No lag can be drawn",
        "No mechanism was assessed: of 0 messages",
        "No explanation was weighed",
        "No lag can be drawn by mechanism",
        "No pair of compared blocs was tested for synchrony.",
        "No pair of compared blocs was tested for simultaneity.",
        "No direction could be looked at.",
        "Power was not rehearsed",
        "Nobody looked at which accounts act together",
        "No message has posts of more than one compared bloc, out of 0 messages",
    ):
        assert sentence in text
    assert "<script" not in nothing


def test_three_blocs_give_three_pairs(tmp_path):
    made = made_results.make(tmp_path)
    found = results.read_json(made / "results.json")
    found["study"] |= {"compare": ["norland", "sudland", "wire"], "reference": []}
    results.write_json(made / "results.json", found)
    text = words(report.write(made).read_text(encoding="utf-8"))
    for pair in ("norland and sudland", "norland and wire", "sudland and wire"):
        assert pair in text
    assert "no yardstick from outside" in text


def test_a_folder_without_results_is_an_error_that_says_so(tmp_path):
    with pytest.raises(ResultsError, match="not a results folder"):
        report.write(tmp_path)


def test_the_largest_message_is_shown_with_what_holds_it_together(tmp_path):
    folder = made_results.make(tmp_path / "results")
    text = families.largest(results.Results(folder)).replace("\N{NO-BREAK SPACE}", " ")
    assert "The largest message" in text
    assert "at least 75 %" in text
