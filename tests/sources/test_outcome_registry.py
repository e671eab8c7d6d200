import pytest

from turningpoint.errors import ParameterError
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcome_registry import (
    OUTCOMES,
    PAKISTAN_ONLY,
    SOURCES,
    countries_frame,
    find_source,
    outcomes_frame,
    sources_frame,
)


def test_every_outcome_has_a_source_and_every_source_known_outcomes_and_a_table():
    offered = {name for source in SOURCES.values() for name in source.outcomes}
    assert offered == set(OUTCOMES)
    assert set(PAKISTAN_ONLY) <= offered
    for source in SOURCES.values():
        assert table_info(source.table)


@pytest.mark.parametrize(
    ("source", "coverage", "countries"),
    [
        ("ucdp-ged-25.1", ("1989-01", "2024-12"), 124),
        ("picss-monthly-attacks", ("2015-01", "2026-01"), 1),
        ("picss-yearly-attacks", ("2016", "2025"), 1),
        ("pips-yearly-attacks", ("2005", "2025"), 1),
    ],
)
def test_coverage_and_countries(source, coverage, countries):
    assert SOURCES[source].coverage == coverage
    assert len(SOURCES[source].countries) == countries


@pytest.mark.parametrize(
    ("name", "country", "source", "problem"),
    [
        ("event", "PAK", "ucdp-ged-25.1", "unknown outcome 'event'. Did you mean 'events'?"),
        ("events", "PAK", "ucdp", "unknown source 'ucdp'. Did you mean 'ucdp-ged-25.1'?"),
        ("events", "Mali", "ucdp-ged-25.1", "Did you mean MLI (Mali)?"),
        ("attacks", "PAK", "ucdp-ged-25.1", "has no outcome 'attacks'. It has: events, "),
        ("events", "PAK", "pips-yearly-attacks", "Outcome 'events' is in: ucdp-ged-25.1."),
        ("attacks", "MLI", "pips-yearly-attacks", "covers PAK only, not 'MLI'"),
        ("events_without_india", "IND", "ucdp-ged-25.1", "exists for PAK only, not for 'IND'"),
    ],
)
def test_what_does_not_go_together_is_refused(name, country, source, problem):
    with pytest.raises(ParameterError) as caught:
        find_source(name, country, source)
    assert problem in str(caught.value)


def test_the_tables_to_print():
    sources = sources_frame().set_index("source")
    assert sources.loc["ucdp-ged-25.1", "countries"] == "124 countries"
    assert "events_without_india (PAK only)" in sources.loc["ucdp-ged-25.1", "outcomes"]
    assert sources.loc["pips-yearly-attacks", "coverage"] == "2005 to 2025"
    assert outcomes_frame()["outcome"].tolist() == list(OUTCOMES)
    assert countries_frame().set_index("country").loc["MLI", "name"] == "Mali"
