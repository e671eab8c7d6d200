"""The kill ratio of months taken together, and its change: what is used where, and what is said."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.one_period.clustered_intervals import clustered_change, clustered_interval
from turningpoint.killratio.one_period.period_clusters import clusters_change
from turningpoint.killratio.one_period.period_ratio import INTENSITIES, change_of_months, ratio_of_months


def months(n=12, seed=1, rates=(20, 30)):
    random = np.random.default_rng(seed)
    sides = zip(("militants", "security"), rates, strict=True)
    return pd.DataFrame({side: random.poisson(rate, n).astype(float) for side, rate in sides})


def test_a_year_is_judged_by_its_quarters_and_for_what_is_said():
    found = ratio_of_months(months())
    (interval,) = found.ratio.clustered
    assert interval.method == "quarters"
    assert found.ratio.estimate == months()["militants"].sum() / months()["security"].sum()
    for words in ("quarters as clusters (t with 3 degrees", "Quarters are the clusters, for months", INTENSITIES):
        assert words in found.summary()


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
    assert INTENSITIES in found.summary()


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
