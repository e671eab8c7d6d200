import pytest

from turningpoint.sources.printed_totals.borders import Borders, ends, total
from turningpoint.sources.printed_totals.figure import Figure


def test_the_borders_of_months_with_holes():
    assert ends([5, 3, 4, 9]) == [(3, -1), (6, 1), (9, -1), (10, 1)]
    assert ends([]) == []


@pytest.mark.parametrize(
    ("months", "value"),
    [
        (range(6), 60),
        ((3, 4, 5), 35),
        ((0, 1, 2), 25),
        ((8,), 7),
        ((0, 1, 2, 8), 32),
        ((0,), None),
        (range(9), None),
        ((20,), None),
    ],
)
def test_a_set_of_months_is_determined_where_its_borders_cancel_in_every_part(months, value):
    borders = Borders([Figure(0, 5, 60), Figure(0, 2, 25), Figure(8, 8, 7)])
    terms = borders.terms(months)
    assert (None if terms is None else total(terms)) == value


def test_an_inner_part_is_taken_off_where_it_touches_no_border_of_the_outer():
    terms = Borders([Figure(0, 5, 60), Figure(2, 3, 9)]).terms((0, 1, 4, 5))
    assert [(term.sign, term.figure.value) for term in terms] == [(1, 60), (-1, 9)]


def test_stretches_run_between_neighbouring_borders_of_one_part():
    borders = Borders([Figure(0, 5, 60), Figure(0, 2, 25), Figure(8, 9, 7)])
    assert sorted((s.start, s.stop) for s in borders.stretches()) == [(0, 3), (3, 6), (8, 10)]


def test_what_is_joined_already_is_spare_and_the_first_way_stays():
    borders = Borders([Figure(0, 0, 5), Figure(1, 1, 6), Figure(0, 1, 12)])
    assert borders.spare == [Figure(0, 1, 12)]
    assert total(borders.terms((0, 1))) == 11
