"""Rival stories in words."""

import pytest

from turningpoint.its import Specification
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.robustness import concurrent_events
from turningpoint.robustness.concurrent_events import leave_out, rival_stories


@pytest.fixture(scope="module")
def outcome():
    return load_outcome("events", start="2015-01", end="2024-12")


@pytest.fixture(scope="module")
def stories(outcome):
    rivals = concurrent_events.rivals_of_pakistan(tuple(outcome.labels))
    return rival_stories(outcome, Specification(("2021-08",)), rivals)


@pytest.fixture(scope="module")
def years(outcome):
    return leave_out(outcome, Specification(("2021-08",)))


def test_rivals_are_those_of_the_table_and_ceasefires_pass(outcome):
    rivals = {rival.name: rival for rival in concurrent_events.rivals_of_pakistan(tuple(outcome.labels))}
    assert rivals["Doha Agreement"].end == ""
    assert (rivals["TTP indefinite ceasefire"].start, rivals["TTP indefinite ceasefire"].end) == ("2022-06", "2022-11")
    assert "TTP ends ceasefire" not in rivals
    assert concurrent_events.rivals_of_pakistan(("2015-01", "2015-02")) == []


def test_every_story_and_year_has_its_row(stories, years):
    table = concurrent_events.stories_table(stories)
    assert len(table) == stories["story"].nunique()
    assert table["The other event"].iloc[0] == table["The other event"].iloc[-1] == "–"
    assert concurrent_events.left_out_table(years)["Left out"].tolist()[:2] == ["nothing", "2015"]


def test_the_sentence_counts_the_models(stories, years):
    words = concurrent_events.stories_sentence(stories, years, years)
    levels = stories[stories["effect"] == "level"]
    excluding = ((levels["low"] > 1) | (levels["high"] < 1)).sum()
    assert f"in {excluding} of {len(levels)} models" in words
    assert "(without 2021)" in words
    assert "Without one period" in words
    broken = stories.assign(reason=stories["reason"].mask(stories["story"] == "alone", "too few."))
    assert "No answer from alone: too few." in concurrent_events.stories_sentence(broken, years)


def test_numbers_are_recorded(stories, years, monkeypatch):
    kept = {}
    monkeypatch.setattr(concurrent_events, "record", lambda id, **fields: kept.update({id: fields}))
    concurrent_events.record_stories(stories, years, source="UCDP", window="", confidence=0.95)
    assert kept["robustness.level_with_rivals"]["low"] < kept["robustness.level_with_rivals"]["estimate"]
    assert kept["robustness.level_without_a_year"]["smallest"] < kept["robustness.level_without_a_year"]["largest"]


def test_other_sources_are_listed_by_year():
    words = concurrent_events.other_sources(2021)
    assert "2021 207" in words
    assert "holes" in words
