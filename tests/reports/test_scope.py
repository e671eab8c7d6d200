"""Notebooks on Pakistan are executed for Pakistan only."""

import pytest

from analysis.errors import ParameterError
from analysis.reports.parameters import Parameters
from analysis.reports.scope import reason_to_skip, require


@pytest.mark.parametrize("notebook", ["03_kill_ratio", "04_claims"])
def test_parts_on_pakistan_are_left_out_elsewhere(notebook: str) -> None:
    assert reason_to_skip(notebook, Parameters()) == ""
    assert "MLI" in reason_to_skip(notebook, Parameters(country="MLI"))
    assert "series of your own" in reason_to_skip(notebook, Parameters(data="own.csv"))


@pytest.mark.parametrize("notebook", ["01_data", "02_attack_frequency", "anything"])
def test_the_others_are_always_executed(notebook: str) -> None:
    assert reason_to_skip(notebook, Parameters(country="MLI")) == ""


def test_a_notebook_run_by_hand_is_refused_with_the_same_sentence() -> None:
    require("04_claims", Parameters())
    with pytest.raises(ParameterError, match="this report is on MLI"):
        require("04_claims", Parameters(country="MLI"))
