"""The bias analysis: what it gives when nothing is misreported, when all is, and twice."""

import numpy as np
import pytest
from scipy import optimize, stats

from turningpoint.errors import ParameterError
from turningpoint.killratio.misreporting.bias_analysis import COLUMNS, QUANTITIES, bias_analysis
from turningpoint.killratio.misreporting.priors import NUMBERS, Prior, default_priors, exactly, lognormal
from turningpoint.killratio.one_period.clustered_intervals import clustered_change, clustered_interval

CLAIMED = ((193, 592), (2597, 1235))
CERTAIN = dict.fromkeys(NUMBERS, exactly())


def test_without_misreporting_it_is_the_interval_scaled_for_clusters():
    found = bias_analysis(*CLAIMED, seed=4, priors=CERTAIN, factors=[4.0], draws=200_000)
    for name, interval in (("later", clustered_interval(2597, 1235, 4)), ("change", clustered_change(*CLAIMED, 4))):
        got = found.quantities[name]
        assert got.median == pytest.approx(got.reported, rel=0.01)
        assert [got.low, got.high] == pytest.approx([interval.low, interval.high], rel=0.015)


def test_a_known_overstatement_divides_the_ratio():
    priors = {**CERTAIN, "militants_later": exactly(2.0, "known")}
    found = bias_analysis(*CLAIMED, seed=4, priors=priors, factors=[3.0])
    assert found.quantities["later"].median == pytest.approx(2597 / 2 / 1235, rel=0.01)
    assert found.quantities["earlier"].median == pytest.approx(193 / 592, rel=0.01)
    assert found.quantities["change"].reported == pytest.approx(2597 / 1235 / (193 / 592))


def test_lognormal_errors_widen_by_their_variance():
    """Independent log-normal errors add to the variance of the log ratio, and nothing to its middle."""
    many = ((10**9, 10**9), (10**9, 10**9))
    priors = {name: lognormal(1.0, 2.0, "r") for name in NUMBERS}
    found = bias_analysis(*many, seed=4, priors=priors, factors=[1.0], draws=200_000, correlation=0)
    assert np.log(found.quantities["later"].high) == pytest.approx(np.sqrt(2) * np.log(2), rel=0.02)
    assert np.log(found.quantities["change"].high) == pytest.approx(2 * np.log(2), rel=0.02)


def test_an_error_common_to_both_years_leaves_the_change():
    many = ((10**9, 10**9), (2 * 10**9, 10**9))
    found = bias_analysis(*many, seed=4, factors=[1.0], correlation=1)
    change = found.quantities["change"]
    assert [change.low, change.high] == pytest.approx([2, 2], rel=1e-3)
    free = bias_analysis(*many, seed=4, factors=[1.0], correlation=0)
    assert free.quantities["change"].high > 2.5


def test_a_seed_repeats_and_another_does_not():
    first, again, other = (bias_analysis(*CLAIMED, seed=seed) for seed in (7, 7, 8))
    assert first.to_frame().equals(again.to_frame())
    assert not first.to_frame().equals(other.to_frame())


def test_the_defaults_lower_the_later_ratio_and_say_how_often_it_reversed():
    found = bias_analysis(*CLAIMED, seed=1, case="As claimed", years=(2021, 2025))
    assert found.quantities["later"].median < found.quantities["later"].reported
    assert 0 < found.reversed_share < found.higher_share <= 1
    said = found.summary()
    assert f"In {found.reversed_share:.0%} of 20,000 draws" in said
    assert "6.45 as printed" in said
    assert list(found.to_frame().columns) == list(COLUMNS)
    assert found.to_frame()["quantity"].tolist() == list(QUANTITIES)
    assert found.priors == default_priors()


@pytest.mark.parametrize("zero", range(4))
def test_no_deaths_give_none_and_a_reason(zero):
    counts = [3, 4, 5, 6]
    counts[zero] = 0
    found = bias_analysis(tuple(counts[:2]), tuple(counts[2:]), seed=1, case="P")
    assert found.quantities == {}
    assert found.reversed_share is None
    assert found.higher_share is None
    assert "no deaths" in found.reason
    assert "no deaths" in found.summary()
    assert found.to_frame().empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"correlation": 1.5}, "correlation is 1.5"),
        ({"correlation": float("nan")}, "correlation is nan"),
        ({"draws": 10}, "draws is 10"),
        ({"confidence": 95}, "confidence is 95"),
        ({"factors": [0.5]}, "cluster factor is 0.5"),
        ({"priors": {}}, "no prior for militants_earlier"),
        ({"priors": {**CERTAIN, "security_later": Prior("triangular", 2, 1, 3, "r")}}, "not in order"),
    ],
)
def test_bad_parameters_are_refused(options, message):
    with pytest.raises(ParameterError, match=message):
        bias_analysis(*CLAIMED, **{"seed": 1, **options})


@pytest.mark.parametrize("correlation", [-0.5, 0.3, 0.8])
def test_what_both_years_share_of_an_error_leaves_the_change(correlation):
    """The variance of a difference is 2(1 - ρ) times that of one; each year by itself is as unsure as ever."""
    many = ((10**9, 10**9), (10**9, 10**9))
    priors = {name: lognormal(1.0, 2.0, "r") if name.startswith("militants") else exactly() for name in NUMBERS}
    found = bias_analysis(*many, seed=4, priors=priors, factors=[1.0], draws=200_000, correlation=correlation)
    assert np.log(found.quantities["change"].high) == pytest.approx(np.sqrt(2 - 2 * correlation) * np.log(2), rel=0.02)
    for year in ("earlier", "later"):
        assert np.log(found.quantities[year].high) == pytest.approx(np.log(2), rel=0.02)


def test_cluster_factors_are_drawn_evenly_on_the_log_scale():
    """The log ratio is normal with F times the binomial variance; its quantile over an even grid of log F."""
    found = bias_analysis((200, 200), (200, 200), seed=4, priors=CERTAIN, factors=[1.0, 100.0], draws=200_000)
    spread = np.sqrt(np.exp(np.linspace(0, np.log(100), 2001)) * 2 / 200)
    end = optimize.brentq(lambda x: stats.norm.cdf(x / spread).mean() - 0.975, 0, 10)
    assert np.log(found.quantities["later"].high) == pytest.approx(end, rel=0.02)
