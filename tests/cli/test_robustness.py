"""``turningpoint robustness``: what it prints, what it writes, what it refuses."""

import json

import numpy as np
import pandas as pd
import pytest

from tests.cli.helpers import run
from turningpoint.robustness.traffic_lights import RULES, SIGNS


@pytest.fixture
def jump(tmp_path):
    """A file of months that jumps to four times the number in 2018-01."""
    rng = np.random.default_rng(4)
    months = pd.period_range("2015-01", periods=60, freq="M").astype(str)
    path = tmp_path / "own.csv"
    pd.DataFrame({"month": months, "attacks": rng.poisson(np.where(months < "2018-01", 15, 60))}).to_csv(
        path, index=False
    )
    return path


def robustness(path, *options, when="2018-01"):
    columns = ("--time", "month", "--outcome", "attacks", "--intervention", when)
    return run("robustness", path, *columns, "--replicates", "199", "--null-replicates", "39", *options)


def test_the_right_date_holds_and_a_wrong_one_fails(jump, tmp_path):
    out = tmp_path / "out.json"
    right = robustness(jump, "--json", out)
    assert right.exit_code == 0, right.output
    assert f"{SIGNS['holds']} Date: holds. If the series broke once, it was in" in right.stdout
    assert "January 2018" in right.stdout
    kept = json.loads(out.read_text())
    assert kept["date_set"]["ruled_out"] is True
    assert ["2018-01", "2018-01"] in kept["date_set"]["spans"]
    assert {light["name"] for light in kept["lights"]} <= set(RULES)
    wrong = robustness(jump, when="2016-08")
    assert f"{SIGNS['against']} Date: against. If the series broke once" in wrong.stdout
    assert "August 2016 is ruled out." in wrong.stdout


def test_rival_events_of_a_file_are_fitted(jump, tmp_path):
    events = tmp_path / "events.csv"
    listed = ("pact,2016-11-25,Pact", "early,2015-03,Pact-1", "same,2018-01-30,Same month", "late,2031-01,Late")
    events.write_text("\n".join(["event_id,date,label", *listed]) + "\n")
    found = robustness(jump, "--rivals", events)
    assert found.exit_code == 0, found.output
    assert "1 other event" in found.stdout
    assert "Without a fit: Pact-1 (March 2015): fewer than 12 months on one side." in found.stdout
    assert "Same month" not in found.stdout
    events.write_text("event_id,date,label\npact,2016-11-31,Pact\n")
    refused = robustness(jump, "--rivals", events)
    assert refused.exit_code == 2
    assert "2016-11-31" in refused.output


def test_bad_input_is_refused(jump):
    two = robustness(jump, "--intervention", "2018-06")
    assert two.exit_code == 2
    assert "Give one intervention" in two.output
    assert robustness(jump, "--null-replicates", "5").exit_code == 2
    outside = robustness(jump, when="2031-01")
    assert outside.exit_code == 2
    assert "2031-01" in outside.output


def test_a_control_of_ones_own_is_compared(jump, tmp_path):
    table = pd.read_csv(jump)
    rng = np.random.default_rng(8)
    table.assign(elsewhere=rng.poisson(np.where(table["month"] < "2018-01", 15, 60))).to_csv(jump, index=False)
    out = tmp_path / "out.json"
    done = robustness(jump, "--control", "elsewhere", "--json", out)
    assert done.exit_code == 0, done.output
    assert "Against elsewhere: the level is" in done.stdout
    kept = json.loads(out.read_text())["control"]
    level = next(row for row in kept["rows"] if (row["effect"], row["series"]) == ("level", "difference"))
    assert level["low"] < 1 < level["high"]
    assert kept["weights"] == [{"control": "elsewhere", "weight": 1.0, "share": 1.0}]
    absent = robustness(jump, "--control", "nowhere")
    assert absent.exit_code == 2
    assert "nowhere" in absent.output
    assert robustness(jump, "--control", "elsewhere", "--likelihood", "gaussian").exit_code == 2
