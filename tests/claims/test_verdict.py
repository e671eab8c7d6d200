"""The parts of a verdict."""

from pathlib import Path
from typing import get_args

import pytest

from turningpoint.claims.verdict import SIGNS, VERDICTS, Claim, Finding, Verdict, day_in_words, sentence_of
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


def test_the_closed_list_is_defined_each_in_a_line_with_a_sign_of_its_own():
    assert list(get_args(Verdict)) == list(VERDICTS) == list(SIGNS)
    assert list(VERDICTS) == [
        "quoted correctly", "supported", "partly", "sources differ", "not shown", "contradicted", "misleading",
        "no data here",
    ]  # fmt: skip
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert all(len(meaning) <= 100 and "\n" not in meaning for meaning in VERDICTS.values())


def test_the_words_stand_in_the_readme():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for verdict, meaning in VERDICTS.items():
        assert f"| {SIGNS[verdict]} {verdict} | {meaning} |" in readme


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
    found = Finding("supported", "It rose.", "Because.", "A fall would change it.")
    assert sentence_of(claim(), found) == "“s” (PIPS): supported. It rose."


@pytest.mark.parametrize(
    ("who", "named"), [("article", "the article"), ("PIPS", "PIPS"), ("UN report", "the UN report")]
)
def test_who_said_it(who, named):
    assert claim(claimed_by=who).speaker == named


def test_days_and_months_in_words():
    assert [day_in_words(date) for date in ("2014-06-05", "2014-12")] == ["5 June 2014", "December 2014"]
