"""Deaths per event: the exposure is the number of events, and what cannot be is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.killratio.deaths_per_event import deaths_per_event, ucdp_lethality
from turningpoint.outcome import Outcome

TIMES = pd.period_range("2015-01", periods=72, freq="M")
RANDOM = np.random.default_rng(4)
EVENTS = RANDOM.poisson(np.where(np.arange(72) < 48, 10, 30)).astype(float)
AFTER = np.arange(72) >= 48


def outcome(values, label="deaths"):
    return Outcome(label, label, f"{label} per month", "made up", "", TIMES, np.asarray(values, dtype=float))


def clustered(mean):
    """Deaths of events that kill a geometric number with this mean."""
    each = [RANDOM.geometric(1 / m, int(count)).sum() for m, count in zip(mean, EVENTS, strict=True)]
    return outcome(each)


def test_more_events_are_no_more_deaths_per_event():
    found = deaths_per_event(clustered(np.full(72, 4.0)), outcome(EVENTS, "events"), ["2019-01"])
    assert found.analysis.level.low < 1 < found.analysis.level.high
    assert 0.5 < found.analysis.level.estimate < 2


def test_deadlier_events_are_found():
    found = deaths_per_event(clustered(np.where(AFTER, 12.0, 4.0)), outcome(EVENTS, "events"), ["2019-01"], ramp=False)
    assert 1 < found.analysis.level.low < 3 < found.analysis.level.high
    assert found.analysis.slope is None
    assert "deaths per event" in found.summary()


def test_months_without_events_keep_their_place():
    deaths, events = clustered(np.full(72, 4.0)).values.copy(), EVENTS.copy()
    deaths[20] = events[20] = 0
    found = deaths_per_event(outcome(deaths), outcome(events, "events"), ["2019-01"])
    assert not found.analysis.design.used[20]
    assert found.analysis.design.used.sum() == 71


def test_yearly_sums_are_those_of_the_months():
    found = ucdp_lethality(["2021-08"], start="2015-01")
    yearly = found.yearly.set_index("year")
    assert yearly.loc[2021, ["deaths", "events"]].tolist() == [452, 191]
    assert yearly.loc[2024, "deaths_per_event"] == pytest.approx(1885 / 687)
    assert found.analysis.level.low < found.analysis.level.estimate < found.analysis.level.high


def test_deaths_without_events_are_refused():
    events = EVENTS.copy()
    events[5] = 0
    with pytest.raises(DataError, match="in 2015-06 there are deaths but no events"):
        deaths_per_event(clustered(np.full(72, 4.0)), outcome(events, "events"), ["2019-01"])


def test_other_months_are_refused():
    other = replace(outcome(EVENTS, "events"), times=pd.period_range("2016-01", periods=72, freq="M"))
    with pytest.raises(DataError, match="one time axis"):
        deaths_per_event(clustered(np.full(72, 4.0)), other, ["2019-01"])
