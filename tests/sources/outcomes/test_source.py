import pytest

from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.source import Loaded, OutcomeKind, Source


def test_a_source_that_cannot_load_cannot_be_made():
    with pytest.raises(TypeError, match="load"):
        Source("x", "X", "ucdp_ged_country_month", "month", {})


def test_a_source_takes_titles_coverage_and_countries_from_its_table():
    class Empty(Source):
        def load(self, name: str, country: str) -> Loaded:
            raise NotImplementedError

    made = Empty("x", "X", "ucdp_ged_pakistan_kinds_month", "month", {"y": OutcomeKind("y", "y", "counts y")})
    table = table_info(made.table)
    assert (made.short_title, made.title) == (table.short_title, table.title)
    assert made.coverage == (table.coverage_start, table.coverage_end)
    assert "PAK" in made.countries
    assert len(made.countries) > 100
