"""Verdicts on growth follow the counts and answers of all sources."""

from dataclasses import replace

import pytest

from tests.claims.helpers import DOWN, OPEN, UP, says, tables, verdict, with_figure, without
from turningpoint.claims.attack_series import AttackSeries

TRIPLED, GREW = {2021: 200, 2024: 600}, {2021: 200, 2024: 300}


def grown(*sources):
    """A series a source: counts, growth since, acceleration."""
    return AttackSeries(
        tuple(
            says(f"S{i}", yearly, growth_since=since, acceleration=quicker, growth_before=OPEN)
            for i, (yearly, since, quicker) in enumerate(sources)
        )
    )


@pytest.mark.parametrize(
    ("sources", "rise", "quickening", "expected"),
    [
        ([(TRIPLED, UP, UP)] * 3, "supported", "supported", "supported"),
        ([(TRIPLED, UP, UP), (TRIPLED, UP, UP), (TRIPLED, UP, OPEN)], "supported", "supported", "supported"),
        ([(TRIPLED, UP, UP), (TRIPLED, UP, OPEN), (TRIPLED, UP, OPEN)], "supported", "not shown", "partly"),
        ([(TRIPLED, UP, UP), (TRIPLED, UP, DOWN)], "supported", "sources differ", "partly"),
        ([(GREW, UP, UP)] * 2, "partly", "supported", "partly"),
        ([(GREW, DOWN, DOWN)] * 2, "contradicted", "contradicted", "contradicted"),
        ([(GREW, DOWN, OPEN), (TRIPLED, UP, OPEN)], "sources differ", "not shown", "not shown"),
        ([(GREW, OPEN, OPEN)] * 2, "not shown", "not shown", "not shown"),
        ([], "no data here", "no data here", "no data here"),
    ],
)
def test_rise_and_quickening_are_judged_apart_and_together(sources, rise, quickening, expected):
    line = verdict("C05", tables(grown(*sources)))
    assert (line.verdict, [part.verdict for part in line.parts]) == (expected, [rise, quickening])
    assert [part.id for part in line.parts] == ["C05a", "C05b"]


def test_the_reasons_name_who_shows_what():
    line = verdict("C05", tables(grown((TRIPLED, UP, UP), (TRIPLED, UP, OPEN))))
    rise, quickening = line.parts
    assert line.reason.startswith("From 2021 to 2024: S0 200 to 600, S1 200 to 600.")
    assert line.reason.endswith("Growth quickened in S0; S1 cannot tell.")
    assert "S0 1.4 times (1.2 to 1.7), S1 1.4 (1.2 to 1.7); all doubled by 2024." in rise.reason
    assert quickening.reason.endswith("S0 1.4 (1.2 to 1.7); S1 1.1 (0.80 to 1.5) cannot tell.")


@pytest.mark.parametrize(
    ("before", "words"), [(UP, "grew 1.4 times (1.2 to 1.7) a year before already"), (OPEN, "may not")]
)
def test_events_without_india_stand_beside(before, words):
    beside = says("UCDP", {}, growth_before=before, acceleration=OPEN)
    series = replace(grown((TRIPLED, UP, UP)), without_india=beside)
    assert words in verdict("C05", tables(series)).parts[1].evidence


LATER = {2022: 280, 2023: 400, 2024: 690}


def counted(*yearly):
    return tables(AttackSeries(tuple(says(name, one) for name, one in zip(("PICSS", "PIPS"), yearly, strict=False))))


@pytest.mark.parametrize(
    ("picss", "pips", "expected"),
    [
        (LATER, LATER, "supported"),
        (LATER, {2022: 280, 2024: 279}, "not shown"),
        (LATER, {2022: 700, 2024: 200}, "sources differ"),
        ({2022: 700, 2024: 200}, {2022: 700, 2024: 200}, "contradicted"),
    ],
)
def test_a_rise_follows_the_sources(picss, pips, expected):
    facts = without(counted(picss, pips), publisher=["CRSS", "SATP"], quantity="attacks")
    line = verdict("C07", facts)
    assert line.verdict == expected
    assert f"PICSS 280 to {picss[2024]}" in line.reason or f"PICSS 700 to {picss[2024]}" in line.reason


def test_a_rise_needs_two_sources():
    line = verdict("C07", without(tables(), quantity="attacks"))
    assert (line.verdict, line.reason) == ("no data here", "Fewer than 2 sources here have counts of 2022 and later.")


ATTACKS_2025 = {"quantity": "attacks", "basis": "attacks", "period": "2025"}


@pytest.mark.parametrize(
    ("pips", "picss", "gti", "expected"),
    [
        (900, 1500, 1600, "supported"),
        (900, 1063, 1150, "partly"),
        (900, 1063, 1045, "sources differ"),
        (530, 1500, 1600, "not shown"),
        (521, 900, 1045, "contradicted"),
        (500, 1063, 1045, "sources differ"),
    ],
)
def test_an_escalation_asks_the_claimant_first(pips, picss, gti, expected):
    facts = tables()
    for publisher, value in (("PIPS", pips), ("PICSS", picss), ("GTI", gti)):
        facts = with_figure(facts, value, publisher=publisher, **ATTACKS_2025)
    line = verdict("C10", facts)
    assert line.verdict == expected
    assert line.reason.startswith("PIPS ")
    assert f"PIPS 521 to {pips}" in line.evidence


def test_an_escalation_without_the_year_before():
    line = verdict("C10", without(tables(), publisher="PIPS", quantity="attacks", period="2024"))
    assert (line.verdict, line.reason) == ("no data here", "PIPS does not print both years here.")
