"""Which clusters a period has, and the intervals they give."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from turningpoint.killratio.one_period.months_as_clusters import Memory
from turningpoint.killratio.one_period.period_clusters import clusters_change, clusters_interval, period_clusters

SHOWN, NOT_SHOWN = Memory(0.01, 0.1, 12), Memory(0.2, 0.35, 12)


def months(n=12, seed=1, rate=20):
    random = np.random.default_rng(seed)
    return pd.DataFrame({side: random.poisson(rate, n).astype(float) for side in ("militants", "security")})


@pytest.mark.parametrize(
    ("n", "known", "kind", "clusters"),
    [
        (12, NOT_SHOWN, "quarters", 4),
        (12, SHOWN, "months", 12),
        (9, NOT_SHOWN, "quarters", 3),
        (11, NOT_SHOWN, "quarters", 3),
        (24, NOT_SHOWN, "quarters", 8),
        (6, SHOWN, "months", 6),
    ],
)
def test_the_rule(n, known, kind, clusters):
    found = period_clusters(months(n), known=known)
    assert (found.kind, found.clusters, found.freedom) == (kind, clusters, clusters - 1)
    assert found.reason.startswith(f"{kind} are the clusters")


@pytest.mark.parametrize(("n", "known"), [(8, NOT_SHOWN), (5, SHOWN), (2, NOT_SHOWN), (6, NOT_SHOWN)])
def test_periods_too_short_have_none(n, known):
    assert period_clusters(months(n), known=known) is None


@pytest.mark.parametrize("side", ["militants", "security"])
def test_without_deaths_of_a_side_there_are_none(side):
    assert period_clusters(months().assign(**{side: 0.0}), known=SHOWN) is None


def test_missing_months_are_left_out_and_their_quarter_stays_while_it_has_one():
    table = months()
    table.loc[[3, 4, 6], :] = np.nan
    found = period_clusters(table)
    assert (found.kind, found.clusters) == ("quarters", 4)
    assert "not known" in found.reason
    table.loc[5, :] = np.nan
    fewer = period_clusters(table)
    assert fewer.clusters == 3
    assert fewer.militants == table["militants"].sum()


def test_the_interval_by_hand():
    found = period_clusters(months(), known=NOT_SHOWN)
    table = months().to_numpy().reshape(4, 3, 2).sum(axis=1)
    d = table[:, 0] / table[:, 0].sum() - table[:, 1] / table[:, 1].sum()
    variance = max(4 / 3 * (d**2).sum(), (1 / table.sum(axis=0)).sum())
    middle, half = np.log(table[:, 0].sum() / table[:, 1].sum()), stats.t.ppf(0.95, 3) * np.sqrt(variance)
    interval = clusters_interval(found, confidence=0.9)
    assert [interval.low, interval.high] == pytest.approx(np.exp([middle - half, middle + half]))
    assert (interval.method, interval.freedom) == ("quarters", 3)
    assert interval.factor == pytest.approx(variance / (1 / table.sum(axis=0)).sum())


def test_the_change_takes_the_fewer_clusters():
    short, long = period_clusters(months(9), known=NOT_SHOWN), period_clusters(months(24, 2), known=NOT_SHOWN)
    interval = clusters_change(long, short, confidence=0.95)
    half = stats.t.ppf(0.975, 2) * np.sqrt(short.variance + long.variance)
    middle = np.log(short.militants / short.security * long.security / long.militants)
    assert [interval.low, interval.high] == pytest.approx(np.exp([middle - half, middle + half]))
    assert interval.freedom == 2
    mixed = clusters_change(long, period_clusters(months(), known=SHOWN), confidence=0.95)
    assert (mixed.method, mixed.freedom) == ("quarters", 7)
    assert clusters_change(*[period_clusters(months(), known=SHOWN)] * 2, confidence=0.95).method == "months"
