"""From what went wrong to a message and an exit code."""

from __future__ import annotations

import errno
import json
import os
import signal
import time

import pytest
import typer

from antiphon.cli.guard import DEBUG, guarded
from antiphon.errors import StudyError, VerifyError


@pytest.fixture
def ended(capsys):
    """Exit code, standard output and standard error of an action."""

    def ended(action, **options):
        with pytest.raises(typer.Exit) as caught:
            guarded(action)(**options)
        shown = capsys.readouterr()
        return caught.value.exit_code, shown.out, shown.err

    return ended


def raising(error):
    def action(**_options):
        raise error

    return action


def test_an_action_that_ends_well_is_0(ended):
    assert ended(lambda: None) == (0, "", "")


def test_an_action_may_name_its_code(ended):
    assert ended(lambda: 4)[0] == 4


@pytest.mark.parametrize(("error", "code"), [(StudyError("odd"), 3), (VerifyError("odd"), 4)])
def test_what_can_be_mended_has_its_code_and_no_traceback(ended, error, code):
    got, out, err = ended(raising(error))
    assert (got, out, err) == (code, "", "error: odd\n")


def test_with_json_an_error_is_an_object_too(ended):
    error = StudyError("odd", where="study.toml: a", got=b"\xff", fix="mend it")
    code, out, _ = ended(raising(error), as_json=True)
    assert json.loads(out) == {
        "error": {
            "what": "odd",
            "where": "study.toml: a",
            "got": "b'\\xff'",
            "expected": "",
            "fix": "mend it",
        },
        "exit_code": code,
    }


def test_a_mistake_of_ours_asks_for_a_report(ended, monkeypatch):
    monkeypatch.delenv(DEBUG, raising=False)
    code, _, err = ended(raising(KeyError("x")))
    assert code == 1
    assert "KeyError: 'x'" in err
    assert "report it" in err
    assert "Traceback" not in err


def test_with_debug_there_is_a_traceback(ended, monkeypatch):
    monkeypatch.setenv(DEBUG, "1")
    assert "Traceback" in ended(raising(KeyError("x")))[2]


def test_data_in_a_message_cannot_steer_the_terminal(ended):
    assert "\x1b" not in ended(raising(StudyError("odd", where="\x1b[2Ja")))[2]
    assert "\x1b" not in ended(raising(ValueError("\x1b[2Ja")))[2]


def test_a_full_disk_and_missing_memory_are_to_be_mended(ended):
    code, _, err = ended(raising(OSError(errno.ENOSPC, "No space left on device", "x")))
    assert (code, "no space left" in err) == (3, True)
    code, _, err = ended(raising(MemoryError()))
    assert (code, "--memory" in err) == (3, True)


def test_ctrl_c_says_what_is_kept(ended):
    def run():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)

    code, _, err = ended(run)
    assert code == 130
    assert "the same command goes on" in err


def test_ctrl_c_that_a_library_turns_into_its_own_error_is_still_ctrl_c(ended):
    def run():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        except KeyboardInterrupt:
            raise RuntimeError("query interrupted") from None

    assert ended(run)[0] == 130


def test_ctrl_c_is_python_s_own_again_afterwards(ended):
    before = signal.getsignal(signal.SIGINT)
    ended(lambda: None)
    assert signal.getsignal(signal.SIGINT) is before
