"""What a look at a series says of a date."""

import pytest

from tests.claims.helpers import look
from turningpoint.claims.windows_and_dates import agreed, best_words, counted_words

KABUL, RIVALS = "2021-08", ["2020-03", "2021-11"]


@pytest.mark.parametrize(
    ("inside", "p_no_break", "expected"),
    [
        (["2021-08"], 0.01, "for"),
        (["2021-07", "2021-08", "2021-09"], 0.01, "for"),
        (["2020-03", "2021-08"], 0.01, "silent"),
        (["2020-04"], 0.01, "against"),
        (["2020-04"], 0.30, "silent"),
    ],
)
def test_a_date_is_for_against_or_silent(inside, p_no_break, expected):
    assert look(inside, p_no_break=p_no_break).of_date(KABUL, RIVALS) == expected


def test_without_rivals_nothing_singles_a_date_out():
    assert look(["2021-08"]).of_date(KABUL, []) == "silent"
    assert look(["2021-08"]).of_date("2031-08", RIVALS) == "silent"


@pytest.mark.parametrize(
    ("inside", "p_no_break", "expected"),
    [
        (["2021-01", "2021-12"], 0.01, "for"),
        (["2020-12", "2021-01"], 0.01, "silent"),
        (["2020-04"], 0.01, "against"),
        (["2020-04"], 0.30, "silent"),
    ],
)
def test_a_year_is_for_against_or_silent(inside, p_no_break, expected):
    assert look(inside, p_no_break=p_no_break).of_year(2021) == expected
    assert look(inside, p_no_break=p_no_break).of_year(2031) == "silent"


def test_looks_agree_when_none_contradicts_the_first():
    assert agreed(["for", "for"]) == "supported"
    assert agreed(["for", "against"]) == agreed(["silent", "against"]) == agreed(["silent"]) == "not testable here"
    assert agreed(["against", "against"]) == "contradicted"


def test_words_follow_the_set():
    assert "set of dates 2020-04, 2021-08 is outside" in look(["2020-04"]).words(KABUL)
    assert "no single break is detectable (p = 0.3)" in look(["2020-04"], p_no_break=0.3).words(KABUL)
    assert "2031-08 was not searched" in look(["2020-04"]).words("2031-08")
    assert best_words([look(["2020-04"])]) == "the single break fits best at April 2020"
    assert best_words([look(["2020-04"], p_no_break=0.3)]) == "no break is detectable"
    assert (
        counted_words(["for", "for", "against"], "X")
        == "of 3 looks 1 rules out X, 2 single it out and none cannot tell"
    )
