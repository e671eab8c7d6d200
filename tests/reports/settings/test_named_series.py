"""Which series a report is on and which stand beside it, where that is left open."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.named_series import names_beside, with_series
from turningpoint.reports.settings.parameters import parameters_from


def named(**given):
    return with_series(parameters_from(given))


@pytest.mark.parametrize(
    ("given", "series"),
    [
        ({}, ("picss-attacks", "attacks")),
        ({"country": "MLI"}, ("ucdp-ged", "events")),
        ({"outcome": "deaths_best"}, ("ucdp-ged", "deaths_best")),
        ({"source": "ucdp-ged"}, ("ucdp-ged", "events")),
        ({"source": "pips-yearly-attacks"}, ("pips-yearly-attacks", "attacks")),
        ({"data": "own.csv"}, ("ucdp-ged", "events")),
        ({"source": "unknown"}, ("unknown", "events")),
    ],
)
def test_what_is_left_open_is_the_main_series_of_the_country(given, series):
    found = named(**given)
    assert (found.source, found.outcome) == series


@pytest.mark.parametrize(
    ("given", "beside"),
    [
        ({}, ["ucdp", "pips"]),
        ({"source": "ucdp-ged"}, ["picss", "pips"]),
        ({"beside": "pips"}, ["pips"]),
        ({"beside": " pips , ucdp "}, ["pips", "ucdp"]),
        ({"beside": "none"}, []),
        ({"country": "MLI"}, []),
        ({"data": "own.csv"}, []),
        ({"data": "own.csv", "beside": "none"}, []),
        ({"source": "picss-yearly-attacks"}, []),
    ],
)
def test_one_series_of_every_other_publisher_stands_beside(given, beside):
    assert names_beside(named(**given)) == beside


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"beside": "picss"}, "picss is the report's own series. There are: ucdp, pips"),
        ({"beside": "gtd"}, "gtd is no source for PAK. There are: ucdp, pips"),
        ({"country": "MLI", "beside": "pips"}, "pips is no source for MLI. There are: none"),
        ({"beside": "ucdp,ucdp"}, "ucdp stands twice"),
        ({"beside": "none,ucdp"}, "none is no source"),
        ({"data": "own.csv", "beside": "ucdp"}, "do not stand beside a series of one's own"),
        ({"source": "picss-yearly-attacks", "beside": "ucdp"}, "by month"),
    ],
)
def test_what_cannot_stand_beside_is_refused(given, message):
    with pytest.raises(ParameterError, match=f"parameter beside: .*{message}"):
        names_beside(named(**given))
