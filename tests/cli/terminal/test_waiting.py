"""A sign of life: on a terminal only, on standard error, and gone when it is done."""

import io
import sys
import time

import pytest

from turningpoint.cli.terminal.waiting import waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", told := Terminal())
    with waiting("Fitting [red]the series"):
        pass
    assert "Fitting [red]the series" in told.getvalue()


def test_a_file_is_told_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stderr", told := io.StringIO())
    with waiting("Fitting the series"):
        pass
    assert told.getvalue() == capsys.readouterr().out == ""


def test_a_file_is_told_what_takes_long_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", told := io.StringIO())
    monkeypatch.setattr("turningpoint.cli.terminal.waiting.SILENT", 0.05)
    with waiting("1 of 3: short") as begin:
        begin("2 of 3: long")
        time.sleep(0.4)
        begin("3 of 3: short")
    time.sleep(0.2)
    assert told.getvalue() == "2 of 3: long …\n"


def test_a_terminal_is_told_what_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", told := Terminal())
    with waiting("1 of 2: one") as begin:
        begin("2 of 2: [red]two")
    assert "2 of 2: [red]two" in told.getvalue()


def test_what_fails_meanwhile_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(KeyError), waiting("Fitting the series"):
        raise KeyError
