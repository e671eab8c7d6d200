"""Deaths beside the report's own series: the same model, recorded under ids of their own, no factor borrowed."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import deaths
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import parameters_from, specification_from
from turningpoint.sources import read_country_months
from turningpoint.sources.embedded.catalogue import table_info

UCDP = table_info("ucdp_ged_country_month").short_title


def asked(**given):
    settings = with_series(parameters_from(given))
    return deaths.beside(settings, specification_from(settings))


@pytest.fixture(scope="module")
def found():
    return asked()


@pytest.fixture(scope="module")
def own(calibrated):
    return calibrated[1]


def test_the_series_is_that_of_the_table_inside_the_window(found):
    table = read_country_months().query("iso3 == 'PAK'")
    yearly = table.groupby(table["month"].dt.year)["deaths_best"].sum()
    assert found.by_year == {year: yearly[year] for year in range(2015, 2025)}
    assert (found.by_year[2021], found.by_year[2024]) == (452, 1885)


def test_the_scatter_is_estimated_from_the_months_themselves(found):
    """Months that vary more give wider intervals, the same mean given."""
    series = found.outcome
    steady = pd.Series(series.values).rolling(7, center=True, min_periods=1).mean().round().to_numpy()
    calmer = deaths.analyse(deaths.Outcome(**{**vars(series), "values": steady}), found.analysis.specification)
    assert calmer.fit.noise["sigma"] < found.analysis.fit.noise["sigma"]
    widths = [np.log(one.level.high / one.level.low) for one in (calmer, found.analysis)]
    assert widths[0] < widths[1]


def test_effects_answers_and_years_are_recorded_under_deaths(found, recorded):
    deaths.record_deaths(found)
    known = recorded()
    assert all(id.startswith("deaths.") for id in known)
    level = found.analysis.level
    assert (known["deaths.level_ratio"]["estimate"], known["deaths.level_ratio"]["low"]) == (level.estimate, level.low)
    answer = found.analysis.answer("before_after.months_12")
    assert known["deaths.before_after.months_12"]["high"] == answer.high
    assert known["deaths.in_2024"]["estimate"] == found.by_year[2024]
    assert {one["source"] for one in known.values()} == {UCDP}


def test_the_text_has_counts_and_answers(found, own):
    said = " ".join(deaths.told(found, own))
    assert said.startswith(f"**Deaths beside lethal conflict events.** Deaths in conflict events in Pakistan ({UCDP})")
    assert "2021 452, 2022 719, 2023 1,178, 2024 1,885: 4.2 times as many in 2024 as in 2021." in said
    assert found.analysis.answer("growth_since").summary() in said


def test_the_table_sets_deaths_beside_the_reports_own_series(found, own):
    table = deaths.deaths_table(found, own)
    assert list(table.columns) == ["Question", "Deaths", "Lethal conflict events"]
    assert len(table) == len(deaths.SHOWN)
    assert table.loc[0, "Deaths"] == "{} ({})".format(*found.analysis.answer(deaths.SHOWN[0]).told())
    assert table.loc[0, "Lethal conflict events"] == "{} ({})".format(*own.answer(deaths.SHOWN[0]).told())
    assert len(deaths.deaths_frame(found)) == len(found.analysis.answers)


@pytest.mark.parametrize(
    "given",
    [
        {"outcome": "deaths_best"},
        {"likelihood": "gaussian"},
        {"source": "pips-yearly-attacks", "outcome": "attacks", "intervention": "2021"},
        {"window_start": "2025-06", "intervention": "2025-09"},
    ],
)
def test_where_none_stand_beside_that_is_said(given, own):
    assert asked(**given) is None
    assert deaths.told(None, own) == (deaths.NOTHING,)


def test_a_file_of_ones_own_has_none(tmp_path):
    assert asked(data=str(tmp_path / "own.csv")) is None


def test_they_stand_beside_another_source_too():
    found = asked(source="picss-monthly-attacks", outcome="attacks")
    assert found.outcome.labels[-1] == load_outcome("events").labels[-1]


def test_without_a_fit_the_reason_is_recorded_and_told(own, recorded):
    found = asked(window_end="2021-09")
    assert found.analysis is None
    deaths.record_deaths(found)
    assert recorded()["deaths.level_ratio"]["estimate"] is None
    assert recorded()["deaths.level_ratio"]["note"] == found.problem
    assert f"Not estimable: {found.problem}." == deaths.told(found, own)[-1]
    assert deaths.deaths_table(found, own).empty
    assert deaths.deaths_frame(found).empty


def test_a_kept_table_that_does_not_fit_is_refused(tmp_path):
    deaths.read_deaths_coverage().assign(coverage=1.5).to_csv(tmp_path / "wrong.csv", index=False)
    with pytest.raises(DataError, match="is not a share"):
        deaths.read_deaths_coverage(tmp_path / "wrong.csv")


def test_answers_that_need_more_months_are_not_told(own):
    found = asked(window_end="2021-12")
    said = " ".join(deaths.told(found, own))
    assert "Not estimable with 5 months after: twelve months against the twelve before" in said
    assert "it grew by a factor of" not in said
    assert deaths.deaths_table(found, own)["Question"].str.startswith("jump in 2021-08").tolist() == [True]
