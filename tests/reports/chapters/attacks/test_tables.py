"""Rounded tables say what the results say."""

from dataclasses import replace

import pytest

from turningpoint.its import Specification, analyse, by_model, by_window_start
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import tables

KABUL = Specification(("2021-08",), errors="hac:6")


@pytest.fixture
def result(pakistan):
    return pakistan[0]


def test_a_window_without_a_result_shows_its_problem():
    windows = by_window_start(load_outcome("events"), KABUL, starts=("2015-01", "2018-01", "2021-06"), end="2024-12")
    table = tables.comparison_table(windows, {"window_start": "Starts"})
    assert table["Starts"].tolist() == ["2015-01", "2018-01", "2021-06"]
    assert table.loc[2, "Level ratio"] == "–"
    assert "2 usable points before" in table.loc[2, "Problem"]
    assert table.loc[0, "Level ratio"].startswith("1.91 (")


def test_diagnostics_are_rounded(result):
    table = tables.diagnostics_table(result).set_index("Diagnostic")["Value"]
    assert table["Curvature of the pre-trend: z"] == f"{result.diagnostics.curvature.z:.2f}"


def test_effects_stand_beside_their_intervals(result):
    table = tables.effects_table(result).set_index("Effect")
    level = result.effect("level_ratio")
    assert table.loc["Level ratio, August 2021", "Estimate"] == f"{level.estimate:.2f}"
    assert table.loc["Level ratio, August 2021", "95% interval"] == f"{level.low:.2f} to {level.high:.2f}"
    excess = result.effect("expected_excess", horizon=12)
    assert table.loc["Expected excess, 12 months", "Estimate"] == f"{excess.estimate:,.0f} events"
    assert table.loc["Relative excess, 41 months", "Estimate"].endswith("%")
    assert "Ratio of the means in month 24" in table.index


def test_models_leave_out_what_is_the_same_in_every_row(result):
    models = by_model(result.outcome, KABUL, models=(("poisson", "independent"), ("poisson", "hac:1")))
    table = tables.comparison_table(models, {"likelihood": "Likelihood", "errors": "Errors"})
    assert table.columns.tolist() == ["Likelihood", "Errors", "Level ratio", "Slope ratio", "Relative excess"]


def test_the_conventional_fit_stands_behind_each_effect_it_has(result):
    measured = analyse(result.outcome, Specification(("2021-08",)))
    table = tables.effects_table(measured, result).set_index("Effect")
    level = result.level
    beside = table["Conventional (95% interval)"]
    assert beside["Level ratio, August 2021"] == f"{level.estimate:.2f} ({level.low:.2f} to {level.high:.2f})"
    assert beside["Observed excess, 41 months"] == "–"
    assert table.loc["Observed excess, 41 months", "Estimate"].endswith(" events")


def test_the_reports_own_model_is_marked_and_models_are_named_by_their_method(result):
    models = by_model(result.outcome, KABUL, models=(("negative-binomial", "hac:6"), ("poisson", "hac:1")))
    table = tables.models_table(models, result)
    assert table["Model"].tolist() == [
        "Negative binomial, HAC lag 6, normal quantile (this report)",
        "Poisson, HAC lag 1, normal quantile",
    ]
    bent = replace(result, specification=replace(KABUL, errors="calibrated", pre_trend="adaptive"))
    assert not tables.models_table(models, bent)["Model"].str.contains("this report").any()


def test_a_measured_outcome_has_changes_where_counts_have_ratios(result):
    asked = replace(KABUL, likelihood="gaussian")
    measured = analyse(replace(result.outcome, unit="price"), asked)
    windows = by_window_start(measured.outcome, asked, starts=("2015-01", "2018-01"), end="2024-12")
    table = tables.comparison_table(windows, {"window_start": "Starts"})
    assert {"Level change", "Slope change", "Expected excess"} <= set(table.columns)
    assert not table.columns.str.contains("ratio").any()
    effects = tables.effects_table(measured).set_index("Effect")
    assert effects.loc["Level change, August 2021", "Estimate"].endswith(" price")
    assert "Change of the means in month 24" in effects.index


def test_the_caption_of_the_effects_names_what_stands_behind(result):
    assert "Conventional: negative binomial, HAC lag 6" in tables.effects_caption(result, result)
    assert "Conventional" not in tables.effects_caption(result, None)
