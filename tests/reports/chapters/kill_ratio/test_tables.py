"""The tables of the kill-ratio part are rounded and complete."""

import pandas as pd
import pytest

from turningpoint.killratio.misreporting.claimed_change import doubts
from turningpoint.killratio.one_period.borrowed_band import band_origin
from turningpoint.killratio.publishers.claimed_ratios import claimed_ratios
from turningpoint.killratio.publishers.like_for_like import split_claims, split_like_for_like
from turningpoint.killratio.publishers.published_ratios import select
from turningpoint.killratio.publishers.what_is_counted import what_is_counted
from turningpoint.reports.chapters.kill_ratio import tables
from turningpoint.sources import read_claims, read_published_figures, read_sides


@pytest.fixture(scope="module")
def asked():
    return doubts(read_claims(), read_published_figures(), read_sides(), seed=1, draws=500)


def test_ratios_of_publishers(ratios):
    shown = tables.publishers_table(ratios, confidence=0.95)
    assert len(shown) == len(ratios)
    picss = shown[(shown["Publisher"] == "PICSS") & (shown["Year"] == "2025")]
    assert picss["Ratio"].tolist() == ["3.21"]
    assert picss["95% interval, clusters"].tolist() == ["2.06 to 4.99"]
    assert picss["At the lower factor"].tolist() == ["2.69 to 3.81"]
    assert picss["Clusters"].tolist() == ["factor 4 to 26"]
    ucdp = shown[shown["Publisher"].str.startswith("UCDP") & (shown["Year"] == "2021")]
    assert ucdp[["Clusters", "95% interval, clusters", "At the lower factor"]].iloc[0].tolist() == [
        "its quarters",
        "0.50 to 1.97",
        "–",
    ]
    assert "as claimed" not in tables.counted_only(ratios)["basis"].tolist()


def test_intervals_by_six_methods():
    claims = {str(claim.year): claim.ratio for claim in claimed_ratios(read_claims())}
    shown = tables.intervals_table(claims)
    assert shown["2021"].tolist()[:4] == ["193 : 592", "0.33", "0.14 to 0.75", "0.24 to 0.45"]
    assert len(shown) == 8
    assert shown[""].is_unique
    frame = tables.intervals_frame(claims)
    assert len(frame) == 2 * (len(shown) - 2)
    assert frame.loc[0, ["militants", "security", "estimate"]].tolist() == [193, 592, 193 / 592]
    assert [f"{row.low:.2f} to {row.high:.2f}" for row in frame.itertuples()][:6] == shown["2021"].tolist()[2:]


def test_factors_from_which_the_band_is_borrowed(sides):
    shown = tables.factors_table(band_origin(sides)).set_index("Year")
    assert shown.loc["2014", ["Factor by events", "By months", "By quarters"]].tolist() == ["9.3", "26.1", "56.1"]
    assert shown.loc["2021", "Militants : security"] == "190 : 192"
    assert len(shown) == 12


def test_what_is_counted(ratios):
    shown = tables.counted_table(what_is_counted(ratios, read_published_figures()))
    assert len(shown) == ratios.groupby(["publisher", "basis"]).ngroups


def test_parts_multiply_to_the_whole(ratios):
    splits = split_claims(read_claims(), read_published_figures(), read_sides())
    like = split_like_for_like(ratios, (2021, 2025)).splits
    shown = tables.parts_table((*splits, *like))
    assert shown.loc[0, ["Militants killed", "Second number, later year"]].tolist() == ["× 13.46", "÷ 1.85"]
    doubled = read_claims()
    doubled.loc[doubled["id"] == "C02", "claimed_value"] = "5194:1235"
    of_doubled = tables.parts_table(split_claims(doubled, read_published_figures(), read_sides()))
    assert of_doubled.loc[0, "Militants killed"] == "× 26.91"
    assert shown["Second number, earlier year"].iloc[-1] == "–"
    for _, row in shown.iterrows():
        product = 1.0
        for cell in row.iloc[5:]:
            sign, _, number = cell.partition(" ")
            product *= 1.0 if cell == "–" else float(number) if sign == "×" else 1 / float(number)
        assert product == pytest.approx(float(row["Times"]), rel=0.02)
    frame = tables.parts_frame((*splits, *like))
    factors = frame[["militants", "security", "definition_later", "definition_earlier"]].astype(float).fillna(1.0)
    assert factors.prod(axis=1).tolist() == pytest.approx(frame["change"].tolist())
    assert [f"{change:.2f}" for change in frame["change"]] == shown["Times"].tolist()


def test_tipping_points_and_priors(asked):
    shown = tables.tipping_table(asked.tipping)
    assert shown["No reversal: militants overstated"].tolist()[0] == "2.10"
    assert shown["Within noise: militants overstated"].tolist()[0] == "2.54 to 4.41"
    priors = tables.priors_table(asked.priors_frame())
    assert len(priors) == len(asked.priors_frame())
    assert priors["Reason"].str.len().min() > 0


def test_what_was_passed_over_is_counted():
    passed = select(read_published_figures()).passed_over
    shown = tables.passed_table(passed)
    assert shown["Rows"].sum() == len(passed)
    assert isinstance(shown, pd.DataFrame)
