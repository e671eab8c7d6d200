"""From outcome to effects in one call, on the embedded data."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.its.examples import MONTHS, WHEN, measured, with_draws, without_level
from turningpoint.its import Specification, analyse, analyse_design, effects
from turningpoint.its.analysis import in_one_sentence
from turningpoint.its.effects.effect import Effect
from turningpoint.outcome import Outcome, load_outcome, own_outcome
from turningpoint.sources import read_series
from turningpoint.spans import Span

KABUL = Specification(("2021-08",), errors="hac:6")


@pytest.fixture(scope="module")
def default():
    return analyse(load_outcome("events", start="2015-01", end="2024-12"), KABUL)


def test_the_default_edition_gives_the_ratios_of_the_plan(default):
    """METHODS: from 2015, level and slope ratio about 1.9 and 1.7, the pre-trend's z above 5."""
    assert round(default.effect("level_ratio").estimate, 1) == 1.9
    assert round(default.slope.estimate, 1) == 1.7
    assert default.diagnostics.curvature.z > 5


def test_without_the_exchanges_with_india_the_level_ratio_is_larger():
    without = analyse(load_outcome("events_without_india", start="2015-01", end="2024-12"), KABUL)
    assert round(without.effect("level_ratio").estimate, 1) == 2.5


def test_the_frame_holds_series_fit_and_counterfactual(default):
    frame = default.to_frame().set_index("period")
    assert frame.loc["2021-07", "phase"] == "before"
    assert frame.loc["2021-08", "phase"] == "after"
    assert np.isnan(frame.loc["2021-07", "counterfactual"])
    ratio = frame.loc["2021-08", "fitted"] / frame.loc["2021-08", "counterfactual"]
    assert ratio == pytest.approx(default.effect("level_ratio").estimate)
    after = frame[frame["phase"] == "after"]
    excess = (after["fitted"] - after["counterfactual"]).sum()
    assert excess == pytest.approx(default.effect("expected_excess").estimate)
    assert (after["counterfactual_low"] < after["counterfactual"]).all()


def test_effects_are_found_by_name_and_horizon(default):
    assert default.effect("expected_excess").horizon == 41
    assert default.effect("expected_excess", horizon=12).horizon == 12
    with pytest.raises(KeyError, match="not among"):
        default.effect("slope_ratio_per_period")


def test_a_design_without_a_ramp_has_no_slope():
    flat = analyse(load_outcome("events", start="2015-01"), Specification(("2021-08",), ramp=False))
    assert flat.slope is None


def test_the_summary_never_gives_the_ratio_without_the_verdict_on_the_pre_trend(default):
    level = default.effect("level_ratio")
    sentence = default.summary()
    assert f"{level.estimate:.1f} times" in sentence
    assert f"{level.low:.1f} to {level.high:.1f}" in sentence
    assert default.diagnostics.curvature.summary() in sentence


def test_the_summary_of_a_bending_course_does_not_speak_of_a_line(default):
    bending = analyse(default.outcome, replace(KABUL, errors="calibrated", pre_trend="adaptive"))
    assert "was not straight" in bending.summary()
    assert "which the model allows for" in bending.summary()
    assert "puts the line in doubt" in default.summary()


def test_a_design_that_is_built_already_gives_the_same(default):
    again = analyse_design(default.outcome, default.design, KABUL)
    assert again.effects == default.effects


@pytest.fixture(scope="module")
def gaussian():
    outcome = Outcome("deaths", "deaths", "deaths per month", "simulation", "", MONTHS, measured(start=400))
    return analyse(outcome, Specification((WHEN,), likelihood="gaussian", errors="ar1-reml", harmonics=0))


def test_a_gaussian_outcome_has_changes_in_its_unit(gaussian):
    assert (gaussian.level.name, gaussian.level.unit) == ("level_change", "deaths per month")
    assert (gaussian.slope.name, gaussian.slope.unit) == ("slope_change_per_year", "deaths per month per year")
    assert gaussian.effect("expected_excess").unit == "deaths"
    assert gaussian.level.estimate == pytest.approx(gaussian.fit.coefficients[2])


def test_the_level_of_counts_is_their_ratio(default):
    assert default.level == default.effect("level_ratio")


def test_the_level_is_that_of_the_first_intervention():
    outcome = Outcome("deaths", "deaths", "deaths per month", "simulation", "", MONTHS, measured())
    specification = Specification(("2019-01", WHEN), likelihood="gaussian", errors="independent", harmonics=0)
    found = analyse(outcome, specification)
    assert (found.level.when, found.slope.when) == ("2019-01", "2019-01")


def test_the_frame_of_a_gaussian_outcome_adds_up(gaussian):
    frame = gaussian.to_frame()
    after = frame[frame["phase"] == "after"]
    excess = (after["fitted"] - after["counterfactual"]).sum()
    assert excess == pytest.approx(gaussian.effect("expected_excess").estimate)
    middle = (after["counterfactual_low"] + after["counterfactual_high"]) / 2
    np.testing.assert_allclose(middle, after["counterfactual"])


def test_the_frame_takes_the_quantiles_of_draws(gaussian):
    drawn = replace(gaussian, fit=with_draws(gaussian.fit))
    last = drawn.to_frame().iloc[-1]
    means = drawn.fit.draws @ gaussian.design.counterfactual[-1]
    assert [last["counterfactual_low"], last["counterfactual_high"]] == pytest.approx(
        np.quantile(means, [0.025, 0.975])
    )


def test_a_model_that_could_not_hold_every_term_has_a_frame_and_a_summary(gaussian):
    fit = without_level(gaussian.fit)
    dropped = replace(gaussian, fit=fit, effects=tuple(effects(fit, unit="deaths", unit_of_value="deaths per month")))
    frame = dropped.to_frame()
    assert frame["counterfactual_low"].isna().all()
    assert frame["counterfactual"].notna().sum() == 36
    assert "more than expected" in dropped.summary()


def test_the_summary_of_a_gaussian_outcome_speaks_of_more_or_less(gaussian):
    sentence = gaussian.summary()
    assert (
        f"In {WHEN} itself {gaussian.level.estimate:.1f} deaths per month more than expected (95% interval" in sentence
    )
    assert "deaths more in total than expected" in sentence
    assert gaussian.diagnostics.curvature.summary() in sentence


def test_observed_excess_is_found_at_every_horizon(default):
    after = np.where(default.design.post, 15.0, np.nan) * np.ones((200, 1))
    found = effects(replace(default.fit, untouched=after), horizons=[12, 24])
    assert [e.horizon for e in found if e.name == "observed_excess"] == [12, 24, 41]


RATIO = Effect("level_ratio", "jump", 1.87, 1.21, 2.9, 0.95, "ratio", "a method", "2021-01")
SHARE = Effect("relative_excess", "share", 3.9, 1.7, 8.0, 0.95, "share", "a method", "2021-01", horizon=36)
CHANGE = replace(RATIO, name="level_change", estimate=3.14, low=-0.2, high=6.48, unit="deaths per month")
EXCESS = replace(SHARE, name="expected_excess", estimate=-1120.0, low=-2010.0, high=-230.0, unit="deaths")


def test_ratios_are_times():
    assert in_one_sentence(RATIO, SHARE, period="month") == (
        "In 2021-01 itself 1.9 times the expected number (95% interval 1.2 to 2.9); over the 36 months from then on, "
        "4.9 times the expected total (2.7 to 9.0)."
    )


def test_changes_are_more_or_less_without_a_sign():
    assert in_one_sentence(CHANGE, EXCESS, period="month") == (
        "In 2021-01 itself 3.1 deaths per month more than expected (95% interval 0.2 less to 6.5 more); over the 36 "
        "months from then on, 1,120 deaths less in total than expected (230 to 2,010 less)."
    )


def test_open_ends_are_said():
    assert "no lower limit to 6.5" in in_one_sentence(replace(CHANGE, low=None), EXCESS, period="month")


def test_a_pandas_series_is_analysed_as_its_outcome():
    outcome = load_outcome("events", start="2015-01", end="2024-12")
    choices = Specification(interventions=("2021-08",), likelihood="poisson", errors="independent", harmonics=2)
    expected = analyse(outcome, choices)
    for index in (outcome.times, outcome.times.to_timestamp()):
        found = analyse(pd.Series(outcome.values, index=index, name="attacks"), choices)
        np.testing.assert_array_equal(found.fit.coefficients, expected.fit.coefficients)
    assert found.effect("expected_excess").unit == "attacks"
    measured = analyse(pd.Series(outcome.values, outcome.times, name="price"), replace(choices, likelihood="gaussian"))
    assert measured.level.unit == "price"


def test_the_table_of_a_fit_says_where_sums_are_and_is_as_before_without():
    outcome = load_outcome("events", start="2015-01", end="2024-12")
    choices = Specification(interventions=("2021-08",), likelihood="poisson", errors="independent", harmonics=2)
    result = analyse(outcome, choices)
    plain = result.to_frame()
    assert plain.columns.tolist()[-1] == "phase"
    summed = replace(outcome, spans=(Span((0, 1, 4), 30.0),), values=np.r_[np.nan, np.nan, outcome.values[2:]])
    frame = replace(result, outcome=summed).to_frame()
    assert frame.columns.tolist() == [*plain.columns, "sum", "mean_of_sum"]
    assert frame["mean_of_sum"].tolist()[:6] == pytest.approx([10, 10, np.nan, np.nan, 10, np.nan], nan_ok=True)
    assert frame["sum"].tolist()[:6] == [1, 1, 0, 0, 1, 0]


def test_a_recent_window_starts_where_it_cuts_no_sum(monkeypatch):
    path = Path(__file__).parents[1] / "golden" / "picss_spans" / "observations.csv"
    outcome = own_outcome(read_series(path, time="months", outcome="attacks"))
    monkeypatch.setattr("turningpoint.its.analysis.analyse_design", lambda part, *_, **__: part)
    part = analyse(outcome, Specification(("2021-08",), pre_trend="recent:36"))
    assert part.labels[0] == "2019-01"  # the months around 2018-08 are known only together with December
    assert part.spans == outcome.window("2019-01", "").spans
