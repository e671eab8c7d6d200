"""Placebo dates lie before the intervention, share its window's shape, and are ranked with it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.errors import DesignError
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.spans import Span


@pytest.fixture(scope="module")
def jumped():
    return placebo_dates(series(3.0), SPECIFICATION)


def test_a_large_jump_leads_its_placebos(jumped):
    assert jumped.share() == 1 / (1 + jumped.placebos())
    assert jumped.real_z() > jumped.ranked()["z"].abs().max()
    assert "0 of 157 placebo dates have as large a level" in jumped.summary()


def test_no_window_reaches_the_intervention(jumped):
    assert jumped.ranked()["name"].max() <= "2008-01"
    assert (jumped.before, jumped.after) == (60, 24)
    assert jumped.placebos() == 240 - 60 - 24 + 1
    assert jumped.windows == 2


def test_where_nothing_happened_the_rank_is_no_small_one():
    found = [placebo_dates(series(seed=seed), SPECIFICATION) for seed in range(8)]
    assert np.mean([one.share(either=True) for one in found]) > 0.25
    # the direction is taken from the data, so that a share above a half is rare
    assert 2 * np.mean([one.share() for one in found]) > 0.25


def test_thin_dates_are_left_out_with_a_reason():
    thin = series(3.0)
    values = thin.values.copy()
    values[:100] = 0.0
    found = placebo_dates(replace(thin, values=values), SPECIFICATION)
    assert found.left_out["reason"].str.startswith("fewer than 2").any()
    assert found.placebos() + len(found.left_out) == 157


def test_a_short_series_has_no_placebo():
    found = placebo_dates(series(3.0, months=80, start="2006-01"), SPECIFICATION)
    assert found.share() is None
    assert "19 dates are needed" in found.summary()
    assert found.reason in found.brief()


def test_dates_near_a_listed_event_are_left_out_and_counted():
    found = placebo_dates(series(3.0), SPECIFICATION, known=[("2000-01", "an operation")])
    near = found.left_out[found.left_out["reason"] == "a break of its own: an operation"]["name"]
    assert near.tolist() == [str(period) for period in pd.period_range("1999-07", "2000-07", freq="M")]
    assert found.placebos() == 157 - 13
    assert "within 6 periods of an event listed for this series are left out: 13 dates." in found.summary()


def test_shorter_windows_are_taken_where_the_longest_leave_too_few_dates():
    found = placebo_dates(series(3.0, months=180, start="2000-01"), SPECIFICATION)
    assert (found.before, found.after) == (36, 24)
    assert found.windows == 2
    assert found.placebos() == 120 - 36 - 24 + 1


def test_sums_are_kept_whole_or_left_out_of_a_window():
    outcome = series(3.0)
    values, spans = outcome.values.copy(), []
    for first in (30, 90, 150, 237):
        spans.append(Span(tuple(range(first, first + 3)), float(values[first : first + 3].sum())))
        values[first : first + 3] = np.nan
    found = placebo_dates(replace(outcome, values=values, spans=tuple(spans)), SPECIFICATION)
    assert found.placebos() == 157
    assert found.share() == 1 / 158
    assert found.real_z() == pytest.approx(placebo_dates(outcome, SPECIFICATION).real_z(), rel=0.1)


def test_gaps_and_exposure_are_kept():
    outcome = series(3.0)
    values = outcome.values.copy()
    values[30:34] = np.nan
    found = placebo_dates(replace(outcome, values=values, exposure=np.full(300, 2.0)), SPECIFICATION)
    assert found.share() < 0.02


def test_an_intervention_outside_is_refused():
    with pytest.raises(DesignError, match="2031-01"):
        placebo_dates(series(), replace(SPECIFICATION, interventions=("2031-01",)))


def test_gaussian_series_are_compared_as_differences():
    gaussian = replace(SPECIFICATION, likelihood="gaussian")
    found = placebo_dates(series(3.0), gaussian)
    assert not found.ratios
    assert found.share() == 1 / (1 + found.placebos())
