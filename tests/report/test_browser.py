"""The page in a real browser."""

from __future__ import annotations

import made_results
import pytest

from antiphon import report


@pytest.mark.parametrize("width", [1280, 390])
def test_the_charts_come_alive_without_a_complaint_or_a_request(browser, folder, width):
    seen = browser.look(folder / "report.html", width=width)
    assert seen.console == []
    assert seen.requests == []
    assert seen.live == seen.plots == 15
    assert seen.width <= width, "the page scrolls sideways"


def test_a_report_on_nothing_has_nothing_to_complain_of(browser, tmp_path):
    path = report.write(made_results.nothing(tmp_path))
    seen = browser.look(path, width=390)
    assert (seen.console, seen.requests, seen.plots) == ([], [], 0)
    assert seen.width <= 390


def test_the_browser_would_have_told(browser, tmp_path):
    """A page that breaks and asks is seen to: the tests above can fail."""
    bad = tmp_path / "bad.html"
    bad.write_text("<script>fetch('http://127.0.0.1:9/x'); throw new Error('broken')</script>")
    seen = browser.look(bad)
    assert any("broken" in text for text in seen.console)
    assert seen.requests == ["http://127.0.0.1:9/x"]


def test_hostile_scripts_do_not_run_even_unescaped(browser, folder, tmp_path):
    """The page's policy stops a script that an escaping mistake would have let in."""
    text = (folder / "report.html").read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(text.replace("</main>", "<script>console.error('ran')</script></main>"))
    seen = browser.look(broken)
    assert "ran" not in seen.console
    assert any("Content Security Policy" in line for line in seen.console)


def test_a_picture_and_a_print_are_made(browser, folder, tmp_path):
    picture, pdf = tmp_path / "page.png", tmp_path / "page.pdf"
    browser.look(folder / "report.html", picture=picture, pdf=pdf, dark=True)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert pdf.read_bytes().startswith(b"%PDF")
