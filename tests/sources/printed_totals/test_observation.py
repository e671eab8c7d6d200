from turningpoint.sources.printed_totals.borders import Term
from turningpoint.sources.printed_totals.figure import Figure, month_number
from turningpoint.sources.printed_totals.observation import Observation, months_in_words

START = month_number("2020-01")


def figure(first, last, value, report="R", url=""):
    """A figure of months of 2020."""
    return Figure(START + first, START + last, value, report=report, url=url, report_date="2021")


def test_a_printed_month_is_its_own_formula():
    one = Observation((START,), 1500, "printed", (Term(1, figure(0, 0, 1500)),))
    assert (one.formula, one.labels, one.period) == ("2020-01 1,500", ("2020-01",), "2020-01")


def test_few_months_are_named_and_many_are_counted_with_their_sum():
    months = [Term(-1, figure(place, place, place + 1)) for place in (0, 1, 4, 5)]
    rest = tuple(START + place for place in (2, 3, *range(6, 12)))
    one = Observation(rest, 173, "sum", (Term(1, figure(0, 11, 187)), *months))
    assert one.formula == "2020 187 − 4 printed months (2020-01 to 2020-02 and 2020-05 to 2020-06) 14"
    assert one.period == "2020-03 to 2020-04 and 2020-07 to 2020-12"
    few = Observation(rest, 184, "sum", (Term(1, figure(0, 11, 187)), *months[:2]))
    assert few.formula == "2020 187 − 2020-01 1 − 2020-02 2"


def test_a_month_that_is_added_stands_with_its_sign():
    terms = (Term(1, figure(1, 6, 40)), Term(1, figure(0, 0, 5)), Term(-1, figure(0, 5, 33)))
    assert Observation((START + 6,), 12, "derived", terms).formula == (
        "2020-02 to 2020-07 40 − 2020-01 to 2020-06 33 + 2020-01 5"
    )


def test_reports_and_links_stand_once():
    terms = (Term(1, figure(0, 2, 9, "A", "https://a")), Term(-1, figure(0, 0, 4, "B")), Term(-1, figure(1, 1, 2, "B")))
    one = Observation((START + 2,), 3, "derived", terms)
    assert one.reports == ("A (2021)", "B (2021)")
    assert one.links == ("https://a",)


def test_months_in_words():
    assert months_in_words([START + 3]) == "2020-04"
