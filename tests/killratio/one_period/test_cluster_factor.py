"""The cluster factor from UCDP's events, by hand, by year and against simulated events."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.killratio.one_period.cluster_factor import cluster_factor, months_of
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
                "militants": m.sum(),
                "security": s.sum(),
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
    found = cluster_factor(months_of(read_sides(), start, end))
    assert found == pytest.approx(factor, abs=0.05 if factor < 10 else 0.5)


def test_one_death_an_event_is_factor_one():
    assert cluster_factor(months([[(1, 0)] * 4 + [(0, 1)] * 7])) == pytest.approx(1)


def test_events_of_five_deaths_are_factor_five():
    found = cluster_factor(months([[(5, 0), (0, 5)], [(5, 0), (0, 5)], [(0, 5), (5, 0)], [(5, 0)]]))
    assert found == pytest.approx(5)


def test_the_factor_is_the_sum_over_events_of_squared_shares():
    events = [(9, 2), (0, 3), (4, 0), (1, 1), (0, 12)]
    m, s = np.array(events, dtype=float).T
    wanted = ((m / m.sum() - s / s.sum()) ** 2).sum() / (1 / m.sum() + 1 / s.sum())
    assert cluster_factor(months([events[:2], events[2:]])) == pytest.approx(wanted)


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
        factors.append(found * (1 / m.sum() + 1 / s.sum()))
    assert np.var(logs) == pytest.approx(np.mean(factors), rel=0.1)


def test_a_side_without_deaths_has_no_factor():
    assert cluster_factor(months([[(3, 0)], [(2, 0)]])) is None
