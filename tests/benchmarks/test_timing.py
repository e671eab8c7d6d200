"""Processor time counts what a call and its programs do, not what it waits for, and a line says what is met."""

import subprocess
import sys
import time

import pytest

from benchmarks import timing

BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def test_waiting_does_not_count_and_a_program_that_ended_does():
    assert timing.seconds(lambda: time.sleep(0.2)) < 0.15
    assert timing.seconds(lambda: subprocess.run([sys.executable, "-c", BUSY], check=True)) > 0.25


@pytest.mark.parametrize(("met", "verdict"), [(True, "(met)"), (False, "(NOT MET)")])
def test_a_line_says_whether_it_is_as_wanted(met, verdict, capsys):
    timing.line("times as fast", "39", "at least 40", met=met)
    printed = capsys.readouterr().out
    assert printed.split() == ["times", "as", "fast", "39", "wanted:", "at", "least", "40", *verdict.split()]


def test_a_line_without_a_bound_has_no_verdict(capsys):
    timing.line("calibrated fit", "0.1 s")
    assert "met" not in capsys.readouterr().out.lower()


def test_the_machine_names_versions_and_what_is_missing(monkeypatch):
    monkeypatch.setattr(timing, "PACKAGES", ("numpy", "a-package-nobody-has"))
    words = timing.machine()
    assert f"numpy {timing.version('numpy')}" in words
    assert "a-package-nobody-has not installed" in words
    assert " cores, " in words
