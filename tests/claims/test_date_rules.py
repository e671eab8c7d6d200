"""Verdicts on dates follow counts, low points and jumps, and can come out either way."""

import pytest

from tests.claims.helpers import DOWN, NONE, OPEN, UP, says, tables, turns, verdict
from turningpoint.claims.attack_series import AttackSeries
from turningpoint.claims.date_rules import lowest_year

EARLY = {2018: 90, 2019: 100, 2020: 140, 2021: 190, 2022: 280}
THEN = {2018: 260, 2019: 230, 2020: 140, 2021: 200, 2022: 260}
SURE, UNSURE = {"2018": 0.97, "2021": 0.03}, {"2018": 0.9, "2021": 0.1}


def source(name, yearly, low_years, **more):
    return says(name, yearly, low_years=low_years, **more)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([(THEN, UNSURE), (THEN, UNSURE), (EARLY, SURE)], "supported"),
        ([(THEN, UNSURE), (EARLY, SURE), (EARLY, SURE)], "sources differ"),
        ([(EARLY, SURE), (EARLY, SURE)], "contradicted"),
        ([(EARLY, SURE), (EARLY, UNSURE)], "not shown"),
        ([], "no data here"),
    ],
)
def test_the_year_of_a_rise_follows_the_sources(sources, expected):
    series = AttackSeries(tuple(source(f"S{i}", *one) for i, one in enumerate(sources)))
    line = verdict("C04", tables(series))
    assert line.verdict == expected
    assert ("lowest year" in line.reason.lower()) == bool(sources)


def test_the_year_of_a_rise_names_years_and_draws():
    line = verdict("C04", tables(AttackSeries((source("A", EARLY, UNSURE), source("B", THEN, UNSURE)))))
    assert line.reason == "B first rises in 2021, from its lowest year, 2020. Lowest years of the others: A 2018."
    assert "A: 2018 90, 2019 100, 2020 140, 2021 190; its trend was lowest in 2018 in 90% of draws" in line.evidence


def test_a_year_lowest_in_the_claimed_one_rises_then_only_if_later_counts_do():
    flat = {2019: 100, 2020: 90, 2021: 80}
    assert lowest_year(says("A", flat).yearly) == 2021
    assert verdict("C04", tables(AttackSeries((says("A", flat),)))).verdict == "not shown"
    assert verdict("C04", tables(AttackSeries((says("A", {**flat, 2022: 85}),)))).verdict == "supported"


def turned(*levels, effect=OPEN, low_to="2019-12"):
    lead = says("A", EARLY, low_years=SURE, low_to=low_to, turn__level=levels[0], effect__months_12=effect)
    return AttackSeries((lead,), turns=turns(*levels))


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (turned(UP, OPEN, OPEN), "supported"),
        (turned(UP, (1.6, 1.45, 1.8)), "not shown"),  # a rival is clearer
        (turned((3.0, 2.5, 3.6), (0.6, 0.45, 0.8)), "not shown"),  # a rival excludes none, though the date is clearer
        (turned(OPEN, OPEN), "not shown"),
        (turned(OPEN, OPEN, effect=NONE), "contradicted"),
        (turned(OPEN, OPEN, effect=NONE, low_to="2021-07"), "not shown"),  # a turn has its low in the month before
        (turned(OPEN, OPEN, effect=UP), "not shown"),
        (turned(UP), "not shown"),  # nothing to compare with
    ],
)
def test_the_turning_point_follows_jumps_and_low_points(series, expected):
    line = verdict("C06", tables(series))
    assert line.verdict == expected
    assert "event of 2021-08" in line.evidence


def test_one_source_alone_does_not_contradict():
    first = turned(OPEN, OPEN, effect=NONE)
    late = says("B", THEN, low_years=UNSURE, low_to="2021-07", effect__months_12=NONE)
    both = AttackSeries((*first.sources, late), turns=first.turns)
    assert verdict("C06", tables(both)).verdict == "not shown"


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((OPEN, OPEN), "may be none: A 1.1 times (0.80 to 1.5)"),
        ((UP, OPEN), "is clearer than at 1 other date"),
        ((UP, (1.6, 1.45, 1.8)), "is no clearer than at December 2022"),
        ((DOWN, OPEN), "Attacks dropped that month: 0.70 times"),
        (((3.0, 2.5, 3.6), (0.6, 0.45, 0.8)), "is not the only one: December 2022 has one."),
        ((UP,), "has no other date beside it."),
    ],
)
def test_the_reason_follows_the_jump(levels, words):
    assert words in verdict("C06", tables(turned(*levels))).reason


@pytest.mark.parametrize("claim", ["C04", "C05", "C06"])
def test_without_series_nothing_is_said(claim):
    assert verdict(claim, tables()).verdict == "no data here"


def test_sums_that_hide_the_end_of_a_fall_are_named():
    one = says(
        "A", THEN, low_years={"2021": 1.0}, note="a fall ends there, and sums cannot tell when", turn__level=OPEN
    )
    series = AttackSeries((one,), turns=turns(OPEN, OPEN))
    assert "(sums cannot tell when a fall ended)" in verdict("C06", tables(series)).evidence
