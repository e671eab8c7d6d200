import pytest

from turningpoint.errors import ParameterError
from turningpoint.sources import read_country_months
from turningpoint.sources.countries import (
    OTHER_NAMES,
    STATE_BEGAN,
    country_name,
    country_names,
    names_of,
    state_began,
)


def test_no_event_lies_before_its_state():
    first = read_country_months().groupby("iso3")["month"].min().astype(str)
    for iso3, began in STATE_BEGAN.items():
        assert first[iso3] >= began > "1989-01"


def test_names_are_in_the_order_of_speech():
    names = country_names()
    assert len(names) == 124
    assert names["COD"] == "Democratic Republic of the Congo"
    assert names["VEN"] == "Bolivarian Republic of Venezuela"
    assert names["CIV"] == "Côte d'Ivoire"
    assert not any("," in name for name in names.values())


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Mali", "MLI (Mali)"),
        ("pak", "PAK (Pakistan)"),
        ("Pakistn", "PAK (Pakistan)"),
        ("PK", "PAK (Pakistan)"),
        ("iran", "IRN (Islamic Republic of Iran)"),
        ("Syria", "SYR (Syrian Arab Republic)"),
    ],
)
def test_an_unknown_country_suggests_the_nearest(text, suggestion):
    with pytest.raises(ParameterError) as caught:
        country_name(text)
    assert f"unknown country {text!r}" in str(caught.value)
    assert f"Did you mean {suggestion}?" in str(caught.value)
    assert "turningpoint data" in str(caught.value)


def test_a_country_like_no_other_is_refused_without_a_guess():
    with pytest.raises(ParameterError) as caught:
        country_name("Qqqqqq")
    assert "Did you mean" not in str(caught.value)


def test_state_began():
    assert state_began("SSD") == "2011-07"
    assert state_began("PAK") == "1989-01"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("PAK", "Pakistan"), ("pak", "PAK"), ("IRN", "Iran"), ("COD", "DR Congo (Zaire)"), ("COG", "Congo"),
        ("MMR", "Myanmar (Burma)"), ("Aland", "ALAND"), ("RUS", "Russia (Soviet Union)"),
    ],
)  # fmt: skip
def test_a_code_finds_the_names_publishers_write(asked, written):
    assert written.casefold() in names_of(asked)


def test_no_name_is_of_two_countries():
    names = [
        name.casefold() for code in {*OTHER_NAMES, *country_names()} for name in names_of(code) - {code.casefold()}
    ]
    assert len(names) == len(set(names))
