"""Selection of published figures: the rule of METHODS, on the embedded table and on small ones."""

import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.publishers.published_ratios import ARTICLE, BASES, COLUMNS, like_for_like, select
from turningpoint.sources.embedded.published_figures import read_published_figures


@pytest.fixture(scope="module")
def table():
    return like_for_like(read_published_figures())


def row_of(table, publisher, basis, year):
    found = table[(table["publisher"] == publisher) & (table["basis"] == basis) & (table["year"] == year)]
    assert len(found) == 1
    return found.iloc[0]


def report(side, value, **changes):
    """One row of deaths, on one basis, of one report."""
    quantity = {"militants": "killed_militants", "security": "killed_security"}[side]
    return {
        "publisher": "P",
        "quantity": quantity,
        "measure": "count",
        "basis": "attacks",
        "geography": "Pakistan",
        "period": "2020",
        "period_kind": "year",
        "value": value,
        "quality": "",
        "definition_note": "",
        "report_title": "T",
        "report_date": "2021-01-01",
        "url": "https://example.org/t",
        **changes,
    }


@pytest.mark.parametrize(
    ("year", "ratio"), [(2015, 6.05), (2017, 2.25), (2019, 0.73), (2020, 1.20), (2024, 1.80), (2025, 3.21)]
)
def test_picss_attacks_and_operations(table, year, ratio):
    assert round(row_of(table, "PICSS", "attacks_and_operations", year)["ratio"], 2) == ratio


def test_picss_2025_has_two_editions_and_they_are_never_mixed(table):
    """Of 2115:664 and 2138:667 the later stands; 2115:667 and 2138:664 would be further apart."""
    row = row_of(table, "PICSS", "attacks_and_operations", 2025)
    assert (round(row["restated_low"], 2), round(row["restated_high"], 2)) == (3.19, 3.21)
    assert (row["militants"], row["security"]) == (2138, 667)


@pytest.mark.parametrize(("year", "ratio"), [(2017, 0.46), (2018, 0.44), (2024, 0.49)])
def test_picss_attacks_alone(table, year, ratio):
    assert round(row_of(table, "PICSS", "attacks", year)["ratio"], 2) == ratio


@pytest.mark.parametrize(
    ("publisher", "basis", "year", "militants", "security"),
    [
        ("PIPS", "attacks", 2015, 121, 318),
        ("PIPS", "attacks", 2021, 32, 177),
        ("PIPS", "attacks", 2025, 243, 437),
        ("CRSS", "attacks_and_operations", 2020, 200, 158),
        ("CRSS", "attacks_and_operations", 2024, 934, 685),
        ("PICSS", "attacks_and_operations", 2024, 951, 528),
    ],
)
def test_both_sides(table, publisher, basis, year, militants, security):
    row = row_of(table, publisher, basis, year)
    assert (row["militants"], row["security"]) == (militants, security)
    assert row["low"] < militants / security < row["high"]


def test_every_side_comes_from_the_named_report(table):
    figures = read_published_figures()
    for row in table[~table["derived"]].to_dict("records"):
        same = figures[
            (figures["publisher"] == row["publisher"])
            & (figures["basis"] == row["basis"])
            & (figures["period"] == str(row["year"]))
            & (figures["report_title"] == row["report_title"])
        ]
        assert {row["militants"], row["security"]} <= set(same["value"])
    assert set(table["basis"]) <= set(BASES)


def test_the_article_is_no_evidence_for_itself(table):
    assert ARTICLE not in set(table["report_title"])
    passed = select(read_published_figures()).passed_over
    assert (passed.loc[passed["report_title"] == ARTICLE, "reason"] == "the article whose claims are judged").all()


def test_every_row_is_used_or_passed_over_with_a_reason():
    figures = read_published_figures()
    found = select(figures)
    sides = figures["quantity"].str.fullmatch("killed_(militants|security)(_ops)?")
    used = found.ratios.loc[~found.ratios["derived"]]
    assert len(found.passed_over) + 2 * len(used) == sides.sum()
    assert (found.passed_over["reason"] != "").all()


@pytest.mark.parametrize(
    ("year", "value", "reason", "instead"),
    [
        ("2017", 555, "another report of this publisher was chosen by its date", "EASO COI Report"),
        ("2024", 950, "another report of this publisher was chosen by its date", "Combat-Related Deaths in Pakistan"),
        ("2025", 664, "another report of this publisher was chosen by its date", "PICSS statistics say 677"),
        ("2025", 667, "the report does not print the other side", "PICSS statistics say 677"),
    ],
)
def test_a_row_that_was_passed_over_names_what_was_used_instead(year, value, reason, instead):
    passed = select(read_published_figures()).passed_over
    found = passed[
        (passed["publisher"] == "PICSS")
        & (passed["basis"] == "attacks_and_operations")
        & (passed["period"] == year)
        & (passed["value"] == value)
    ]
    assert len(found) >= 1
    assert found["reason"].str.startswith(reason).all()
    assert found["used_instead"].str.startswith(instead).all()


def test_nothing_is_used_instead_where_nobody_prints_both_sides():
    passed = select(pd.DataFrame([report("militants", 5)])).passed_over
    assert passed["used_instead"].tolist() == [""]


def test_two_publishers_never_meet():
    rows = [report("militants", 5), report("security", 4, publisher="Q")]
    found = select(pd.DataFrame(rows))
    assert found.ratios.empty
    assert set(found.passed_over["reason"]) == {"the report does not print the other side on this basis"}


def test_two_bases_or_reports_never_meet():
    rows = [report("militants", 5), report("security", 4, basis="operations"), report("security", 3, report_title="U")]
    assert like_for_like(pd.DataFrame(rows)).empty


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"measure": "mean_per_month"}, "not a count"),
        ({"geography": "Balochistan"}, "not the whole country"),
        ({"period_kind": "month"}, "not a calendar year"),
        ({"period": "2020-07/2021-06"}, "not a calendar year"),
        ({"basis": "all_violence"}, "basis all_violence forms no ratio here"),
        ({"quality": "likely_misprint"}, "marked as likely misprint"),
    ],
)
def test_unfit_rows_say_why(change, reason):
    found = select(pd.DataFrame([report("militants", 5, **change), report("security", 4)]))
    assert found.ratios.empty
    assert reason in set(found.passed_over["reason"])


def test_latest_dated_wins_and_undated_is_last():
    rows = [
        report(side, value, report_date=date, report_title=f"T{date}")
        for date, values in (("2021-01-05", (10, 5)), ("2021", (20, 5)), ("", (30, 5)), ("2021-02", (40, 5)))
        for side, value in zip(("militants", "security"), values, strict=True)
    ]
    latest = like_for_like(pd.DataFrame(rows)).iloc[0]
    assert latest["militants"] == 40
    assert (latest["restated_low"], latest["restated_high"], latest["reports"]) == (2, 8, 4)


def test_parts_of_one_report_are_summed_and_marked():
    rows = [
        report("militants", 5),
        report("security", 4),
        report("militants", 50, basis="operations", quantity="killed_militants_ops"),
        report("security", 1, basis="operations", quantity="killed_security_ops"),
    ]
    found = select(pd.DataFrame(rows))
    derived = found.ratios[found.ratios["derived"]].iloc[0]
    assert (derived["basis"], derived["militants"], derived["security"]) == ("attacks_and_operations", 55, 5)
    assert found.passed_over.empty
    printed = [
        report("militants", 60, basis="attacks_and_operations", report_date="2020"),
        report("security", 6, basis="attacks_and_operations", report_date="2020"),
    ]
    both = like_for_like(pd.DataFrame(rows + printed), bases=["attacks_and_operations"])
    assert both.empty is False
    assert both.iloc[0]["militants"] == 60


def test_a_report_with_two_numbers_for_one_side_is_not_used():
    rows = [report("militants", 5), report("militants", 6, url=""), report("security", 4)]
    found = select(pd.DataFrame(rows))
    assert found.ratios.empty
    assert "the report prints two different numbers" in set(found.passed_over["reason"])


def test_no_security_deaths_leave_the_ratio_open():
    row = like_for_like(pd.DataFrame([report("militants", 5), report("security", 0)])).iloc[0]
    assert pd.isna(row["ratio"])
    assert pd.isna(row["high"])
    assert row["low"] > 0


def test_an_empty_selection_keeps_its_columns():
    assert list(like_for_like(pd.DataFrame([report("militants", 5)])).columns) == list(COLUMNS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bases": ["combined"]}, r"'combined' does not exist.*attacks_and_operations"),
        ({"bases": ["unspecified"]}, r"'unspecified' cannot form a kill ratio"),
        ({"bases": ["attacks+operations"]}, r"'attacks\+operations' mixes attacks and operations: .* on one basis"),
        ({"bases": "attacks"}, r"give a list, like \['attacks'\]"),
        ({"confidence": 95}, r"confidence is 95"),
    ],
)
def test_bad_parameters_are_refused(options, message):
    with pytest.raises(ParameterError, match=message):
        like_for_like(read_published_figures(), **options)


def test_a_changed_row_changes_the_ratio():
    figures = read_published_figures()
    changed = (
        figures["publisher"].eq("PIPS") & figures["period"].eq("2021") & figures["quantity"].eq("killed_militants")
    )
    figures.loc[changed & figures["basis"].eq("attacks"), "value"] = 354
    assert row_of(like_for_like(figures), "PIPS", "attacks", 2021)["ratio"] == 2
