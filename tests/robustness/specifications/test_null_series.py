"""Series in which nothing changed keep the course, the noise, the shares and the deaths per event."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.design import build_design
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.robustness.specifications.null_series import null_series

NAMES = ("events", "events_without_india", "events_state_based", "events_one_sided", "deaths_best")
SPECIFICATION = Specification(("2021-08",))


@pytest.fixture(scope="module")
def outcomes():
    return {name: load_outcome(name, start="2014-01", end="2024-12") for name in NAMES}


@pytest.fixture(scope="module")
def default():
    return load_outcome("events", start="2015-01", end="2024-12")


@pytest.fixture(scope="module")
def drawn(outcomes, default):
    return null_series(outcomes, default, SPECIFICATION, replicates=400, random=np.random.default_rng(1))


def test_every_outcome_is_drawn_on_the_axis(outcomes, drawn):
    assert list(drawn) == list(NAMES)
    for name, series in drawn.items():
        assert series.shape == (400, len(outcomes["events"].values))
        assert (series >= 0).all()
        assert (series == np.round(series)).all(), name


def test_the_mean_is_the_counterfactual(default, drawn):
    design = build_design(default.times, SPECIFICATION)
    mixture = average(default.values[None], design, "poisson")
    wanted = np.exp(design.counterfactual @ mixture.mean[0])
    ratios = drawn["events"].mean(axis=0)[12:] / wanted
    assert np.median(ratios) == pytest.approx(1.0, abs=0.12)
    assert np.median(ratios[design.post]) == pytest.approx(1.0, abs=0.12)
    fitted = np.exp(design.matrix @ mixture.mean[0])
    assert np.median((fitted / wanted)[design.post]) > 1.5


def test_kinds_are_parts_of_the_whole(drawn):
    assert (drawn["events_without_india"] <= drawn["events"]).all()
    assert (drawn["events_state_based"] + drawn["events_one_sided"] <= drawn["events"]).all()


def test_shares_and_deaths_per_event_are_about_as_observed(outcomes, drawn):
    before = slice(0, 80)
    for name in ("events_state_based", "events_one_sided"):
        observed = outcomes[name].values[before].sum() / outcomes["events"].values[before].sum()
        assert drawn[name][:, before].sum() / drawn["events"][:, before].sum() == pytest.approx(observed, abs=0.06)
    lethality = outcomes["deaths_best"].values[before].sum() / outcomes["events"].values[before].sum()
    assert drawn["deaths_best"][:, before].sum() / drawn["events"][:, before].sum() == pytest.approx(
        lethality, rel=0.35
    )


def test_one_path_serves_all_outcomes(drawn):
    totals = drawn["events"].sum(axis=1)
    assert np.corrcoef(totals, drawn["events_state_based"].sum(axis=1))[0, 1] > 0.9


def test_a_series_alone_needs_no_whole(outcomes, default):
    alone = null_series(
        {"own": outcomes["events"]}, default, SPECIFICATION, replicates=5, random=np.random.default_rng(1)
    )
    assert list(alone) == ["own"]


def test_what_cannot_be_drawn_is_refused(outcomes, default):
    random = np.random.default_rng(1)
    parts = {name: outcomes[name] for name in NAMES[2:]}
    with pytest.raises(DataError, match="drawn from the whole"):
        null_series(parts, default, SPECIFICATION, replicates=5, random=random)
    apart = {**outcomes, "deaths_best": load_outcome("deaths_best", start="2015-01", end="2024-12")}
    with pytest.raises(DataError, match="not on one time axis"):
        null_series(apart, default, SPECIFICATION, replicates=5, random=random)


def test_exchanges_with_india_are_counted_once():
    """Of 40 events a month 12 are exchanges, 8 other battles and 8 attacks on civilians."""
    times = pd.period_range("2015-01", periods=120, freq="M")
    counted = {"events": 40.0, "events_without_india": 28.0, "events_state_based": 20.0, "events_one_sided": 8.0}
    outcomes = {
        name: Outcome(name, name, "events per month", "made up", "", times, np.full(120, count))
        for name, count in counted.items()
    }
    drawn = null_series(outcomes, outcomes["events"], SPECIFICATION, replicates=200, random=np.random.default_rng(1))
    for name, count in counted.items():
        assert drawn[name].sum() / drawn["events"].sum() == pytest.approx(count / 40, abs=0.01), name
