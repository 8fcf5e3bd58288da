"""The network moves through time in a real browser."""

from __future__ import annotations

import json

import pytest

STATE = """JSON.stringify({
  said: document.getElementById("said").textContent,
  on: [...document.querySelectorAll(".edges > details")].filter((d) => !d.hidden).length,
  lines: [...document.querySelectorAll(".net.wide a[data-pair]:not(.off)")].length,
  dots: [...document.querySelectorAll(".net.wide g[data-dot]:not(.off)")].length,
  now: document.querySelectorAll(".bars .now").length,
  shown: [...document.querySelectorAll("svg.net")]
    .filter((s) => getComputedStyle(s).display !== "none").length,
  controls: !document.querySelector(".times").hidden,
})"""


def move(to, *, before=False):
    """Set the slider, say what there is."""
    return f"""(() => {{
      const slider = document.getElementById("when"), box = document.getElementById("before");
      box.checked = {str(before).lower()};
      slider.value = {to};
      slider.dispatchEvent(new Event("input"));
      return {STATE};
    }})()"""


def asked(browser, folder, *expressions, width=1280):
    """What the page answers; it has nothing to complain of."""
    seen = browser.look(folder / "report.html", width=width, run=expressions)
    assert seen.console == []
    assert seen.requests == []
    assert seen.width <= width, "the page scrolls sideways"
    return [json.loads(answer) for answer in seen.answers]


@pytest.mark.parametrize("width", [1280, 360])
def test_at_first_everything_is_there_and_one_drawing_is_shown(browser, folder, width):
    (state,) = asked(browser, folder, STATE, width=width)
    assert (state["on"], state["lines"], state["dots"], state["now"]) == (14, 14, 10, 0)
    assert state["shown"] == 1
    assert state["controls"]
    assert state["said"].startswith("All the time")


def test_a_period_shows_the_pairs_that_act_in_it(browser, folder):
    second, fourth, back = asked(browser, folder, move(2), move(4), move(0))
    assert (second["on"], second["lines"], second["dots"]) == (14, 14, 10)
    assert (fourth["on"], fourth["lines"], fourth["dots"], fourth["now"]) == (10, 10, 5, 1)
    assert fourth["said"] == "2021-03-22 to 03-28: 10 of 14 pairs, 5 of 10 accounts act together."
    assert (back["on"], back["now"]) == (14, 0)


def test_all_before_may_be_added(browser, folder):
    alone, before = asked(browser, folder, move(9), move(9, before=True))
    assert (alone["on"], before["on"]) == (0, 14)
    assert before["now"] == 9
    assert before["said"].startswith("Until 2021-04-26 to 05-02: 14 of 14 pairs")


def test_a_line_leads_to_its_posts(browser, folder):
    follow = """document.querySelector('.net.wide a[data-pair="3"]')
      .dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}))"""
    opened = "JSON.stringify([...document.querySelectorAll('.edges > details')].map((d) => d.open))"
    states = [
        json.loads(answer)
        for answer in browser.look(folder / "report.html", run=[opened, follow, opened]).answers[
            ::2
        ]
    ]
    assert not any(states[0])
    assert [at for at, is_open in enumerate(states[1]) if is_open] == [3]


def test_a_bar_is_a_button_and_play_moves_on(browser, folder):
    click = f"""(() => {{
      document.querySelectorAll(".bars [data-label]")[3].dispatchEvent(new MouseEvent("click"));
      return {STATE};
    }})()"""
    play = """(() => {
      const play = document.getElementById("play");
      play.click();
      const told = JSON.stringify([document.getElementById("when").value, play.textContent]);
      play.click();
      return told;
    })()"""
    bar, moved = asked(browser, folder, click, play)
    assert bar["on"] == 10
    assert moved == ["5", "Stop"]


def test_in_print_the_whole_network_is_there(browser, folder, tmp_path):
    (state,) = asked(
        browser, folder, f"({move(4)}, dispatchEvent(new Event('beforeprint')), {STATE})"
    )
    assert (state["on"], state["now"]) == (14, 0)
