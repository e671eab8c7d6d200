"""How far a fit can be trusted, in words."""

from dataclasses import replace

import numpy as np

from tests.its.spans_series import half_years, picss
from tests.reports.simulated import simulated
from turningpoint.its import Specification, analyse
from turningpoint.reports.chapters.attacks import fit_quality

KABUL = Specification(("2021-08",), errors="hac:6")
CALIBRATED = Specification(("2021-08",))


def test_a_bent_course_is_called_so_and_a_straight_one_is_not_proven():
    bent = fit_quality.pre_trend(analyse(simulated(bend=0.08), KABUL), "the date")
    assert "**not straight**" in bent
    straight = fit_quality.pre_trend(analyse(simulated(), KABUL), "the date")
    assert "not rejected" in straight
    assert "does not prove" in straight


def test_memory_that_the_errors_ignore_is_said_to_make_intervals_too_narrow(pakistan):
    result, _ = pakistan
    independent = analyse(result.outcome, replace(KABUL, errors="independent"))
    assert "too narrow" in fit_quality.memory(independent)
    assert "HAC covariance (lag 6)" in fit_quality.memory(result)
    assert "No memory is found" in fit_quality.memory(analyse(simulated(), KABUL))


def test_a_model_with_a_memory_is_judged_by_what_it_did_not_foresee(calibrated):
    sentence = fit_quality.memory(calibrated[0])
    assert sentence.startswith("The model's one-step errors")
    assert "No further memory is found" in sentence


def test_the_noise_of_a_calibrated_fit_is_told_as_a_factor_or_in_the_unit(pakistan, calibrated):
    (result, _), (calibrated, *_) = pakistan, calibrated
    sentence = fit_quality.noise(calibrated)
    assert f"by a factor of {np.exp(calibrated.fit.noise['sigma']):.2g};" in sentence
    assert f"correlation of {calibrated.fit.noise['rho']:.2f} from one month" in sentence
    measured = analyse(result.outcome, replace(CALIBRATED, likelihood="gaussian"))
    assert "events per month; of the variance" in fit_quality.noise(measured)
    assert fit_quality.noise(result) == ""
    told = fit_quality.fit_messages(calibrated)
    assert "iterations" not in told
    assert all(message in told for message in calibrated.fit.messages)


def test_memory_that_a_model_of_the_errors_leaves_puts_its_intervals_in_doubt():
    """A season left out is memory that an AR(1) cannot hold."""
    outcome = replace(simulated(), values=simulated().values + 20 * np.sin(np.pi * np.arange(120) / 6))
    gaussian = replace(KABUL, likelihood="gaussian", harmonics=0, errors="ar1-reml")
    assert "**in doubt**" in fit_quality.memory(analyse(outcome, gaussian))


def test_the_messages_of_a_fit_reach_the_reader():
    outcome = simulated()
    even = replace(outcome, values=np.tile([20.0, 21.0], 60))
    assert "No overdispersion was found" in fit_quality.fit_messages(analyse(even, KABUL))
    transition = fit_quality.fit_messages(analyse(outcome, replace(KABUL, transition=2)))
    assert "2 months of transition" in transition


def test_only_a_fit_that_iterates_is_said_to_have_converged(pakistan):
    outcome = pakistan[0].outcome
    for likelihood, errors, iterates in [
        ("gaussian", "independent", False),
        ("gaussian", "hac:6", False),
        ("gaussian", "calibrated", False),
        ("gaussian", "ar1-reml", True),
        ("poisson", "independent", True),
        ("negative-binomial", "hac:6", True),
    ]:
        fitted = analyse(outcome, replace(KABUL, likelihood=likelihood, errors=errors))
        assert ("The iterations converged." in fit_quality.fit_messages(fitted)) is iterates, (likelihood, errors)
    failed = replace(pakistan[0], fit=replace(pakistan[0].fit, converged=False))
    assert "**did not converge**" in fit_quality.fit_messages(failed)


def test_a_course_that_may_bend_is_not_said_to_lean_on_a_line():
    bent = analyse(simulated(bend=0.08), replace(CALIBRATED, pre_trend="adaptive"))
    sentence = fit_quality.pre_trend(bent, "the date")
    assert "**not straight**" in sentence
    assert "lets it bend" in sentence
    assert "straight line" not in sentence


def test_a_suggested_bend_is_not_called_bent():
    analyses = (analyse(simulated(bend=0.02, seed=seed), KABUL) for seed in range(50))
    found = next(one for one in analyses if one.diagnostics.curvature.verdict == "bend suggested")
    sentence = fit_quality.pre_trend(found, "the date")
    assert "**suggested**" in sentence
    assert "not straight" not in sentence


def test_beside_sums_single_months_are_named_wherever_they_alone_are_used():
    result = analyse(picss(), replace(KABUL, likelihood="quasi-poisson", errors="independent"))
    assert "curvature test on 29 single periods, sums over several left out: z" in fit_quality.pre_trend(result, "it")
    assert "83 single periods; 8 sums over several are left out." in fit_quality.memory(result)
    assert fit_quality.fit_messages(result).startswith("Fitted to 91 points, 8 of them sums over several months: quasi")
    halves = analyse(half_years(), replace(KABUL, likelihood="quasi-poisson", errors="independent"))
    assert fit_quality.memory(halves) == halves.diagnostics.note
    assert "could not be tested: it needs 12 single periods" in fit_quality.pre_trend(halves, "it")
    assert "Left out of the season: sin_1, cos_1, sin_2, cos_2." in fit_quality.fit_messages(halves)
