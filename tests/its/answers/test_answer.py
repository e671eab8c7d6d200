"""One answer in a sentence."""

import pytest

from turningpoint.errors import FitError
from turningpoint.its.answers.answer import Answer, answers_frame, answers_table

KEPT = {"confidence": 0.95, "method": "made up", "when": "2021-08"}


def answer(**fields):
    usual = {
        "name": "before_after.months_12", "estimand": "after over before", "estimate": 1.662, "low": 1.26,
        "high": 2.264, "unit": "ratio", "words": "There were {} times as many", **KEPT,
    }  # fmt: skip
    return Answer(**{**usual, **fields})


def test_the_summary_is_one_sentence_with_its_note():
    assert answer().summary() == "There were 1.66 (95% interval 1.26 to 2.26) times as many."
    assert answer(note="a sum crosses").summary().endswith("times as many; a sum crosses.")


def test_a_month_has_a_range_of_months():
    found = answer(estimate="2019-11", low="2019-03", high="2021-07", unit="month", words="It was lowest in {}")
    assert found.summary() == "It was lowest in 2019-11 (95% range 2019-03 to 2021-07)."


def test_open_ends_and_large_numbers_keep_the_decimals_they_bear():
    assert answer(high=None).told() == ("1.66", "1.26 or more")
    assert answer(estimate=47.3, low=12.1, high=183.0).told() == ("47", "12 to 183")
    assert answer(estimate=-3.2, low=-7.9, high=1.4, unit="mm").told() == ("−3", "−8 to 1")


def test_what_is_no_number_is_refused():
    with pytest.raises(FitError, match="after over before: the upper end came out as nan"):
        answer(high=float("nan"))


def test_tables_have_one_row_an_answer():
    both = (answer(), answer(name="turn.level", note="left out"))
    assert list(answers_frame(both)["name"]) == ["before_after.months_12", "turn.level"]
    assert list(answers_table(both)["To be known beside it"]) == ["–", "left out"]
