"""The page to code in: what it takes, whom it refuses, what it keeps."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

import made_sample
import pytest
from made_page import TOKEN, Page

from antiphon.coding.people.folder import collect
from antiphon.coding.people.page.desk import Desk
from antiphon.coding.people.page.server import LONGEST
from antiphon.errors import ResultsError, StudyError


@pytest.fixture
def page(tmp_path):
    served = Page(made_sample.folder(tmp_path / "s"))
    yield served
    served.close()


@pytest.fixture
def first():
    return made_sample.items()[0].item


def test_the_page_and_its_parts_are_served_with_what_keeps_it_to_itself(page):
    for name, kind in (
        ("", "html"),
        ("page.js", "javascript"),
        ("page.css", "css"),
        ("tasks.json", "json"),
    ):
        status, headers, body = page.ask("GET", f"/{TOKEN}/{name}")
        assert status == 200
        assert kind in headers["Content-Type"]
        assert body
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_of_the_page_comes_from_outside(page):
    for name in ("", "page.js", "page.css"):
        text = page.ask("GET", f"/{TOKEN}/{name}")[2].decode()
        assert not re.search(r"https?://|@import|url\(|innerHTML|style=", text)


def test_coders_see_no_bloc_no_account_and_no_probability(page):
    text = page.ask("GET", f"/{TOKEN}/tasks.json")[2].decode()
    tasks = json.loads(text)["tasks"]
    assert set(tasks[0]) == {"item", "code", "target", "lang", "text", "label"}
    assert "north" not in text
    assert "p3" not in text
    assert made_sample.NASTY in [task["text"] for task in tasks]


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", "/wrong/tasks.json", f"/{TOKEN}x/", "//", "/%ff/"]
)
def test_without_the_token_nothing_is_told(page, path):
    status, _, body = page.ask("GET", path)
    assert status == 403
    assert b"fishing" not in body
    assert page.ask("POST", path, {"item": "x"})[0] == 403


@pytest.mark.parametrize("path", ["", "/nothing", "/../desk.py", "/page.html", "/%2e%2e/desk.py"])
def test_with_the_token_only_what_is_listed(page, path):
    assert page.ask("GET", f"/{TOKEN}{path}")[0] == 404


def test_another_name_that_leads_here_is_refused(page):
    for host in ("evil.example", f"evil.example:{page.server.port}", "127.0.0.1", None):
        assert page.ask("GET", f"/{TOKEN}/tasks.json", Host=host)[0] == 421


def test_another_page_cannot_answer(page, first):
    assert page.answer(first, "none", Origin="http://evil.example") == 403
    assert page.answer(first, "none", Origin="null") == 403
    assert page.answer(first, "none", Origin=None) == 403
    assert page.answer(first, "none", Sec_Fetch_Site="cross-site") == 403
    assert page.answer(first, "none", Content_Type="text/plain") == 415
    assert page.desk.done == 0
    assert page.answer(first, "none", Sec_Fetch_Site="same-origin") == 200
    assert page.desk.done == 1


def test_what_is_no_answer_is_refused(page, first):
    assert page.answer("nothing", "none") == 400
    assert page.answer(first, "nothing") == 400
    assert page.answer(first, "none", code="stance") == 400
    assert page.answer(first, None) == 400
    assert page.answer([first], "none") == 400
    for body in (b"{", b"[1]", b"\xff\xfe", b"[" * 5000):
        assert page.ask("POST", f"/{TOKEN}/answer", body)[0] == 400
    assert page.ask("POST", f"/{TOKEN}/answer", b"x", Content_Length=str(LONGEST + 1))[0] == 413
    assert page.ask("POST", f"/{TOKEN}/answer", b"", Content_Length="-1")[0] == 413
    assert page.ask("POST", f"/{TOKEN}/tasks.json", {})[0] == 404
    assert page.desk.done == 0


def test_it_listens_on_this_machine_alone(page):
    assert page.server.server_address[0] == "127.0.0.1"


def test_an_answer_is_resumed_changed_and_taken_back(tmp_path, first):
    folder = made_sample.folder(tmp_path / "s")
    desk = Desk(folder, "ann")
    assert desk.answer(first, "tone", "hostile")
    assert desk.answer(first, "tone", "sharp")
    second = desk.tasks[1]["item"]
    assert desk.answer(second, "tone", "none")
    assert desk.answer(second, "tone", "")
    desk.close()
    again = Desk(folder, "ann")
    assert [task["label"] for task in again.state()["tasks"]][:2] == ["sharp", ""]
    again.close()
    other = Desk(folder, "bo")
    assert other.done == 0
    other.close()
    found = collect(folder, [])
    assert (found["labels"], found["people"], found["drawn"]) == (1, ["ann"], 6)


def test_a_bad_name_or_missing_tasks_are_told(tmp_path):
    folder = made_sample.folder(tmp_path / "s", people=2)
    for name in ("", "../x", "a/b", "a b", ".x", "x" * 41):
        with pytest.raises(StudyError, match="not a name"):
            Desk(folder, name)
    with pytest.raises(ResultsError, match="no such tasks") as error:
        Desk(folder, "ann")
    assert error.value.expected == "tasks-1.csv, tasks-2.csv"
    with pytest.raises(ResultsError, match="no sample"):
        Desk(tmp_path, "ann")


def test_many_at_once_lose_nothing(page):
    wanted = [(item.item, label) for item in made_sample.items() for label in ("none", "sharp")]
    threads = [threading.Thread(target=page.answer, args=one) for one in wanted * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert page.desk.done == 6
    lines = page.desk.path.read_text().splitlines()
    assert len(lines) == len(wanted) * 3
    assert all(json.loads(line)["coder"] == "ann" for line in lines)


def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path):
    """Answers are sent as fast as they go; the server is killed amid them, several times."""
    folder = made_sample.folder(tmp_path / "s", count=400)
    names = [item.item for item in made_sample.items(400)]
    told = {}
    command = [sys.executable, "-m", "antiphon", "code", "page", str(folder), "--as", "ann"]
    for turn in range(3):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        address = re.search(r"http://127\.0\.0\.1:(\d+)(/\S+/)", process.stdout.readline())
        killer = threading.Timer(0.25 + 0.1 * turn, os.kill, (process.pid, signal.SIGKILL))
        killer.start()
        connection_lost, unheard = False, dict[str, str]()
        for n, name in enumerate(names):
            label = ("none", "sharp", "hostile")[(n + turn) % 3]
            try:
                connection = http.client.HTTPConnection("127.0.0.1", int(address[1]), timeout=5)
                body = json.dumps({"item": name, "code": "tone", "label": label})
                origin = {
                    "Origin": f"http://127.0.0.1:{address[1]}",
                    "Content-Type": "application/json",
                }
                connection.request("POST", f"{address[2]}answer", body, origin)
                if connection.getresponse().status == 200:
                    told[name] = label
            except (OSError, http.client.HTTPException):
                connection_lost = True
                unheard = {name: label}  # it may have been kept before it could be acknowledged
                break
        killer.join()
        process.wait(timeout=20)
        process.stdout.close()
        assert connection_lost, "the server was killed amid the answers"
        desk = Desk(folder, "ann")
        kept = {task["item"]: task["label"] for task in desk.state()["tasks"]}
        desk.close()
        assert told
        lost = {name for name in told if kept[name] != told[name]}
        assert all(kept[name] == unheard.get(name) for name in lost)
        told |= {name: kept[name] for name in lost}


def test_ctrl_c_ends_it_with_how_far_the_work_is(tmp_path, first):
    folder = made_sample.folder(tmp_path / "s")
    command = [sys.executable, "-m", "antiphon", "code", "page", str(folder), "--as", "ann"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert "http://127.0.0.1:" in process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.startswith("0 of 6 coded")
    assert errors == ""
