"""Evidence of a date against a dense reference that shares no code."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.robustness.dates import dense
from tests.robustness.series import series
from turningpoint.errors import FitError
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.dates.candidates import candidates_of
from turningpoint.robustness.dates.evidence import evidence_of
from turningpoint.spans import Span

CLOSE = 0.25
"""Log evidence by which the two may differ: the reference moves each date's whole grid to its own mode, and its σ are
as far apart as in METHODS' grid, not those of the series."""
N, AT = 48, 30


def counts(level, mean=8.0, seed=3):
    rng = np.random.default_rng(seed)
    course = mean * np.where(np.arange(N) >= AT, level, 1.0) * rng.gamma(1 / 0.15, 0.15, N)
    return rng.poisson(course).astype(float)


def compare(outcome, membership, y, dates, **choices):
    asked = candidates_of(outcome, Specification((outcome.labels[AT],), harmonics=1, **choices))
    found = evidence_of(asked)
    gaussian = choices.get("likelihood") == "gaussian"
    none = dense.evidence(y, membership, None, harmonics=1, gaussian=gaussian)
    for date in dates:
        theirs = dense.evidence(y, membership, date, harmonics=1, gaussian=gaussian) - none
        ours = found.dates[asked.dates.index(outcome.labels[date])] - found.none
        assert ours == pytest.approx(theirs, abs=CLOSE)
    return found.none - none


@pytest.mark.parametrize("level", [1.0, 12.0])
def test_counts_by_month(level):
    y = counts(level)
    shift = compare(series(y), np.eye(N), y, (15, AT))
    assert shift == pytest.approx(0, abs=CLOSE)  # not only the difference: the constant is that of the likelihood


def test_sums_over_months():
    y = counts(3.0)
    periods = ((4, 5, 6), (20, 21, 23), tuple(range(33, 39)))
    spans = tuple(Span(places, float(y[list(places)].sum())) for places in periods)
    inside = np.zeros((len(spans), N))
    for row, span in zip(inside, spans, strict=True):
        row[list(span.periods)] = 1
    alone = inside.sum(axis=0) == 0
    outcome = replace(series(np.where(alone, y, np.nan)), spans=spans)
    membership = np.concatenate([np.eye(N)[alone], inside])
    compare(outcome, membership, membership @ y, (21, AT))


def gaussian(times=1.0):
    rng = np.random.default_rng(8)
    y = times * (5 + rng.standard_normal(N) + 2.5 * (np.arange(N) >= AT))
    return Outcome("y", "y", "y", "a simulation", "", pd.period_range("2015-01", periods=N, freq="M"), y)


def test_gaussian_in_units_of_the_straight_course():
    outcome = gaussian()
    x = dense.columns(N, None, 1)[0]
    left = outcome.values - x @ np.linalg.lstsq(x, outcome.values, rcond=None)[0]
    unit = np.sqrt(left @ left / (N - x.shape[1]))
    compare(outcome, np.eye(N), outcome.values / unit, (15, AT), likelihood="gaussian")


def test_the_unit_of_a_gaussian_outcome_changes_nothing():
    asked = [
        candidates_of(gaussian(times), Specification(("2017-07",), likelihood="gaussian")) for times in (1.0, 1000.0)
    ]
    one, other = map(evidence_of, asked)
    assert one.dates - one.none == pytest.approx(other.dates - other.none, abs=1e-6)


def test_a_course_without_noise_is_refused():
    outcome = replace(gaussian(), values=np.arange(N) / 12)
    with pytest.raises(FitError, match="exactly"):
        evidence_of(candidates_of(outcome, Specification(("2017-07",), likelihood="gaussian")))


def test_a_straight_course_has_a_corner_the_bend_would_take():
    rng = np.random.default_rng(5)
    years = (np.arange(96) - 48) / 12
    y = rng.poisson(30 * np.exp(-0.3 * years + 0.9 * np.maximum(years, 0)))
    found = evidence_of(candidates_of(series(y), Specification(("2019-01",))))
    assert (found.straight - found.straight_none).max() > (found.dates - found.none).max() + 5
