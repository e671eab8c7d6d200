"""The smooth kill ratio follows a course that is known, turns round with its sides, and covers."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from tests.killratio.deaths import table
from turningpoint.errors import DataError, ParameterError
from turningpoint.killratio.over_time import smooth_course
from turningpoint.killratio.over_time.smooth_course import smooth_ratio

SWAPPED = {"militants": "security", "security": "militants"}


def wandering(seed, points=90, walk=0.15, deaths=40):
    random = np.random.default_rng(seed)
    odds = 0.5 + np.cumsum(walk * random.standard_normal(points))
    total = random.poisson(deaths, points)
    militants = random.binomial(total, expit(odds))
    months = pd.period_range("2015-01", periods=points, freq="M")
    frame = pd.DataFrame({"month": months, "militants": militants, "security": total - militants})
    return frame.assign(factor=1.0), odds


def test_the_band_holds_a_course_that_wanders():
    inside = []
    for seed in range(12):
        frame, odds = wandering(seed)
        course = smooth_ratio(frame).course
        inside.append((np.log(course["low"]) <= odds) & (odds <= np.log(course["high"])))
    assert 0.92 < np.mean(inside) < 0.98


@pytest.mark.parametrize("factor", [True, False])
def test_relabelling_the_sides_inverts_the_course(factor):
    frame = table(factor=factor)
    plain, swapped = (smooth_ratio(one).course for one in (frame, frame.rename(columns=SWAPPED)))
    assert swapped["smooth"].to_numpy() == pytest.approx(1 / plain["smooth"].to_numpy(), rel=1e-4)
    assert swapped["low"].to_numpy() == pytest.approx(1 / plain["high"].to_numpy(), rel=1e-3)


def test_larger_clusters_make_it_smoother_and_the_band_wider():
    frame, _ = wandering(3)
    plain, clustered = smooth_ratio(frame), smooth_ratio(frame.assign(factor=12.0))

    def rough(found):
        return np.abs(np.diff(np.log(found.course["smooth"]))).mean()

    def width(found):
        return np.log(found.course["high"] / found.course["low"]).mean()

    assert rough(clustered) < rough(plain)
    assert width(clustered) > width(plain)


def test_where_nothing_is_known_the_band_widens():
    frame, _ = wandering(4)
    course = smooth_ratio(frame.drop(index=range(40, 52))).course
    width = np.log(course["high"] / course["low"])
    assert len(course) == 90
    assert width[45] > 1.3 * width[20]
    assert course.loc[40:51, "ratio"].isna().all()


def test_months_with_one_side_only_count_and_have_no_ratio():
    frame, _ = wandering(5)
    frame.loc[30, "security"] = 0
    course = smooth_ratio(frame).course
    assert np.isnan(course.loc[30, "ratio"])
    assert np.isfinite(course[["smooth", "low", "high"]].to_numpy()).all()


def test_the_smoother_is_generalised_least_squares():
    """For one model, the state given everything is the mean of a normal distribution that can be written down."""
    random = np.random.default_rng(8)
    n, walk, noise = 7, 0.3, 0.2
    response, sampling = random.standard_normal((1, n)), random.uniform(0.2, 1, (1, n))
    found = smooth_course._smoothed(response, sampling, np.array([walk]), np.array([noise]))
    steps = np.minimum.outer(np.arange(n), np.arange(n))
    prior = smooth_course.UNKNOWN_START + walk**2 * steps
    gain = prior @ np.linalg.inv(prior + np.diag(sampling[0] + noise**2))
    assert found.mean[0] == pytest.approx(gain @ response[0], abs=1e-6)
    assert found.variance[0] == pytest.approx(np.diag(prior - gain @ prior), abs=1e-6)


def test_the_summary_says_where_clusters_come_from():
    assert "known from the deaths of events" in smooth_ratio(table()).summary()
    assert "averaged over" in smooth_ratio(table(factor=False)).summary()


def test_too_little_is_refused():
    with pytest.raises(DataError, match="5 months have deaths"):
        smooth_ratio(table().head(5))
    with pytest.raises(DataError, match="'security'"):
        smooth_ratio(table().assign(security=0))
    with pytest.raises(ParameterError):
        smooth_ratio(table(), confidence=0)
