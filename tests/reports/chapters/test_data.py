"""The data part in words."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.number_format import display_frame
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters import data
from turningpoint.sources.yearly_counts import growth, yearly_counts
from turningpoint.spans import Span
from turningpoint.timeline import in_words


@pytest.fixture(scope="module")
def counts():
    return yearly_counts("PAK")


def test_coverage_tells_zeros_from_holes():
    whole = load_outcome("events", country="MLI")
    window = whole.window("2011-01", "2013-12")
    zero = int((window.values == 0).sum())
    assert zero > 1
    sentence = data.coverage(whole, window)
    assert f"all were observed, and {zero} are zero" in sentence
    assert f"January 1989 to {in_words(whole.labels[-1])}" in sentence
    picss = load_outcome("attacks", source="picss-monthly-attacks")
    holes = int((~picss.observed).sum())
    assert f"{holes} were not observed, and none is zero" in data.coverage(picss, picss)


def test_years_sum_to_the_published_totals():
    table = data.by_year(load_outcome("events", start="2015-01", end="2024-12")).set_index("year")
    assert table["total"].tolist() == ["285", "158", "163", "93", "99", "145", "191", "284", "382", "687"]
    assert (table["months observed"] == 12).all()
    frame = data.by_year_frame(load_outcome("events", start="2015-01", end="2024-12"))
    assert frame["total"].tolist()[:2] == [285.0, 158.0]
    assert frame["mean per month"].tolist()[0] == 285 / 12


def test_measured_values_have_means_and_no_total():
    table = data.by_year(replace(load_outcome("events", start="2015-01", end="2016-12"), unit="price"))
    assert list(table.columns) == ["year", "months observed", "mean per month"]


def test_a_year_without_any_value_is_a_dash_and_not_zero():
    series = load_outcome("events", start="2015-01", end="2016-12")
    values = series.values.copy()
    values[:12] = np.nan
    table = data.by_year(replace(series, values=values))
    assert table["total"].tolist()[0] == "–"


def test_agreement_names_every_source_and_its_growth(counts):
    sentence = data.agreement(counts, growth(counts[counts["year"] <= 2024]))
    assert "5.7-fold by PICSS" in sentence
    assert "2.3-fold by PIPS" in sentence
    assert "0.69 in 2019 and 1.74 in 2024" in sentence


def test_sources_stand_side_by_side_with_dashes_for_holes(counts):
    table = data.counts_by_year(counts).set_index("year")
    assert table.loc["2023"].iloc[2] == "–"
    assert table.loc["2019", "PICSS over PIPS"] == "0.69"


@pytest.fixture(scope="module")
def picss():
    return load_outcome("attacks", source="picss-attacks")


def test_sums_are_neither_holes_nor_observed_months(picss):
    assert "50 are known only as 8 sums, all others were observed, and none is zero" in data.coverage(picss, picss)
    pips = load_outcome("attacks", source="pips-attacks", start="2022-01", end="2024-12")
    assert "24 are known only as 2 sums, 12 were not observed" in data.coverage(pips, pips)


def test_a_sum_counts_in_the_year_that_holds_it(picss):
    table = data.by_year(picss).set_index("year")
    assert table.loc[["2015", "2017", "2020", "2022"], "total"].tolist() == ["706", "420", "187", "381"]
    assert table.loc["2021", ["months observed", "months in a sum"]].tolist() == [7, 5]
    pips = data.by_year(load_outcome("attacks", source="pips-attacks", start="2022-01", end="2024-12"))
    assert pips["total"].tolist() == ["262", "–", "521"]
    frame = data.by_year_frame(load_outcome("attacks", source="pips-attacks", start="2022-01", end="2024-12"))
    assert frame["total"].isna().tolist() == [False, True, False]
    crossing = replace(picss, spans=(Span((11, 12), 40.0), *picss.spans[2:]))
    assert data.by_year(crossing).set_index("year").loc["2016", "months in a sum"] == 0


def test_the_total_that_is_recorded_holds_the_sums(picss, recorded):
    data.record_series(picss)
    data.record_observations("picss-attacks", picss)
    numbers = {name: one["estimate"] for name, one in recorded().items()}
    assert numbers["data.total"] == np.nansum(picss.values) + sum(span.value for span in picss.spans)
    assert (numbers["data.periods_observed"], numbers["data.periods_in_sums"]) == (83, 50)
    kinds = [numbers[f"data.observations_{kind}"] for kind in ("printed", "derived", "sum")]
    assert kinds == [77, 6, 8]
    assert numbers["data.contradictions"] == len(data.contradictions("picss-attacks", picss)) > 0


def test_how_the_series_was_put_together_is_told_with_its_rule(picss):
    said = data.put_together(picss)
    assert "77 are printed, 6 follow from totals by subtraction, and 50 lie in 8 sums over several" in said
    assert "January 2026, is provisional" in said
    assert "totals are subtracted from totals first" in said
    assert "provisional" not in data.put_together(picss.window("", "2025-12"))


def test_every_observation_is_in_the_file_and_what_no_report_prints_on_the_page(picss):
    assert len(data.observations(picss)) == 91
    shown = data.not_printed(picss).set_index("months")
    assert len(shown) == 14
    assert shown.loc["2023-06", "how"] == "2023-01 to 2023-06 271 − 2023-01 to 2023-05 224"
    assert "https://" in data.observations(picss)["links"].iloc[0]


def test_contradictions_and_figures_passed_over_are_those_inside_the_series(picss):
    assert "2023-06: totals give 47, months give 42" in data.contradictions("picss-attacks", picss)["In words"].tolist()
    frame = data.passed_over("picss-attacks", picss)
    passed = frame.set_index(["period", "printed"])
    assert passed.loc[[("2024", 908)], "it would make"].tolist() == ["2024-12 52 instead of 49"]
    assert passed.loc[[("2025", 1063)], "kept add to"].tolist() == [1050]
    shown = display_frame(frame).set_index(["period", "printed"])
    assert shown.loc[[("2025", "1,063")], "kept add to"].tolist() == ["1,050"]
    early = picss.window("", "2019-12")
    assert data.contradictions("picss-attacks", early).empty
    assert data.passed_over("picss-attacks", early)["period"].tolist() == ["2016"]


def test_a_source_of_one_table_has_nothing_put_together():
    events = load_outcome("events", start="2015-01")
    assert data.contradictions("ucdp-ged", events).empty
    assert data.passed_over("", events).empty
