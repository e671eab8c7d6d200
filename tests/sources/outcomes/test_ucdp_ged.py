import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.sources.embedded import ucdp_country_months
from turningpoint.sources.outcomes.ucdp_ged import OUTCOMES, UCDP_GED


def test_every_outcome_can_be_loaded_and_reaches_over_the_coverage():
    for name in OUTCOMES:
        found = UCDP_GED.load(name, "PAK")
        assert (str(found.times[0]), str(found.times[-1])) == UCDP_GED.coverage
        assert (found.values >= 0).all()
        assert found.definition.startswith("UCDP counts ")


def test_the_events_of_a_country_are_all_there():
    table = ucdp_country_months.read_country_months()
    assert UCDP_GED.load("events", "MLI").values.sum() == table.loc[table["iso3"] == "MLI", "events"].sum()


def test_only_the_exchanges_are_taken_off():
    whole, part = UCDP_GED.load("events", "PAK"), UCDP_GED.load("events_without_india", "PAK")
    taken = whole.values - part.values
    assert taken.min() == 0
    assert not np.any(taken[whole.times >= "2022-01"])
    assert part.source.startswith(f"{whole.source} less ")
    assert (whole.assumption, bool(part.assumption)) == ("", True)


def test_more_exchanges_than_events_are_refused(monkeypatch):
    exchange = pd.DataFrame({"month": [pd.Period("2021-08", "M")], "kind": "india_pakistan", "events": 1000})
    monkeypatch.setattr("turningpoint.sources.embedded.ucdp_kinds.read_kinds", lambda: exchange)
    with pytest.raises(DataError, match="more exchanges between India and Pakistan than events in 2021-08"):
        UCDP_GED.load("events_without_india", "PAK")
