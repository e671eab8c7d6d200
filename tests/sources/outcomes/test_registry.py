from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.outcome import load_outcome
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.registry import (
    OUTCOMES,
    SOURCES,
    elsewhere,
    find_source,
    sources_beside,
    sources_frame,
)
from turningpoint.sources.outcomes.source import Loaded, OutcomeKind, Source

UCDP = table_info("ucdp_ged_country_month")


def test_every_outcome_has_a_source_and_every_source_known_outcomes_and_a_table():
    offered = {name for source in SOURCES.values() for name in source.outcomes}
    assert offered == set(OUTCOMES)
    for name, source in SOURCES.items():
        assert source.name == name
        assert table_info(source.table)
        assert set(source.tried_together) <= set(source.outcomes)


def test_an_outcome_is_the_same_in_every_source_and_its_stand_in_exists():
    for source in SOURCES.values():
        for name, kind in source.outcomes.items():
            assert kind == OUTCOMES[name]
            assert kind.elsewhere in ({*source.outcomes} if kind.only else {""})


def test_no_source_is_named_after_a_release():
    assert [name for name in SOURCES if any(sign.isdigit() for sign in name)] == []


def test_coverage_titles_and_countries_of_ucdp_are_those_of_its_table():
    source = SOURCES["ucdp-ged"]
    assert source.coverage == (UCDP.coverage_start, UCDP.coverage_end)
    assert (source.short_title, source.title) == (UCDP.short_title, UCDP.title)
    assert len(source.countries) == 124


@pytest.mark.parametrize(
    ("source", "coverage", "title"),
    [
        ("picss-monthly-attacks", ("2015-01", "2026-01"), "PICSS, monthly figures"),
        ("picss-yearly-attacks", ("2014", "2025"), "PICSS, yearly figures"),
        ("pips-yearly-attacks", ("2005", "2025"), "PIPS, yearly figures"),
        ("picss-attacks", ("2015-01", "2026-01"), "PICSS, months and totals as published"),
        ("pips-attacks", ("2005-01", "2025-12"), "PIPS, yearly totals as published"),
    ],
)
def test_coverage_and_countries_of_published_figures(source, coverage, title):
    assert SOURCES[source].coverage == coverage
    assert SOURCES[source].short_title == title
    assert len(SOURCES[source].countries) == 1


@pytest.mark.parametrize(
    ("name", "country", "source", "problem"),
    [
        ("event", "PAK", "ucdp-ged", "unknown outcome 'event'. Did you mean 'events'?"),
        ("events", "PAK", "ucdp", "unknown source 'ucdp'. Did you mean 'ucdp-ged'?"),
        ("events", "Mali", "ucdp-ged", "Did you mean MLI (Mali)?"),
        ("attacks", "PAK", "ucdp-ged", "has no outcome 'attacks'. It has: events, "),
        ("events", "PAK", "pips-yearly-attacks", "Outcome 'events' is in: ucdp-ged."),
        ("attacks", "MLI", "pips-yearly-attacks", "covers PAK only, not 'MLI'"),
        ("events_without_india", "IND", "ucdp-ged", "exists for PAK only, not for 'IND'"),
    ],
)
def test_what_does_not_go_together_is_refused(name, country, source, problem):
    with pytest.raises(ParameterError) as caught:
        find_source(name, country, source)
    assert problem in str(caught.value)


@pytest.mark.parametrize("old", ["ucdp-ged-25.1", "ucdp-ged-24.1", "ucdp-ged-25"])
def test_a_source_asked_for_by_release_is_refused_with_its_name(old):
    with pytest.raises(ParameterError) as caught:
        find_source("events", "PAK", old)
    assert str(caught.value) == (
        f"source '{old}' is now 'ucdp-ged': the release is that of the table ({UCDP.version})."
    )


def test_one_series_of_each_publisher_stands_beside_the_others():
    beside = sources_beside("PAK")
    assert {name: source.name for name, source in beside.items()} == {
        "ucdp": "ucdp-ged", "picss": "picss-attacks", "pips": "pips-attacks",
    }  # fmt: skip
    assert all(source.counts for source in beside.values())
    assert list(sources_beside("MLI")) == ["ucdp"]
    assert {name for name, source in SOURCES.items() if source.last_is_provisional} == {"picss-attacks"}


def test_the_tables_to_print():
    sources = sources_frame().set_index("source")
    assert sources.loc["ucdp-ged", "countries"] == "124 countries"
    assert "events_without_india (PAK only)" in sources.loc["ucdp-ged", "outcomes"]
    assert sources.loc["pips-yearly-attacks", "coverage"] == "2005 to 2025"


def test_other_countries_have_another_outcome_in_the_place_of_one_for_pakistan():
    assert {name: elsewhere(name) for name in OUTCOMES if elsewhere(name) != name} == {"events_without_india": "events"}


@dataclass(frozen=True, eq=False)
class Counted(Source):
    """A source as somebody would add it: one class, one entry."""

    def load(self, name, country):
        times = pd.period_range(*self.coverage, freq="M")
        return Loaded(times, np.arange(len(times), dtype=float), f"Of {country}.", self.short_title)


def test_a_new_source_is_one_entry(monkeypatch):
    kind = OutcomeKind("seizures of arms", "seizures", "counts seizures")
    new = Counted("seizures", "Somebody", "ucdp_ged_country_month", "month", {"seizures": kind}, only=("MLI",))
    monkeypatch.setitem(SOURCES, new.name, new)
    monkeypatch.setitem(OUTCOMES, "seizures", kind)
    outcome = load_outcome("seizures", country="MLI", source="seizures", end="1989-03")
    assert (outcome.label, outcome.unit, outcome.geography) == ("seizures of arms", "seizures per month", "Mali")
    assert (outcome.values.tolist(), outcome.source) == ([0, 1, 2], UCDP.short_title)
    assert sources_frame()["source"].tolist()[-1] == "seizures"
    with pytest.raises(ParameterError, match=r"source 'ucdp-ged' has no outcome 'seizures'.* is in: seizures"):
        load_outcome("seizures", country="MLI")
