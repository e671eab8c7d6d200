"""Verdicts on printed counts and on one group's attacks follow the data."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.claims.helpers import says, tables, verdict, with_claim, with_figure, without
from turningpoint.claims.attack_series import AttackSeries
from turningpoint.errors import DataError


@pytest.fixture(scope="module")
def facts():
    return tables()


@pytest.mark.parametrize(
    ("claim", "quantity", "printed", "expected"),
    [
        ("C08", "attacks", 699, "quoted correctly"),
        ("C08", "attacks", 703, "quoted correctly"),
        ("C08", "attacks", 720, "contradicted"),
        ("C09", "killed_total", 1001, "quoted correctly"),
        ("C09", "killed_total", 1000, "contradicted"),
    ],
)
def test_a_number_that_was_printed(facts, claim, quantity, printed, expected):
    changed = with_figure(facts, printed, publisher="PIPS", quantity=quantity, basis="attacks", period="2025")
    line = verdict(claim, changed)
    assert line.verdict == expected
    assert f"PIPS prints {printed:,}" in line.reason


def test_a_number_that_only_the_article_has(facts):
    line = verdict("C08", without(facts, publisher="PIPS", report_date="2026-01-01", quantity="attacks"))
    assert line.verdict == "no data here"
    assert "but through the article" in line.reason
    assert "PICSS 1,063" in line.evidence


def test_others_are_told_by_their_series_where_they_have_one(facts):
    series = AttackSeries((says("PICSS", {2025: 1050}),))
    assert "PICSS 1,050" in verdict("C08", replace(facts, series=series)).evidence


def test_militants_among_the_killed_are_told(facts):
    assert verdict("C09", facts).evidence.startswith("243 of them were militants.")


def test_a_number_must_be_one(facts):
    with pytest.raises(DataError, match=r"C08: '' is not a whole number"):
        verdict("C08", with_claim(facts, "C08", claimed_value=""))


def ttp(facts, counts):
    """The facts with the TTP's events by year alone, each year's in its December, to the end of the last year."""
    rows = facts.sides[facts.sides["militant_group"] == "TTP"].iloc[[0] * len(counts)]
    months = [pd.Period(f"{year}-12", freq="M") for year in counts]
    return replace(facts, sides=rows.assign(month=months, events=list(counts.values())))


@pytest.mark.parametrize(
    ("counts", "expected", "words"),
    [
        ({2020: 60, 2021: 110}, "not shown", "rise from 60 in 2020 to 110 in 2021 and end there"),
        ({2020: 160, 2021: 110}, "not shown", "fall from 160 in 2020 to 110 in 2021"),
        ({2021: 110, 2022: 120, 2023: 130}, "supported", "rise from 110 in 2021 to 130 in 2023;"),
        ({2021: 110, 2022: 90, 2023: 130}, "partly", "go from 110"),
        ({2021: 110, 2022: 90, 2023: 80}, "contradicted", "go from 110"),
        ({2019: 50, 2020: 60}, "no data here", "No series by militant group here reaches 2021."),
    ],
)
def test_a_steady_rise_follows_the_years_of_the_group(facts, counts, expected, words):
    line = verdict("C11", ttp(facts, counts))
    assert line.verdict == expected
    assert words in line.reason


def test_the_group_of_today_ends_too_soon(facts):
    line = verdict("C11", facts)
    assert line.verdict == "not shown"
    assert "40 in 2018 to 112 in 2021" in line.reason
    assert "The 5 months from August 2021 on had 1.80" in line.evidence
