"""Titles, captions and rounded tables say what the results say."""

import numpy as np
import pytest

from analysis.its import Specification, analyse, by_model, by_window_start, influence
from analysis.outcome import load_outcome
from analysis.reports import attack_figures

KABUL = Specification(("2021-08",))


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("events", start="2015-01", end="2024-12"), KABUL)


@pytest.fixture(scope="module")
def windows():
    return by_window_start(load_outcome("events"), KABUL, starts=("2015-01", "2018-01", "2021-01"), end="2024-12")


def test_the_title_follows_the_rule_of_the_bottom_line(result, windows):
    title = attack_figures.series_title(result, windows, "August 2021")
    assert "ran above a straight continuation" in title
    assert "itself not straight" in title
    minority = windows.assign(relative_excess_low=[0.2, -0.1, -0.1])
    assert "cannot be told from" in attack_figures.series_title(result, minority, "August 2021")


def test_the_alternative_text_gives_the_numbers_that_are_drawn(result):
    text = attack_figures.series_alt(result, "August 2021")
    assert f"{np.nanmax(result.outcome.values[:79]):.0f}, after" in text
    assert f"ends at {result.fit.mean[-1]:,.0f}" in text


def test_a_window_without_a_result_shows_its_problem(windows):
    table = attack_figures.comparison_table(windows, {"window_start": "Starts"})
    assert table["Starts"].tolist() == ["2015-01", "2018-01", "2021-01"]
    assert table.loc[2, "Level ratio"] == "–"
    assert "7 usable points before" in table.loc[2, "Problem"]
    assert table.loc[0, "Level ratio"].startswith("1.91 (")


def test_windows_are_described_by_their_range(windows):
    assert "from 1.15 to 1.91 times" in attack_figures.windows_title(windows)
    assert "2018-01: 1.15" in attack_figures.windows_alt(windows)
    assert "2021-01" not in attack_figures.windows_alt(windows)


def test_diagnostics_and_influence_are_rounded(result):
    table = attack_figures.diagnostics_table(result).set_index("Diagnostic")["Value"]
    assert table["Curvature of the pre-trend: z"] == f"{result.diagnostics.curvature.z:.2f}"
    months = influence(result.fit, top=2)
    assert attack_figures.influence_table(months)["Period"].tolist() == months["period"].tolist()


def test_the_caption_names_source_and_method(result):
    caption = attack_figures.series_caption(result)
    assert "UCDP GED 25.1" in caption
    assert "HAC lag 6" in caption


def test_effects_stand_beside_their_intervals(result):
    table = attack_figures.effects_table(result).set_index("Effect")
    level = result.effect("level_ratio")
    assert table.loc["Level ratio, August 2021", "Estimate"] == f"{level.estimate:.2f}"
    assert table.loc["Level ratio, August 2021", "95% interval"] == f"{level.low:.2f} to {level.high:.2f}"
    excess = result.effect("expected_excess", horizon=12)
    assert table.loc["Expected excess, 12 months", "Estimate"] == f"{excess.estimate:,.0f} events"
    assert table.loc["Relative excess, 41 months", "Estimate"].endswith("%")
    assert "Ratio of the means in month 24" in table.index


def test_models_leave_out_what_is_the_same_in_every_row(result):
    models = by_model(result.outcome, KABUL, models=(("poisson", "independent"), ("poisson", "hac:1")))
    table = attack_figures.comparison_table(models, {"likelihood": "Likelihood", "errors": "Errors"})
    assert table.columns.tolist() == ["Likelihood", "Errors", "Level ratio", "Slope ratio", "Relative excess"]
