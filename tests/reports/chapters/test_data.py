"""The data part in words."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters import data
from turningpoint.sources.yearly_counts import growth, yearly_counts
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


def test_title_and_alternative_text_follow_the_counts(counts):
    doubled = counts.assign(count=counts["count"].where(counts["year"] < 2020, counts["count"] * 2))
    assert data.agreement_title(growth(counts)) != data.agreement_title(growth(doubled))
    assert "UCDP has its lowest count in 2006 (46)" in data.agreement_alt(counts)


def test_sources_stand_side_by_side_with_dashes_for_holes(counts):
    table = data.counts_by_year(counts).set_index("year")
    assert table.loc["2023"].iloc[2] == "–"
    assert table.loc["2019", "PICSS over PIPS"] == "0.69"
