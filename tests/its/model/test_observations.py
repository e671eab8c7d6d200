"""What enters a fit, its names, and what is left without sums."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.spans_series import design_of, picss
from turningpoint.errors import DesignError
from turningpoint.its.model.observations import (
    entered,
    leave_one_out,
    name,
    names,
    points,
    require_single_periods,
    single_periods,
)


@pytest.fixture(scope="module")
def attacks():
    return design_of(picss())


def test_values_enter_in_the_order_of_the_rows(attacks):
    values, design = attacks
    found = entered(np.stack([values, 2 * values]), design)
    assert found.shape == (2, 91) == (2, len(design.rows))
    assert found[0, :3].tolist() == [82, 82, 68]
    assert found[1, -8:].tolist() == [174, 730, 840, 348, 68, 36, 252, 208]


def test_observations_are_named_by_their_runs(attacks):
    found = names(attacks[1])
    assert found[:3] == ["2015-01", "2015-02", "2015-03"]
    assert found[-8:-6] == ["2015-04 2015-12", "2016-04/2016-12"]
    assert found[-1] == "2021-01/2021-03 2021-06/2021-07"


def test_a_transition_takes_the_sums_that_it_cuts_out():
    values, design = design_of(picss(), transition_before=1)
    assert design.spans_used.tolist() == [True] * 7 + [False]
    assert len(entered(values, design)) == len(names(design)) == len(design.rows)
    assert "2021-01/2021-03 2021-06/2021-07" not in names(design)


def test_single_periods_are_what_others_would_use(attacks):
    design = attacks[1]
    alone = single_periods(design)
    assert alone.spans == ()
    assert len(alone.rows) == 83
    assert single_periods(alone) is alone


def test_too_few_single_periods_are_refused(attacks):
    design = attacks[1]
    used = design.used.copy()
    used[2 : design.positions[0]] = False
    with pytest.raises(DesignError, match=r"without the sums over several periods.* usable points before"):
        single_periods(replace(design, used=used))


@pytest.mark.parametrize(("kept", "words"), [(1, "1 of the values is a sum"), (8, "8 of the values are sums")])
def test_errors_with_memory_are_refused_with_the_way_out(attacks, kept, words):
    design = replace(attacks[1], spans=attacks[1].spans[:kept], spans_used=attacks[1].spans_used[:kept])
    with pytest.raises(DesignError, match=f"errors 'hac:6'.*{words}.*calibrated or independent"):
        require_single_periods(design, "hac:6")
    require_single_periods(single_periods(attacks[1]), "hac:6")


def test_points_lie_on_a_side_as_a_whole_or_on_none():
    design = design_of(picss())[1]
    date = design.positions[0]
    assert points(design) == (37, 54)
    crossing = replace(design, spans=(*design.spans[:-1], (date - 2, date)))
    assert points(crossing) == (36, 54)
    after = replace(design, spans=(*design.spans[:-1], (date, date + 1)))
    assert points(after) == (36, 55)


def test_one_month_between_breaks_a_run():
    assert name((0, 1, 3), ["2018-01", "2018-02", "2018-03", "2018-04"]) == "2018-01/2018-02 2018-04"


def test_every_observation_is_left_out_once(attacks):
    design = attacks[1]
    whole, left = names(design), [names(each) for each in leave_one_out(design)]
    assert [set(whole) - set(kept) for kept in left] == [{out} for out in whole]
    assert {len(kept) for kept in left} == {90}
