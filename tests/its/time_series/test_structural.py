"""The structural model: the seat-belt law, statsmodels' smoother, holes, draws, and what is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests.its.arima_series import HOLES, LAW, design_of, drivers, seat_belt_columns
from turningpoint.errors import FitError
from turningpoint.its import Specification, build_design
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.time_series import structural
from turningpoint.its.time_series.differencing import differenced
from turningpoint.its.time_series.local_level import Wandering
from turningpoint.its.time_series.structural import continued, fit_structural


@pytest.fixture(scope="module")
def law():
    """The published model: a level that wanders, a fixed season, the law and the petrol price."""
    values = drivers(logarithm="log")
    return fit_structural(values, design_of(values, seat_belt_columns("step", "log_petrol", "months")))


def test_the_law_lowers_the_drivers_killed_or_seriously_injured_as_published(law):
    """-0.2377 with a season that wanders by next to nothing (R's statespacer, after Commandeur & Koopman 2007).

    Harvey & Durbin (1986) found 23% fewer.
    """
    frame = law.to_frame().set_index("term")
    assert frame.loc["step", "estimate"] == pytest.approx(-0.2377374, abs=3e-4)
    assert 1 - np.exp(frame.loc["step", "estimate"]) == pytest.approx(0.23, abs=0.02)
    assert frame.loc["step", "high"] < 0
    assert law.converged


def test_estimates_are_those_of_an_exactly_diffuse_filter_at_its_maximum(law):
    model = sm.tsa.UnobservedComponents(
        law.values, "llevel", exog=law.design.matrix, mle_regression=False, use_exact_diffuse=True
    )
    theirs = [law.noise["sigma"] ** 2, law.noise["level_sigma"] ** 2]
    smoothed = model.smooth(theirs)
    np.testing.assert_allclose(law.coefficients, smoothed.smoothed_state[1:, -1], rtol=1e-5)
    conditional = np.sqrt(np.diag(smoothed.smoothed_state_cov[1:, 1:, -1]))
    # ours add the uncertainty of the ratio of the standard deviations, which is small here
    assert (law.standard_errors >= conditional * (1 - 1e-6)).all()
    np.testing.assert_allclose(law.standard_errors, conditional, rtol=0.05)
    signal = smoothed.smoothed_state[0] + law.design.matrix @ law.coefficients
    np.testing.assert_allclose(law.mean, signal, rtol=1e-6)
    assert model.loglike(theirs) + 14 / 2 * np.log(2 * np.pi) == pytest.approx(law.log_likelihood, rel=1e-7)
    for shift in ([1.02, 1.0], [1.0, 1.05]):
        assert model.loglike(np.array(theirs) * shift) < model.loglike(theirs)


def test_the_counterfactual_lacks_what_the_intervention_adds(law):
    step = law.design.matrix[:, law.design.terms.index("step")]
    estimate = law.coefficients[law.design.terms.index("step")]
    np.testing.assert_allclose(law.mean - law.counterfactual_mean, step * estimate, atol=1e-12)


def test_terms_of_the_level_are_dropped_and_named(law):
    assert "intercept" not in law.design.terms
    assert any("intercept" in message and "local level" in message for message in law.messages)
    assert any("A local level was fitted" in message for message in law.messages)


def test_residuals_are_innovations_without_memory(law):
    seen = np.isfinite(law.residuals)
    assert np.std(law.residuals[seen]) == pytest.approx(1, abs=0.05)
    innovations = law.residuals[seen]
    assert abs(np.corrcoef(innovations[1:], innovations[:-1])[0, 1]) < 2 / np.sqrt(len(innovations))


@pytest.fixture(scope="module")
def holes():
    values = drivers(holes=True)
    columns = seat_belt_columns("trend", "step", "ramp", "months")
    return fit_structural(values, design_of(values, columns), draws=500, seed=3)


def test_holes_have_a_mean_and_no_residual(holes):
    assert np.isnan(holes.residuals[HOLES]).all()
    assert np.isfinite(holes.mean).all()
    model = sm.tsa.UnobservedComponents(
        holes.values, "llevel", exog=holes.design.matrix, mle_regression=False, use_exact_diffuse=True
    )
    smoothed = model.smooth([holes.noise["sigma"] ** 2, holes.noise["level_sigma"] ** 2])
    np.testing.assert_allclose(
        holes.mean, smoothed.smoothed_state[0] + holes.design.matrix @ holes.coefficients, rtol=1e-5
    )


def test_draws_surround_the_estimates_and_are_wider_than_wald_s(holes):
    assert holes.draws.shape == (500, len(holes.design.terms))
    middle, spread = holes.draws.mean(axis=0), holes.draws.std(axis=0)
    np.testing.assert_allclose(middle, holes.coefficients, atol=0.5 * holes.standard_errors.max())
    at = [holes.design.terms.index(term) for term in ("step", "ramp")]
    assert (spread[at] > 0.95 * holes.standard_errors[at]).all()
    assert (np.abs(middle - holes.coefficients) < 0.5 * holes.standard_errors).all()


def test_untouched_draws_begin_with_the_intervention(holes):
    assert holes.untouched.shape == (500, 192)
    assert np.isnan(holes.untouched[:, :LAW]).all()
    assert np.isfinite(holes.untouched[:, LAW:]).all()
    low, high = np.quantile(holes.untouched, [0.025, 0.975], axis=0)
    width = (high - low)[LAW:]
    assert width[-3:].mean() > width[:3].mean()
    assert np.nanmean(holes.values[LAW:] - holes.untouched[:, LAW:].mean(axis=0)) < -0.05


def test_a_seed_gives_the_same_draws_and_another_others():
    values = drivers()[120:]
    design = design_of(values, {"trend": np.arange(72) - 49.0, "step": (np.arange(72) >= 49) * 1.0}, at=49)
    first, again, other = (fit_structural(values, design, draws=50, seed=seed) for seed in (1, 1, 2))
    for name in ("draws", "untouched"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
        assert not np.array_equal(getattr(first, name)[:, -1], getattr(other, name)[:, -1])
    np.testing.assert_array_equal(first.coefficients, other.coefficients)


def test_a_wandering_slope_takes_the_trend_too():
    random = np.random.default_rng(2)
    n, at = 120, 90
    slope = np.cumsum(0.3 * random.normal(size=n))
    columns = {"trend": np.arange(n) - float(at), "step": (np.arange(n) >= at) * 1.0}
    values = np.cumsum(slope) + random.normal(size=n) + 8 * columns["step"]
    fit = fit_structural(values, design_of(values, columns, at=at), draws=200)
    assert fit.design.terms == ("step",)
    assert fit.noise["slope_sigma"] > 0
    assert any("intercept, trend" in message and "local linear trend" in message for message in fit.messages)
    np.testing.assert_allclose(fit.coefficients[0], 8, atol=3 * fit.standard_errors[0])
    model = sm.tsa.UnobservedComponents(
        values, "lltrend", exog=fit.design.matrix, mle_regression=False, use_exact_diffuse=True
    )
    smoothed = model.smooth([fit.noise[key] ** 2 for key in ("sigma", "level_sigma", "slope_sigma")])
    np.testing.assert_allclose(fit.coefficients[0], smoothed.smoothed_state[2, -1], rtol=1e-6)
    np.testing.assert_allclose(
        fit.mean, smoothed.smoothed_state[0] + fit.design.matrix @ fit.coefficients, rtol=1e-4, atol=1e-3
    )


def test_a_standstill_is_told():
    random = np.random.default_rng(12)
    values = random.normal(size=96)
    values -= 0.3 * np.convolve(values, [0, 1], mode="full")[:96]
    fit = fit_structural(values, design_of(values, {"trend": np.arange(96.0)}), draws=100)
    assert fit.noise["level_sigma"] < 1e-3 * fit.noise["sigma"]
    assert any("level's steps is estimated at zero" in message for message in fit.messages)


def test_a_specification_reaches_it():
    times = pd.period_range("2015-01", periods=96, freq="M")
    specification = Specification(("2020-01",), likelihood="gaussian", errors="structural", seed=7)
    design = build_design(times, specification)
    values = 20 + np.cumsum(np.random.default_rng(1).normal(size=96))
    fit = fit_design(values, design, specification)
    assert fit.errors == "structural"
    other = fit_design(values, design, replace(specification, seed=8))
    assert not np.array_equal(fit.draws, other.draws)


@pytest.mark.parametrize(
    ("values", "message"), [(np.full(40, 3.0), "no noise"), (np.arange(40.0), "without any residual")]
)
def test_a_series_without_noise_is_refused(values, message):
    with pytest.raises(FitError, match=message):
        fit_structural(values, design_of(values, {"trend": np.arange(40.0)}))


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
        values, {"step": (np.arange(N) >= 5) * 1.0, "trend": np.arange(N) - 5.0, "wave": np.sin(np.arange(N))}, at=5
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


def test_a_forecast_whose_time_would_run_away_is_left_out_with_a_sentence(monkeypatch):
    values = drivers(logarithm="log")
    design = build_design(pd.period_range("1969-01", periods=len(values), freq="M"), Specification(("1983-02",)))
    whole = fit_structural(values, design)
    monkeypatch.setattr(structural, "MOST_AHEAD", 10)
    fit = fit_structural(values, design)
    assert whole.untouched is not None
    assert fit.untouched is None
    assert "over 23 periods; 10 are the most. Sum the values over weeks or months" in " ".join(fit.messages)
    np.testing.assert_array_equal(fit.coefficients, whole.coefficients)
