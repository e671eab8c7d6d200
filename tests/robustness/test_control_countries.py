"""The effect less that in a control."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.errors import DataError, FitError
from turningpoint.robustness.control_countries import controlled, pool_weights, steady
from turningpoint.robustness.placebos.placebo import COLUMNS, Placebo
from turningpoint.spans import Span


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


def test_weights_stand_in_a_table_with_shares_of_the_pool():
    named = [replace(series(seed=2), geography="One"), replace(series(seed=3, mean=6.0), geography="Two")]
    found = controlled(series(3.0), named, SPECIFICATION, weights=np.array([0.5, 2.0]))
    table = found.weights.set_index("control")
    assert list(table["weight"]) == [2.0, 0.5]
    assert table["share"].sum() == pytest.approx(1.0)
    sums = 2.0 * named[1].values.sum(), 0.5 * named[0].values.sum()
    assert table.loc["Two", "share"] == pytest.approx(sums[0] / sum(sums))
    alone = controlled(series(3.0), named, SPECIFICATION, weights=np.array([0.0, 2.0]))
    assert alone.weights["control"].tolist() == ["Two"]


def test_countries_with_a_break_at_the_date_are_no_control():
    rows = [("REAL", 0.5, 1.0, 0.8), ("A", 0.1, 0.9, 0.5), ("B", -0.2, 0.3, 0.1), ("C", -0.9, -0.1, -0.5)]
    frame = pd.DataFrame(rows, columns=["name", "low", "high", "estimate"]).assign(
        z=lambda rows: rows["estimate"] / 0.2
    )
    frame = frame.assign(label="Country " + frame["name"], effect="level", ranked=True)[list(COLUMNS)]
    placebo = Placebo("space", "REAL", frame, pd.DataFrame(), 3, 60, 24, True, 0.95)
    assert steady(placebo) == (["B"], ("Country A", "Country C"))
    found = controlled(series(3.0), [series(seed=2)], SPECIFICATION)
    assert "Left out" not in found.summary()
    words = replace(found, left_out=("Country A", "Country C"), series="events elsewhere").summary()
    assert "Left out for a break at the date: Country A and Country C. Compared are events elsewhere." in words


def test_a_control_alone_may_have_sums():
    control = series(seed=2)
    values = control.values.copy()
    sums = (Span((40, 41, 42), float(values[40:43].sum())),)
    values[40:43] = np.nan
    whole, summed = (
        controlled(series(3.0), [one], SPECIFICATION).frame["ratio"].to_numpy()
        for one in (control, replace(control, values=values, spans=sums))
    )
    assert summed == pytest.approx(whole, rel=0.05)


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
