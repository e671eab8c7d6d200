"""Parameters become a specification, and results are recorded under stable ids."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.spans_series import half_years, picss
from tests.reports.chapters.attacks.test_certificates import CERTIFICATE
from turningpoint.its import Specification, analyse, by_window_start
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import companion_fits, records
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.spans import Span

KABUL = Specification(("2021-08",))
UCDP = table_info("ucdp_ged_country_month")


@pytest.fixture
def result(calibrated):
    return calibrated[0]


def test_the_promised_ids_are_recorded_unrounded(result, recorded):
    records.record_analysis(result)
    found = recorded()
    promised = {
        "attacks.level_ratio": "level_ratio",
        "attacks.slope_ratio_per_year": "slope_ratio_per_year",
        "attacks.expected_excess": "expected_excess",
        "attacks.relative_excess": "relative_excess",
        "attacks.observed_excess": "observed_excess",
    }
    for id, name in promised.items():
        effect = result.effect(name)
        assert (found[id]["estimate"], found[id]["low"], found[id]["high"]) == (
            effect.estimate,
            effect.low,
            effect.high,
        )
        assert found[id]["window"] == "2015-01 to 2024-12"
        assert found[id]["source"] == UCDP.short_title
    for name in ("noise_sigma", "noise_share", "noise_rho"):
        assert found[f"attacks.{name}"]["estimate"] == result.fit.noise[name.removeprefix("noise_")]
    assert found["attacks.pre_trend_curvature"]["estimate"] == result.diagnostics.curvature.z


def test_the_unnumbered_excess_is_that_of_the_horizon_asked_for(result, recorded):
    records.record_analysis(result, horizon=12)
    found = recorded()
    assert found["attacks.expected_excess"]["estimate"] == result.effect("expected_excess", horizon=12).estimate
    assert "attacks.expected_excess.horizon_41" in found


def test_a_comparison_is_recorded_row_by_row_and_rows_without_result_are_left_out(result, recorded):
    whole = load_outcome("events")
    windows = by_window_start(whole, result.specification, starts=("2015-01", "2021-06"), end="2024-12")
    records.record_comparison(windows, result, by=("window_start",), prefix="attacks.window_start")
    found = recorded()
    assert found["attacks.window_start.2015_01.level_ratio"]["estimate"] == result.effect("level_ratio").estimate
    assert not any("2021_06" in id for id in found)


def test_the_conventional_effects_stand_behind_the_same_names(result, recorded):
    beside = companion_fits.conventional(result)
    records.record_effects(beside, behind=".conventional")
    found = recorded()
    assert found["attacks.level_ratio.conventional"]["estimate"] == beside.level.estimate
    assert "HAC lag 6" in found["attacks.level_ratio.conventional"]["method"]
    excess = beside.effect("expected_excess", horizon=12)
    assert found["attacks.expected_excess.horizon_12.conventional"]["high"] == excess.high


def test_the_certificate_is_recorded_with_its_reason_and_the_conventional_coverage(result, recorded):
    refused = replace(CERTIFICATE, reason="Too little was observed.")
    records.record_certificate(refused, result)
    found = recorded()
    own = found["certificate.coverage_level_change"]
    assert (own["estimate"], own["low"], own["high"], own["confidence"]) == (0.9489, None, None, None)
    assert found["certificate.coverage_first_year"]["estimate"] == 0.97
    assert (own["certified"], own["reason"], own["slope_coverage"]) == (False, "Too little was observed.", 0.955)
    assert found["certificate.type_one_error"]["estimate"] == 0.052
    beside = found["certificate.coverage_level_change.conventional"]
    assert (beside["estimate"], beside["method"].split(";")[0]) == (0.81, "negative binomial, HAC lag 6")


def test_a_measured_outcome_is_recorded_in_its_unit(result, recorded):
    asked = replace(result.specification, likelihood="gaussian", errors="independent")
    whole = replace(load_outcome("events"), unit="price")
    windows = by_window_start(whole, asked, starts=("2015-01", "2016-01"), end="2024-12")
    measured = analyse(whole.window("2015-01", "2024-12"), asked)
    records.record_comparison(windows, measured, by=("window_start",), prefix="attacks.window_start")
    records.record_counts(measured.outcome, "2021-08")
    found = recorded()
    assert found["attacks.window_start.2016_01.slope_change"]["unit"] == "price per year"
    assert found["attacks.window_start.2016_01.level_change"]["unit"] == "price"
    assert found["attacks.counted_before"]["estimate"] == measured.outcome.values[67:79].mean()


def test_the_counts_of_the_headline_are_recorded(result, recorded):
    records.record_counts(result.outcome, "2021-08")
    found = recorded()
    values = result.outcome.values
    assert found["attacks.counted_before"]["estimate"] == values[67:79].sum()
    assert found["attacks.counted_after"]["estimate"] == values[79:91].sum()


def test_tests_that_do_not_apply_to_sums_are_not_recorded(recorded):
    independent = replace(KABUL, likelihood="quasi-poisson", errors="independent")
    records.record_analysis(analyse(half_years(), independent))
    records.record_analysis(analyse(picss(), independent), prefix="months_and_sums")
    found = recorded()
    assert not {"attacks.ljung_box_p", "attacks.residual_autocorrelation"} & set(found)
    assert {"months_and_sums.ljung_box_p", "months_and_sums.residual_autocorrelation"} <= set(found)
    assert (
        "29 single periods, sums over several left out before" in found["months_and_sums.pre_trend_curvature"]["method"]
    )


def test_answers_are_recorded_under_their_ids_with_their_sentence(result, recorded):
    records.record_answers(result)
    found = recorded()
    for answer in result.answers:
        kept = found[f"attacks.{answer.name}"]
        assert (kept["estimate"], kept["low"], kept["high"]) == (answer.estimate, answer.low, answer.high)
        assert kept["summary"] == answer.summary()
    low = found["attacks.low_point"]
    assert low["estimate"] == result.answer("low_point").estimate
    shares = [value for name, value in low.items() if name.startswith("probability_")]
    assert sum(shares) == pytest.approx(1.0)
    assert found["attacks.effect.months_12"]["estimate"] == 1 + result.effect("relative_excess", horizon=12).estimate
    assert found["attacks.before_after.months_12"]["observed"] == result.answer("before_after.months_12").observed > 1


def counted_by_year(recorded, prefix="attacks"):
    start = f"{prefix}.counted_in_"
    return {id.removeprefix(start): entry["estimate"] for id, entry in recorded().items() if id.startswith(start)}


def test_a_year_is_counted_where_the_window_covers_it_whole(recorded):
    series = load_outcome("events", start="2018-03", end="2021-11")
    records.record_years(series, prefix="attacks.beside.ucdp")
    whole = load_outcome("events", start="2019-01", end="2019-12")
    found = counted_by_year(recorded, "attacks.beside.ucdp")
    assert list(found) == ["2019", "2020"]
    assert found["2019"] == whole.values.sum()


def test_sums_count_for_a_year_that_holds_them_and_leave_out_one_that_does_not(recorded):
    series = load_outcome("events", start="2018-01", end="2021-12")
    values = series.values.copy()
    inside, across = (12, 13, 14), (35, 36)  # January to March 2019; December 2020 and January 2021
    spans = tuple(Span(places, float(values[list(places)].sum())) for places in (inside, across))
    values[[*inside, *across]] = np.nan
    records.record_years(replace(series, values=values, spans=spans))
    assert counted_by_year(recorded) == {
        "2018": series.values[:12].sum(),
        "2019": series.values[12:24].sum(),
    }


def test_a_year_with_a_missing_month_and_measured_values_have_no_sum(recorded):
    series = load_outcome("events", start="2018-01", end="2019-12")
    values = series.values.copy()
    values[3] = np.nan
    records.record_years(replace(series, values=values))
    assert list(counted_by_year(recorded)) == ["2019"]
    records.record_years(replace(series, unit="price"), prefix="attacks.beside.measured")
    assert counted_by_year(recorded, "attacks.beside.measured") == {}
