"""The tables of the kill-ratio part are rounded and complete."""

import pandas as pd
import pytest

from analysis.killratio.by_publisher import ratios_by_publisher
from analysis.killratio.claimed import claimed_ratios
from analysis.killratio.compared import split_claims, split_like_for_like
from analysis.killratio.counted import what_is_counted
from analysis.killratio.doubts import doubts
from analysis.killratio.published import select
from analysis.reports import kill_tables
from analysis.sources import read_claims, read_published_figures, read_sides


@pytest.fixture(scope="module")
def table():
    return ratios_by_publisher(read_published_figures(), read_sides(), read_claims())


@pytest.fixture(scope="module")
def asked():
    return doubts(read_claims(), read_published_figures(), read_sides(), seed=1, draws=500)


def test_ratios_of_publishers(table):
    shown = kill_tables.publishers_table(table, confidence=0.95)
    assert len(shown) == len(table)
    picss = shown[(shown["Publisher"] == "PICSS") & (shown["Year"] == "2025")]
    assert picss["Ratio"].tolist() == ["3.19"]
    assert picss["95% interval, clusters"].tolist() == ["2.42 to 4.20"]
    assert "as claimed" not in kill_tables.counted_only(table)["basis"].tolist()
    assert "2025: 3.2" in kill_tables.figure_alt(table)


def test_intervals_by_six_methods():
    claims = {str(claim.year): claim.ratio for claim in claimed_ratios(read_claims())}
    shown = kill_tables.intervals_table(claims)
    assert shown["2021"].tolist()[:4] == ["193 : 592", "0.33", "0.20 to 0.54", "0.25 to 0.43"]
    assert len(shown) == 8
    assert shown[""].is_unique


def test_what_is_counted(table):
    shown = kill_tables.counted_table(what_is_counted(table, read_published_figures()))
    assert len(shown) == table.groupby(["publisher", "basis"]).ngroups


def test_parts_multiply_to_the_whole(table):
    splits = split_claims(read_claims(), read_published_figures(), read_sides())
    like = split_like_for_like(table, (2021, 2025)).splits
    shown = kill_tables.parts_table((*splits, *like))
    assert shown.loc[0, "Second number, later year"] == "÷ 1.86"
    assert shown["Second number, earlier year"].iloc[-1] == "–"
    for _, row in shown.iterrows():
        product = 1.0
        for cell in row.iloc[5:]:
            sign, _, number = cell.partition(" ")
            product *= 1.0 if cell == "–" else float(number) if sign == "×" else 1 / float(number)
        assert product == pytest.approx(float(row["Times"]), rel=0.02)


def test_tipping_points_and_priors(asked):
    shown = kill_tables.tipping_table(asked.tipping)
    assert shown["No reversal: militants overstated"].tolist()[0] == "2.10"
    assert shown["Within noise: militants overstated"].tolist()[0] == "3.58 to 4.64"
    priors = kill_tables.priors_table(asked.priors_frame())
    assert len(priors) == len(asked.priors_frame())
    assert priors["Reason"].str.len().min() > 0


def test_what_was_passed_over_is_counted():
    passed = select(read_published_figures()).passed_over
    shown = kill_tables.passed_table(passed)
    assert shown["Rows"].sum() == len(passed)
    assert isinstance(shown, pd.DataFrame)
