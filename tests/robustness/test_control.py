"""The effect less that in a control."""

import numpy as np
import pytest

from analysis.errors import DataError
from analysis.robustness.control import controlled
from tests.robustness.placebos import SPECIFICATION, series


def test_what_the_control_shares_is_taken_off():
    found = controlled(series(3.0), [series(3.0, seed=2)], SPECIFICATION)
    rows = found.frame[found.frame["effect"] == "level"].set_index("series")
    assert rows.loc["difference", "low"] < 1 < rows.loc["difference", "high"]
    assert rows.loc["difference", "ratio"] == pytest.approx(rows.loc["series", "ratio"] / rows.loc["control", "ratio"])
    assert "inconclusive" in found.summary()


def test_what_only_the_series_has_stays():
    found = controlled(series(3.0), [series(seed=2), series(seed=3)], SPECIFICATION)
    level = found.frame[(found.frame["effect"] == "level") & (found.frame["series"] == "difference")].iloc[0]
    assert level["low"] > 1
    assert "together" in found.control
    log = np.log(level[["low", "ratio", "high"]].to_numpy(dtype=float))
    assert log[1] == pytest.approx((log[0] + log[2]) / 2)


def test_controls_must_be_there_and_fit():
    with pytest.raises(DataError, match="no control series"):
        controlled(series(), [], SPECIFICATION)
    with pytest.raises(DataError, match="one time axis"):
        controlled(series(), [series(months=200)], SPECIFICATION)
