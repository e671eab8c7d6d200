"""Placebo dates lie before the intervention, share its window's shape, and are ranked with it."""

from dataclasses import replace

import numpy as np
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.errors import DesignError
from turningpoint.robustness.placebos.in_time import placebo_dates


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
    shares = [placebo_dates(series(seed=seed), SPECIFICATION).share() for seed in range(8)]
    assert np.mean(shares) > 0.25


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
