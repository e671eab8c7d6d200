"""The effect less that in a control."""

from dataclasses import replace

import numpy as np
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.errors import DataError, FitError
from turningpoint.robustness.control_countries import controlled, pool_weights


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


def test_a_pool_takes_those_that_move_alike_and_nothing_after():
    whole = series(3.0)
    half = replace(whole, values=np.round(whole.values / 2), geography="Alike")
    other = series(seed=9, mean=2.0)
    weights = pool_weights(whole, [half, other], "2010-01")
    assert weights[0] == pytest.approx(2.0, rel=0.1)
    later = replace(half, values=np.where(np.arange(300) >= 240, 0.0, half.values))
    assert pool_weights(whole, [later, other], "2010-01") == pytest.approx(weights)
    found = controlled(whole, [half, other], SPECIFICATION, weights=weights)
    level = found.frame[(found.frame["effect"] == "level") & (found.frame["series"] == "difference")].iloc[0]
    assert level["ratio"] == pytest.approx(1.0, abs=0.1)
    assert "Alike × 2" in found.control or "Alike × 1.9" in found.control


def test_a_pool_of_nothing_is_refused():
    with pytest.raises(FitError, match="no control country moves"):
        controlled(series(3.0), [series(seed=2)], SPECIFICATION, weights=np.zeros(1))


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_variances_of_series_and_control_add_up(confidence):
    found = controlled(series(3.0), [series(seed=2, mean=5.0)], replace(SPECIFICATION, confidence=confidence))
    width = np.log(found.frame["high"] / found.frame["low"])
    for _, own in width.groupby(found.frame["effect"]):
        of_series, of_control, of_difference = own
        assert of_difference**2 == pytest.approx(of_series**2 + of_control**2)
        assert of_difference < 0.99 * (of_series + of_control)
