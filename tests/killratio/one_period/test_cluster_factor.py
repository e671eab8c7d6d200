"""The cluster factor from UCDP's events, by hand, by year and against simulated events."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.cluster_factor import cluster_factor
from turningpoint.sources import read_sides


def months(events):
    """Rows of one month each from lists of (militants, security) of the events of every month from 2020-01 on."""
    rows = []
    for at, deaths in enumerate(events):
        m, s = np.array(deaths, dtype=int).reshape(-1, 2).T
        rows.append(
            {
                "month": pd.Period("2020-01", freq="M") + at,
                "events": len(m),
                "deaths_militant": m.sum(),
                "deaths_state": s.sum(),
                "sumsq_militant": (m * m).sum(),
                "sumsq_state": (s * s).sum(),
                "sumprod_state_militant": (m * s).sum(),
            }
        )
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("start", "end", "factor"),
    [("2021-01", "2021-12", 3.1), ("2018-01", "2021-12", 3.2), ("2015-01", "2015-12", 6.2), ("2016-01", "2016-12", 19)],
)
def test_factors_of_the_embedded_events(start, end, factor):
    found = cluster_factor(read_sides(), start=start, end=end)
    assert found.factor == pytest.approx(factor, abs=0.05 if factor < 10 else 0.5)
    assert found.low < found.factor < found.high
    assert found.period == f"{start} to {end}"


def test_one_death_an_event_is_factor_one():
    assert cluster_factor(months([[(1, 0)] * 4 + [(0, 1)] * 7])).factor == pytest.approx(1)


def test_events_of_five_deaths_are_factor_five():
    found = cluster_factor(months([[(5, 0), (0, 5)], [(5, 0), (0, 5)], [(0, 5), (5, 0)], [(5, 0)]]))
    assert found.factor == pytest.approx(5)
    assert (found.militants, found.security, found.events) == (20, 15, 7)
    assert [found.low, found.high] == pytest.approx([5, 5])


def test_the_factor_is_the_sum_over_events_of_squared_shares():
    events = [(9, 2), (0, 3), (4, 0), (1, 1), (0, 12)]
    m, s = np.array(events, dtype=float).T
    wanted = ((m / m.sum() - s / s.sum()) ** 2).sum() / (1 / m.sum() + 1 / s.sum())
    assert cluster_factor(months([events[:2], events[2:]])).factor == pytest.approx(wanted)


def test_the_interval_is_that_of_leaving_out_a_month():
    random = np.random.default_rng(7)
    table = months([random.poisson([3, 2], (6, 2)) + 1 for _ in range(8)])
    whole = cluster_factor(table, confidence=0.9)
    logs = [np.log(cluster_factor(table.drop(index=at)).factor) for at in range(8)]
    half = stats.t.ppf(0.95, 7) * np.sqrt(7 * np.var(logs))
    assert [whole.low, whole.high] == pytest.approx([whole.factor * np.exp(-half), whole.factor * np.exp(half)])


def test_the_variance_is_that_of_simulated_log_ratios():
    """Compound Poisson deaths, many times over: the log ratio varies as the factor says."""
    rng = np.random.default_rng(4)
    logs, factors = [], []
    for _ in range(1500):
        number = rng.poisson(180)
        m = np.where(rng.random(number) < 0.5, rng.geometric(0.3, number), 0)
        s = np.where(rng.random(number) < 0.5, rng.geometric(0.4, number), 0)
        logs.append(np.log(m.sum() / s.sum()))
        found = cluster_factor(months([np.column_stack([m, s])]))
        factors.append(found.factor * (1 / m.sum() + 1 / s.sum()))
    assert np.var(logs) == pytest.approx(np.mean(factors), rel=0.1)


def test_a_side_without_deaths_has_no_factor():
    found = cluster_factor(months([[(3, 0)], [(2, 0)]]))
    assert (found.factor, found.low, found.high) == (None, None, None)
    assert "no cluster factor" in found.summary()


def test_an_interval_needs_months_on_both_sides():
    one = cluster_factor(months([[(3, 0), (0, 1)]]))
    assert one.factor is not None
    assert one.low is None
    assert "no interval" in one.summary()
    lonely = cluster_factor(months([[(3, 0), (0, 1)], [(2, 0)], [(4, 0)]]))
    assert (lonely.low, lonely.high) == (None, None)


def test_months_without_events_count():
    """Empty months at either end of a stated period are months: the degrees of freedom follow them."""
    rows = months([[(3, 0), (0, 1)], [(2, 5)], [(1, 4), (8, 0)]])
    short, long = cluster_factor(rows), cluster_factor(rows, start="2019-01", end="2020-12")
    assert short.factor == long.factor
    assert short.high != long.high


def test_no_events_are_refused():
    with pytest.raises(ParameterError, match="no events between 2030-01 and 2030-12"):
        cluster_factor(read_sides(), start="2030-01", end="2030-12")
    with pytest.raises(ParameterError, match="confidence"):
        cluster_factor(read_sides(), confidence=95)
