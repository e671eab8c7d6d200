"""Codes and names of countries."""

import pytest

from turningpoint.sources.countries import country_names
from turningpoint.sources.event_files.countries import OTHER_NAMES, names_of


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
