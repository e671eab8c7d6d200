"""Witnesses beside the report's own series: recorded under ids of their own, never put together with it."""

from dataclasses import replace

import pytest

from turningpoint.its import analyse
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import witnesses
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import parameters_from, specification_from

SETTINGS = with_series(parameters_from({"window_end": "2026-01"}))
SPECIFICATION = specification_from(SETTINGS)


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("attacks", source="picss-attacks", start="2015-01"), SPECIFICATION)


@pytest.fixture(scope="module")
def found():
    return witnesses.beside(SETTINGS, SPECIFICATION)


@pytest.fixture(scope="module")
def series(result, found):
    return [witnesses.own(SETTINGS, result), *found.values()]


def test_each_is_analysed_by_itself_and_recorded_under_its_name(found, result, recorded):
    witnesses.record_beside(found, result)
    kept = recorded()
    for name, source, outcome in (("ucdp", "ucdp-ged", "events"), ("pips", "pips-attacks", "attacks")):
        alone = analyse(load_outcome(outcome, source=source).window("2015-01", ""), SPECIFICATION)
        for answer in alone.answers:
            assert kept[f"attacks.beside.{name}.{answer.name}"]["estimate"] == answer.estimate
        assert kept[f"attacks.beside.{name}.level_ratio"]["low"] == alone.level.low
        assert kept[f"attacks.beside.{name}.level_ratio"]["source"] == alone.outcome.source


def test_what_one_of_them_cannot_bear_is_recorded_without_a_number(found, result, recorded):
    poor = {"ucdp": replace(found["ucdp"], analysis=None, problem="2 points after the date")}
    witnesses.record_beside(poor, result)
    kept = {id: one for id, one in recorded().items() if "counted_in" not in id}
    assert {id.removeprefix("attacks.beside.ucdp.") for id in kept} == {one.name for one in result.answers}
    assert all(one["estimate"] is None for one in kept.values())
    assert all(one["note"] == "not estimable: 2 points after the date" for one in kept.values())
    said = witnesses.told(witnesses.own(SETTINGS, result), poor)
    assert "not estimable, 2 points after the date" in said


def test_the_table_has_every_answer_of_every_series_or_says_that_there_is_none(series):
    table = witnesses.beside_table([*series, replace(series[1], name="none", analysis=None)])
    assert list(table.columns[1:]) == ["PICSS", "UCDP", "PIPS", "none"]
    assert (table["none"] == "not estimable").all()
    estimate, ends = series[0].analysis.answer("before_after.months_12").told()
    assert table.loc[0, "PICSS"] == f"{estimate} ({ends})"
    data = witnesses.beside_data(series).set_index(["name", "series"])
    assert data.loc[("acceleration", "PIPS"), "low"] == series[2].analysis.answer("acceleration").low


def test_what_each_counts_and_lacks_is_said(series, found):
    said = witnesses.told(series[0], found)
    assert (
        "**UCDP** counts lethal events by either side, army operations included (January 2015 to December 2024)" in said
    )
    assert "**PIPS**" in said
    assert "2023 missing" in said
    assert "cannot tell a season" in said


def test_the_exchanges_with_india_are_taken_off_where_ucdp_has_them():
    prefix, analysis = witnesses.without_india(SETTINGS, SPECIFICATION)
    assert prefix == "attacks.beside.ucdp.without_india"
    assert analysis.outcome.name == "events_without_india"
    assert "India" in witnesses.india_sentence((prefix, analysis))
    own = with_series(parameters_from({"source": "ucdp-ged", "window_end": "2024-12"}))
    assert witnesses.without_india(own, SPECIFICATION)[0] == "attacks.without_india"
    for given in ({"country": "MLI"}, {"data": "own.csv"}, {"beside": "pips"}, {"outcome": "events_without_india"}):
        assert witnesses.without_india(with_series(parameters_from(given)), SPECIFICATION) is None
    assert not witnesses.india_sentence(None)


def test_a_provisional_last_month_is_left_out_once(result):
    without = witnesses.without_provisional(result)
    assert without.outcome.labels[-1] == "2025-12"
    estimate, _ = without.answers[0].told()
    assert witnesses.provisional_sentence(result, without).startswith("January 2026 is provisional")
    assert estimate in witnesses.provisional_sentence(result, without)
    assert witnesses.without_provisional(without) is None
    assert not witnesses.provisional_sentence(result, None)
