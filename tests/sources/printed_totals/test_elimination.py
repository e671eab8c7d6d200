from hypothesis import given
from hypothesis import strategies as st

from tests.sources.printed_totals.oracle import RowSpace
from turningpoint.sources.printed_totals.elimination import eliminate
from turningpoint.sources.printed_totals.figure import Figure

MONTHS = 9
TRUTH = st.lists(st.integers(0, 60), min_size=MONTHS, max_size=MONTHS)
PERIOD = st.tuples(st.integers(0, MONTHS - 1), st.integers(0, MONTHS - 1)).map(sorted).map(tuple)
PERIODS = st.lists(PERIOD, min_size=1, max_size=12, unique=True)


def printed(truth, periods):
    """Figures of these periods as somebody prints who knows the truth."""
    return [Figure(first, last, sum(truth[first : last + 1])) for first, last in periods]


def space(figures):
    """The row space of figures."""
    return RowSpace([(one.first, one.last, one.value) for one in figures], MONTHS)


@given(TRUTH, PERIODS)
def test_what_is_determined_comes_back_and_nothing_else(truth, periods):
    figures = printed(truth, periods)
    found, unused = eliminate(figures)
    known = space(figures)
    covered = [month for one in found for month in one.months]
    assert len(covered) == len(set(covered))
    for one in found:
        assert known.value(set(one.months)) == one.value == sum(truth[month] for month in one.months)
    single = {one.months[0] for one in found if len(one.months) == 1}
    assert single == {month for month in range(MONTHS) if known.determines({month})}
    assert all(
        one.kind == ("printed" if (one.months * 2) in periods else "derived") for one in found if len(one.months) == 1
    )
    left = set(range(MONTHS)) - set(covered)
    for first in range(MONTHS):
        for last in range(first, MONTHS):
            run = set(range(first, last + 1))
            assert not (run <= left and known.determines(run))
    for one in unused:
        assert known.value(set(one.months)) == one.value


@given(TRUTH, PERIODS)
def test_nested_totals_come_back_in_the_finest_parts_there_are(truth, periods):
    """Without periods that overlap in part, no observation has a part that is known, and nothing known is left."""
    nested = []
    for first, last in periods:
        if all(last < a or b < first or (a <= first and last <= b) or (first <= a and b <= last) for a, b in nested):
            nested.append((first, last))
    figures = printed(truth, nested)
    found, unused = eliminate(figures)
    known = space(figures)
    assert not unused
    for one in found:
        assert known.determined(one.months) == [set(one.months)]
    assert not known.determined(set(range(MONTHS)) - {month for one in found for month in one.months})
    assert sum(one.value for one in found) == sum(truth[month] for one in found for month in one.months)


def test_overlapping_totals_whose_parts_follow_are_taken_apart():
    truth = list(range(1, 10))
    found, _ = eliminate(printed(truth, [(0, 5), (3, 8), (0, 8)]))
    assert [(one.months, one.value) for one in found] == [((0, 1, 2), 6), ((3, 4, 5), 15), ((6, 7, 8), 24)]


def test_of_two_totals_that_overlap_and_leave_each_other_open_the_shorter_stays_and_the_other_is_named():
    found, unused = eliminate(printed([1] * 9, [(0, 5), (4, 8)]))
    assert [one.months for one in found] == [(4, 5, 6, 7, 8)]
    assert [(one.months, one.value) for one in unused] == [((0, 1, 2, 3, 4, 5), 6)]
    assert "overlaps with 0000-05 to 0000-09" in unused[0].why


def test_a_remainder_below_zero_is_no_count():
    found, unused = eliminate([Figure(0, 1, 5), Figure(0, 0, 8)])
    assert [(one.months, one.value, one.kind) for one in found] == [((0,), 8, "printed")]
    assert [(one.months, one.value, one.why) for one in unused] == [((1,), -3, "below zero")]


def test_totals_are_subtracted_before_months_and_printed_months_stay():
    figures = [Figure(0, 2, 20), Figure(0, 1, 12), Figure(0, 0, 7), Figure(1, 1, 8)]
    found, _ = eliminate(figures)
    assert [one.value for one in found] == [7, 8, 8]
    assert found[2].formula == "0000-01 to 0000-03 20 − 0000-01 to 0000-02 12"
