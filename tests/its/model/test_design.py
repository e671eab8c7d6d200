"""The design: boundary convention, seasonality, what is refused."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DesignError, ParameterError
from turningpoint.its import Specification, build_design

MONTHS = pd.period_range("2015-01", "2024-12", freq="M")
KABUL = 79


def design(times=MONTHS, interventions=("2021-08",), **choices):
    data = {name: choices.pop(name) for name in ("observed", "exposure", "covariates") if name in choices}
    return build_design(times, Specification(interventions, **choices), **data)


def test_the_intervention_month_is_the_first_post_period_and_its_ramp_is_zero():
    frame = design().to_frame()
    assert frame.loc["2021-07", ["step", "ramp", "trend"]].tolist() == [0, 0, pytest.approx(-1 / 12)]
    assert frame.loc["2021-08", ["step", "ramp", "trend"]].tolist() == [1, 0, 0]
    assert frame.loc["2021-09", ["step", "ramp", "trend"]].tolist() == pytest.approx([1, 1 / 12, 1 / 12])
    assert frame.loc["2022-08", "ramp"] == pytest.approx(1)


def test_terms_are_named_as_documented():
    assert design().terms == ("intercept", "trend", "step", "ramp", "sin_1", "cos_1", "sin_2", "cos_2")
    assert design(harmonics=0, month_indicators=True, ramp=False).terms == (
        "intercept", "trend", "step", *(f"month_{m}" for m in range(2, 13)),
    )  # fmt: skip


def test_several_interventions_carry_their_date_and_their_own_clock():
    both = design(interventions=("2020-03", "2021-08")).to_frame()
    assert [term for term in both if "@" in term] == ["step@2020-03", "ramp@2020-03", "step@2021-08", "ramp@2021-08"]
    assert both.loc["2020-03", "trend"] == 0
    assert both.loc["2021-08", "ramp@2021-08"] == 0
    assert both.loc["2021-08", "ramp@2020-03"] == pytest.approx(17 / 12)


def test_the_counterfactual_is_the_matrix_with_the_intervention_columns_at_zero():
    whole = design(interventions=("2020-03", "2021-08"))
    changed = [i for i, term in enumerate(whole.terms) if term.startswith(("step", "ramp"))]
    assert (whole.counterfactual[:, changed] == 0).all()
    others = [i for i in range(len(whole.terms)) if i not in changed]
    np.testing.assert_array_equal(whole.counterfactual[:, others], whole.matrix[:, others])


def test_a_transition_leaves_out_the_intervention_month_and_those_after_and_before():
    left_out = design(transition=3, transition_before=2)
    assert np.flatnonzero(left_out.transition).tolist() == [KABUL - 2, KABUL - 1, KABUL, KABUL + 1, KABUL + 2]
    np.testing.assert_array_equal(left_out.used, ~left_out.transition)


def test_harmonics_follow_the_calendar_month_whatever_the_window():
    early, late = design().to_frame(), design(MONTHS[7:]).to_frame()
    np.testing.assert_allclose(early.loc["2016-03", ["sin_1", "cos_2"]], late.loc["2016-03", ["sin_1", "cos_2"]])
    assert early.loc["2016-01", "sin_1"] == 0
    assert early.loc["2016-04", "sin_1"] == pytest.approx(1)


def test_six_harmonics_of_months_keep_the_columns_that_differ_from_zero():
    assert "sin_6" not in design(harmonics=6).terms
    assert "cos_6" in design(harmonics=6).terms


def test_six_harmonics_of_weeks_are_all_kept():
    weeks = pd.period_range("2015-01-04", periods=300, freq="W-SUN")
    terms = design(weeks, ("2018-01-07",), harmonics=6).terms
    assert {"sin_6", "cos_6"} <= set(terms)


def test_time_in_periods():
    frame = design(time_unit="period").to_frame()
    assert frame.loc["2021-09", ["trend", "ramp"]].tolist() == [1, 1]


def test_an_index_has_no_years_and_no_seasons():
    times = pd.RangeIndex(1, 61)
    with pytest.raises(ParameterError, match="for an index use 'period'"):
        design(times, ("30",), harmonics=0)
    with pytest.raises(ParameterError, match="no seasons"):
        design(times, ("30",), time_unit="period")
    assert design(times, ("30",), time_unit="period", harmonics=0).positions == (29,)


@pytest.mark.parametrize("when", ["2014-12", "2015-01", "2025-01", "2030-01"])
def test_an_intervention_outside_the_series_is_refused(when):
    with pytest.raises(DesignError, match=f"{when} lies outside the series, which runs from 2015-01 to 2024-12"):
        design(interventions=(when,))


@pytest.mark.parametrize(
    ("when", "message"), [("2015-03", "2 usable points before"), ("2024-11", "2 usable points after.*--no-ramp")]
)
def test_too_few_points_are_counted(when, message):
    with pytest.raises(DesignError, match=message):
        design(interventions=(when,))


def test_points_in_a_transition_or_missing_do_not_count():
    with pytest.raises(DesignError, match="1 usable points after"):
        design(interventions=("2024-07",), transition=5)
    observed = np.ones(len(MONTHS), dtype=bool)
    observed[2:KABUL] = False
    with pytest.raises(DesignError, match="2 usable points before"):
        design(observed=observed)


def test_a_constant_covariate_is_named():
    with pytest.raises(DesignError, match=r"columns intercept, constant depend on each other"):
        design(covariates={"constant": np.full(len(MONTHS), 7.0)})


def test_a_covariate_of_zeros_is_named():
    with pytest.raises(DesignError, match="nothing is zero in every point used"):
        design(covariates={"nothing": np.zeros(len(MONTHS))})


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_a_covariate_that_overflows_is_named_with_its_size(size):
    column = size * np.random.default_rng(2).normal(size=len(MONTHS))
    with pytest.raises(
        DesignError, match=r"column rain is of the size \de[+-]\d+, which overflows. Choose another unit"
    ):
        design(covariates={"rain": column})


def test_a_covariate_that_repeats_the_trend_is_named_with_it():
    with pytest.raises(DesignError, match="trend") as refused:
        design(covariates={"clock": np.arange(len(MONTHS), dtype=float)})
    assert "clock" in str(refused.value)


def test_more_columns_than_points_are_refused():
    covariates = {f"x{i}": np.random.default_rng(i).normal(size=24) for i in range(20)}
    with pytest.raises(DesignError, match="24 points cannot determine"):
        design(MONTHS[:24], ("2016-01",), covariates=covariates)


@pytest.mark.parametrize("interventions", [("2021-08", "2020-03"), ("2021-08", "2021-08")])
def test_interventions_out_of_order_or_repeated_are_refused(interventions):
    with pytest.raises(DesignError, match="in order"):
        design(interventions=interventions)


def test_no_intervention_is_refused():
    with pytest.raises(DesignError, match="no intervention"):
        design(interventions=())


def test_before_is_the_same_design_without_what_came_after():
    before = design(harmonics=1).before()
    assert before.terms == ("intercept", "trend", "sin_1", "cos_1")
    assert before.matrix.shape == (KABUL, 4)


@pytest.mark.parametrize("name", ["step", "trend", "cos_2"])
def test_a_covariate_named_like_a_term_is_refused(name):
    with pytest.raises(DesignError, match=f"may not be named '{name}'"):
        design(covariates={name: np.random.default_rng(1).normal(size=len(MONTHS))})


def test_terms_are_selected_and_those_of_the_intervention_do_not_stay():
    whole = design(harmonics=1)
    assert whole.stays.tolist() == [term not in ("step", "ramp") for term in whole.terms]
    assert whole.select({"ramp", "intercept"}).terms == ("intercept", "ramp")
    np.testing.assert_array_equal(whole.select(["trend"]).matrix, whole.matrix[:, [1]])
    before = whole.before()
    np.testing.assert_array_equal(before.matrix, whole.matrix[:KABUL][:, whole.stays])


def test_a_column_that_cancels_in_every_sum_is_singular_and_not_rounding():
    """A wave of twelve months, summed over whole years: what is left of it are the last digits."""
    months = pd.period_range("2001-01", periods=288, freq="M")
    years = [tuple(range(at, at + 12)) for at in range(0, 288, 12)]
    wave = {"wave": np.sin(2 * np.pi * (np.arange(288) + 0.3) / 12)}
    with pytest.raises(DesignError, match="wave is zero in every point used"):
        build_design(months, Specification(("2013-01",), harmonics=0), spans=years, covariates=wave)


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(DesignError, match="the window holds no period"):
        build_design(MONTHS[:0], Specification(("2021-08",)))
