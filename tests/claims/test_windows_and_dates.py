"""What a look at a series says of a date."""

import pytest

from tests.claims.helpers import look
from turningpoint.claims.windows_and_dates import agreed, best_words, counted_words

KABUL, RIVALS = "2021-08", ["2020-03", "2021-11"]


@pytest.mark.parametrize(
    ("inside", "ruled_out", "expected"),
    [
        (["2021-08"], True, "for"),
        (["2021-07", "2021-08", "2021-09"], True, "for"),
        (["2020-03", "2021-08"], True, "silent"),
        (["2021-09"], True, "silent"),  # a neighbour after the date does not speak against it
        (["2020-04"], True, "against"),
        (["2020-04"], False, "silent"),
    ],
)
def test_a_date_is_for_against_or_silent(inside, ruled_out, expected):
    assert look(inside, ruled_out=ruled_out).of_date(KABUL, RIVALS) == expected


def test_without_rivals_nothing_singles_a_date_out():
    assert look(["2021-08"]).of_date(KABUL, []) == "silent"
    assert look(["2021-08"]).of_date("2031-08", RIVALS) == "silent"


@pytest.mark.parametrize(
    ("inside", "ruled_out", "expected"),
    [
        (["2021-01", "2021-12"], True, "for"),
        (["2020-12", "2021-01"], True, "silent"),
        (["2020-04"], True, "against"),
        (["2020-04"], False, "silent"),
    ],
)
def test_a_year_is_for_against_or_silent(inside, ruled_out, expected):
    assert look(inside, ruled_out=ruled_out).of_year(2021) == expected
    assert look(inside, ruled_out=ruled_out).of_year(2031) == "silent"


def test_looks_agree_when_none_contradicts_the_first():
    assert agreed(["for", "for"]) == "supported"
    assert agreed(["for", "against"]) == agreed(["silent", "against"]) == agreed(["silent"]) == "not testable here"
    assert agreed(["against", "against"]) == "contradicted"


def test_words_follow_the_set():
    assert "a break in April 2020, all other dates are ruled out, 2021-08 is outside" in look(["2020-04"]).words(KABUL)
    assert "no date is ruled out" in look(["2020-04"], ruled_out=False).words(KABUL)
    assert "2031-08 was not searched" in look(["2020-04"]).words("2031-08")
    assert best_words([look(["2020-04"])]) == "the break lies in April 2020"
    assert best_words([look(["2020-04"], ruled_out=False)]) == "the data rule no date out"
    assert (
        counted_words(["for", "for", "against"], "X")
        == "of 3 looks 1 rules out X, 2 single it out and none cannot tell"
    )
