"""Notebooks on Pakistan are executed for Pakistan only."""

from pathlib import Path

import pytest

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.skipped_notebooks import _NEEDS_PAKISTAN, reason_to_skip, require

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@pytest.mark.parametrize("notebook", ["04_kill_ratio", "05_claims"])
def test_parts_on_pakistan_are_left_out_elsewhere(notebook: str) -> None:
    assert reason_to_skip(notebook, Parameters()) == ""
    assert "report is on Mali." in reason_to_skip(notebook, Parameters(country="MLI"))
    assert "series of your own" in reason_to_skip(notebook, Parameters(data="own.csv"))


@pytest.mark.parametrize("notebook", ["01_data", "02_attack_frequency", "06_methods", "anything"])
def test_the_others_are_always_executed(notebook: str) -> None:
    assert reason_to_skip(notebook, Parameters(country="MLI")) == ""
    assert reason_to_skip(notebook, Parameters(data="own.csv")) == ""


def test_a_notebook_run_by_hand_is_refused_with_the_same_sentence() -> None:
    require("05_claims", Parameters())
    with pytest.raises(ParameterError, match="this report is on Mali"):
        require("05_claims", Parameters(country="MLI"))


@pytest.mark.parametrize("notebook", _NEEDS_PAKISTAN)
def test_what_may_be_left_out_exists(notebook: str) -> None:
    assert (NOTEBOOKS / f"{notebook}.ipynb").is_file()
