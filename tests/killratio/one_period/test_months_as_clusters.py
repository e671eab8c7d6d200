"""Quarters and months as clusters: variance by hand, quarters, and the rule on autocorrelation."""

import numpy as np
import pytest

from turningpoint.its.coverage.simulated_series import autoregression
from turningpoint.killratio.one_period.months_as_clusters import (
    MOST_MEMORY,
    Memory,
    in_quarters,
    memory,
    memory_by_year,
    months_may_stand,
    shares,
    variance_of_log_ratio,
)


def test_the_variance_is_that_of_the_shares_by_hand():
    m, s = np.array([30.0, 10, 20, 40]), np.array([20.0, 20, 30, 30])
    d = m / 100 - s / 100
    assert shares(m, s) == pytest.approx(d)
    assert variance_of_log_ratio(m, s) == pytest.approx(4 / 3 * (d**2).sum())


def test_it_is_never_below_that_of_independent_deaths():
    alike = np.full(4, 10.0)
    assert variance_of_log_ratio(alike, 2 * alike) == pytest.approx(1 / 40 + 1 / 80)


def test_many_series_at_once_are_each_its_own():
    random = np.random.default_rng(3)
    m, s = random.poisson(9, (2, 5, 4)).astype(float)
    together = variance_of_log_ratio(m, s)
    assert together == pytest.approx([float(variance_of_log_ratio(*one)) for one in zip(m, s, strict=True)])


def test_the_variance_is_that_of_simulated_log_ratios():
    """Months vary together within quarters: the log ratio varies as quarters say, and more than months do."""
    random = np.random.default_rng(1)
    quarterly = np.exp(0.4 * random.standard_normal((2, 4000, 4)) - 0.08).repeat(3, axis=2)
    m, s = random.poisson(40 * quarterly).astype(float)
    logs = np.log(m.sum(1) / s.sum(1))
    assert variance_of_log_ratio(in_quarters(m), in_quarters(s)).mean() == pytest.approx(logs.var(), rel=0.1)
    assert variance_of_log_ratio(m, s).mean() < 0.6 * logs.var()


@pytest.mark.parametrize(("n", "wanted"), [(12, [6, 15, 24, 33]), (8, [6, 30]), (3, [6]), (5, [15])])
def test_months_left_over_join_the_last_quarter(n, wanted):
    assert in_quarters(np.arange(1.0, n + 1)).tolist() == wanted


def test_autocorrelation_is_found_and_its_absence_shown_only_by_many_months():
    random = np.random.default_rng(2)

    def months(rho, years):
        noise = np.exp(0.5 * autoregression(rho, 2, 12 * years, random))
        return random.poisson(200 * noise).astype(float)

    with_memory, without, short = months(0.7, 40), months(0.0, 40), months(0.0, 1)
    assert memory_by_year(*with_memory).autocorrelation == pytest.approx(0.6, abs=0.1)
    assert not memory_by_year(*with_memory).none_shown
    assert memory_by_year(*without).none_shown
    assert memory_by_year(*short).upper - memory_by_year(*short).autocorrelation > MOST_MEMORY


def test_moran_by_hand():
    m, s = np.array([3.0, 5, 2, 6, 4, 9]), np.array([4.0, 4, 4, 4, 4, 4])
    d = m / m.sum() - s / s.sum()
    wanted = ((d[1:] * d[:-1]).sum() / (d**2).sum() + 1 / 6) / (1 - 4 / 6)
    found = memory([(m, s), (m, s)])
    assert found.autocorrelation == pytest.approx(wanted)
    assert found.upper == pytest.approx(wanted + 1.6448536 * np.sqrt(2 * 16 / (36 * 5)) / 2 / (1 - 4 / 6))
    assert found.years == 2


def test_a_course_over_years_is_no_autocorrelation_within_them():
    random = np.random.default_rng(4)
    course = np.repeat([400.0, 200, 100, 50, 25, 13, 7, 200, 400, 100, 50, 25], 12)
    m, s = random.poisson(course).astype(float), random.poisson(100, 144).astype(float)
    assert memory([(m, s)]).autocorrelation > 0.5
    assert memory_by_year(m, s).autocorrelation < 0.2


def test_what_is_not_known_is_not_said_to_be_absent():
    m = np.array([3.0, 5, np.nan, 6, 4, 9])
    assert memory_by_year(m, m[::-1].copy()) == Memory(None, None, 0)
    assert not memory([(np.zeros(12), np.ones(12))]).none_shown
    assert not memory([]).none_shown


def test_many_series_are_judged_as_one_is():
    random = np.random.default_rng(5)
    m, s = random.poisson(30, (2, 40, 12)).astype(float)
    found = months_may_stand(m, s)
    assert found.tolist() == [memory([one]).none_shown for one in zip(m, s, strict=True)]
    assert 0 < found.sum() < 20
