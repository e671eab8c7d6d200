"""The kill ratio of months taken together, and its change: what is used where, and what is said."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.one_period.clustered_intervals import clustered_change, clustered_interval
from turningpoint.killratio.one_period.months_as_clusters import Memory
from turningpoint.killratio.one_period.period_ratio import (
    change_of_months,
    clusters_change,
    clusters_interval,
    period_clusters,
    ratio_of_months,
)


def months(n=12, seed=1, rates=(20, 30)):
    random = np.random.default_rng(seed)
    sides = zip(("militants", "security"), rates, strict=True)
    return pd.DataFrame({side: random.poisson(rate, n).astype(float) for side, rate in sides})


def test_a_year_is_judged_by_its_quarters_and_for_what_is_said():
    found = ratio_of_months(months())
    (interval,) = found.ratio.clustered
    assert interval.method == "quarters"
    assert found.ratio.estimate == months()["militants"].sum() / months()["security"].sum()
    assert "quarters as clusters (t with 3 degrees" in interval.title
    assert "quarters are the clusters, for months" in found.reason


def test_events_are_taken_only_where_months_cannot_serve():
    year, short = (ratio_of_months(months(n), event_factor=3.2) for n in (12, 4))
    assert year.ratio.clustered[0].method == "quarters"
    (interval,) = short.ratio.clustered
    scaled = clustered_interval(short.ratio.militants, short.ratio.security, 3.2)
    assert (interval.method, interval.low, interval.high) == ("events", scaled.low, scaled.high)
    assert "events are taken as clusters" in short.reason
    assert ratio_of_months(months(4), event_factor=0.4).ratio.clustered[0].factor == 1


@pytest.mark.parametrize("table", [months(4), months().assign(security=0.0)])
def test_without_events_the_band_is_borrowed_at_both_ends(table):
    found = ratio_of_months(table)
    assert tuple(one.factor for one in found.ratio.clustered) == borrowed_band()
    assert "borrowed" in found.reason


def test_months_that_were_not_observed_are_no_zeros():
    table = months()
    table.loc[2:3] = np.nan
    assert ratio_of_months(table).ratio.militants == table["militants"].sum()
    with pytest.raises(ParameterError, match="no month of the period"):
        ratio_of_months(table.assign(security=np.nan))


def test_a_change_is_by_clusters_where_both_have_them():
    before, after = ratio_of_months(months()), ratio_of_months(months(seed=2, rates=(90, 30)))
    change = change_of_months(before, after)
    assert change.clustered == (clusters_change(before.clusters, after.clusters, confidence=0.95),)
    assert change.estimate == pytest.approx(after.ratio.estimate / before.ratio.estimate)
    assert (change.sure, change.verdict()) == ("rise", "a rise")
    assert change.earlier is before.ratio


def test_a_change_to_a_period_without_clusters_is_by_events_or_the_band():
    year, short = (ratio_of_months(months(n), event_factor=factor) for n, factor in ((12, 3.0), (4, 5.0)))
    (interval,) = change_of_months(year, short).clustered
    pairs = ((one.ratio.militants, one.ratio.security) for one in (year, short))
    wanted = clustered_change(*pairs, (3.0, 5.0))
    assert (interval.method, interval.low) == ("events", wanted.low)
    borrowed = change_of_months(ratio_of_months(months()), short)
    assert tuple(one.factor for one in borrowed.clustered) == borrowed_band()


SHOWN, NOT_SHOWN = Memory(0.01, 0.1, 12), Memory(0.2, 0.35, 12)


def year(n=12, seed=1, rate=20):
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
    found = period_clusters(year(n), known=known)
    assert (found.kind, found.clusters, found.freedom) == (kind, clusters, clusters - 1)
    assert found.reason.startswith(f"{kind} are the clusters")


@pytest.mark.parametrize(("n", "known"), [(8, NOT_SHOWN), (5, SHOWN), (2, NOT_SHOWN), (6, NOT_SHOWN)])
def test_periods_too_short_have_none(n, known):
    assert period_clusters(year(n), known=known) is None


@pytest.mark.parametrize("side", ["militants", "security"])
def test_without_deaths_of_a_side_there_are_none(side):
    assert period_clusters(year().assign(**{side: 0.0}), known=SHOWN) is None


def test_missing_months_are_left_out_and_their_quarter_stays_while_it_has_one():
    table = year()
    table.loc[[3, 4, 6], :] = np.nan
    found = period_clusters(table)
    assert (found.kind, found.clusters) == ("quarters", 4)
    assert "not known" in found.reason
    table.loc[5, :] = np.nan
    fewer = period_clusters(table)
    assert fewer.clusters == 3
    assert fewer.militants == table["militants"].sum()


def test_the_interval_by_hand():
    found = period_clusters(year(), known=NOT_SHOWN)
    table = year().to_numpy().reshape(4, 3, 2).sum(axis=1)
    d = table[:, 0] / table[:, 0].sum() - table[:, 1] / table[:, 1].sum()
    variance = max(4 / 3 * (d**2).sum(), (1 / table.sum(axis=0)).sum())
    middle, half = np.log(table[:, 0].sum() / table[:, 1].sum()), stats.t.ppf(0.95, 3) * np.sqrt(variance)
    interval = clusters_interval(found, confidence=0.9)
    assert [interval.low, interval.high] == pytest.approx(np.exp([middle - half, middle + half]))
    assert (interval.method, interval.freedom) == ("quarters", 3)
    assert interval.factor == pytest.approx(variance / (1 / table.sum(axis=0)).sum())


def test_the_change_takes_the_fewer_clusters():
    short, long = period_clusters(year(9), known=NOT_SHOWN), period_clusters(year(24, 2), known=NOT_SHOWN)
    interval = clusters_change(long, short, confidence=0.95)
    half = stats.t.ppf(0.975, 2) * np.sqrt(short.variance + long.variance)
    middle = np.log(short.militants / short.security * long.security / long.militants)
    assert [interval.low, interval.high] == pytest.approx(np.exp([middle - half, middle + half]))
    assert interval.freedom == 2
    mixed = clusters_change(long, period_clusters(year(), known=SHOWN), confidence=0.95)
    assert (mixed.method, mixed.freedom) == ("quarters", 7)
    assert clusters_change(*[period_clusters(year(), known=SHOWN)] * 2, confidence=0.95).method == "months"
