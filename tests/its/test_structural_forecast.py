"""The course without the interventions: the forecast of a Kalman filter, with what it cannot know."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.its.differenced import differenced
from analysis.its.structural_forecast import continued
from analysis.its.wandering import Wandering
from tests.its.arima_series import design_of

N, AT = 84, 60


def simulated(seed=0, *, level=0.3, effect=5.0):
    random = np.random.default_rng(seed)
    t = np.arange(N)
    values = np.cumsum(level * random.normal(size=N)) + random.normal(size=N) + 0.02 * t + effect * (t >= AT)
    columns = {"trend": t - float(AT), "step": (t >= AT) * 1.0, "wave": np.sin(np.pi * t / 6)}
    return values, design_of(values, columns, at=AT)


def test_draws_match_a_kalman_filter_where_the_ratio_is_known(monkeypatch):
    """One ratio, one scale: mean and covariance of the forecast, coefficients unknown and diffuse in both."""
    values, design = simulated()
    angle = np.array([0.3])

    def known(self, draws, random):
        yield angle, np.ones(draws)

    monkeypatch.setattr(Wandering, "sample", known)
    found, _ = continued(values, design, 40_000, 1)
    scale = differenced(values[:AT], design.before(), np.array([1.0, -1.0])).scale
    keep = [design.terms.index(term) for term in ("trend", "wave")]
    exog = design.matrix[:, keep]
    model = sm.tsa.UnobservedComponents(
        values[:AT], "llevel", exog=exog[:AT], mle_regression=False, use_exact_diffuse=True
    )
    shares = scale**2 * np.array([np.cos(angle[0]), np.sin(angle[0])]) ** 2
    forecast = model.smooth(shares).get_forecast(N - AT, exog=exog[AT:])
    np.testing.assert_allclose(found[:, AT:].mean(axis=0), forecast.predicted_mean, atol=0.05)
    np.testing.assert_allclose(found[:, AT:].std(axis=0), forecast.se_mean, rtol=0.02)


def test_nothing_after_the_intervention_enters():
    values, design = simulated()
    first, _ = continued(values, design, 100, 3)
    changed, _ = continued(np.where(np.arange(N) >= AT, 1e4, values), design, 100, 3)
    np.testing.assert_array_equal(first, changed)


def test_about_nineteen_in_twenty_sums_lie_within_their_interval():
    """60 months before, 24 after, a ratio of 0.3, which the forecast does not know."""
    inside = []
    for seed in range(40):
        values, design = simulated(seed, effect=0.0)
        found, _ = continued(values, design, 400, seed)
        low, high = np.quantile(found[:, AT:].sum(axis=1), [0.025, 0.975])
        inside.append(low < values[AT:].sum() < high)
    assert np.mean(inside) >= 0.85


def test_the_model_is_named_and_a_column_that_is_not_seen_before_is_left_at_zero():
    values, design = simulated()
    _, messages = continued(values, design, 20, 0)
    assert any("local level" in message for message in messages)
    late = design.with_column("late", (np.arange(N) >= 70) * 1.0)
    found, messages = continued(values, late, 100, 3)
    assert any("late at zero" in message for message in messages)
    np.testing.assert_allclose(found, continued(values, design, 100, 3)[0])


def test_a_pre_period_that_is_too_short_gives_no_forecast_and_says_so():
    values, design = simulated()
    design = design_of(
        values,
        {"step": (np.arange(N) >= 5) * 1.0, "trend": np.arange(N) - 5.0, "wave": np.sin(np.arange(N))},
        at=5,
    )
    found, messages = continued(values, design, 20, 0)
    assert found is None
    assert "cannot be continued alone" in messages[0]


def test_a_pre_period_without_noise_gives_no_forecast_and_says_so():
    values, design = simulated()
    found, messages = continued(np.where(np.arange(N) < AT, 4.0, values), design, 20, 0)
    assert found is None
    assert "no noise" in messages[0]


@pytest.mark.parametrize("draws", [1, 7])
def test_as_many_draws_as_asked_for(draws):
    values, design = simulated()
    assert continued(values, design, draws, 0)[0].shape == (draws, N)
