"""The parts of a verdict."""

from typing import get_args

import pytest

from turningpoint.claims.verdict import VERDICTS, Claim, Finding, Verdict, sentence_of
from turningpoint.errors import DataError


def claim(**changes):
    fields = {
        "id": "C08",
        "topic": "t",
        "statement": "s",
        "period": "2025",
        "claimed_value": "699",
        "unit": "attacks",
        "claimed_by": "PIPS",
        "how_to_test": "h",
    }
    return Claim(**{**fields, **changes})


def test_the_closed_list():
    assert (
        list(get_args(Verdict))
        == list(VERDICTS)
        == ["reproduced", "supported", "not like for like", "contradicted", "not testable here"]
    )


@pytest.mark.parametrize(
    ("period", "year"), [("2025", 2025), ("2021-08/", 2021), ("2014-06-08", 2014), ("2021/2025", 2021)]
)
def test_year_of_a_period(period, year):
    assert claim(period=period).year == year


def test_number_of_a_claim():
    assert claim().number == 699
    with pytest.raises(DataError, match=r"claims.csv, column 'claimed_value'.*'193:592' is not a whole number"):
        _ = claim(claimed_value="193:592").number


def test_sentence_without_a_source():
    found = Finding("supported", "it rose", "Because.")
    assert sentence_of(claim(), found) == "“s” (PIPS): supported – it rose."
