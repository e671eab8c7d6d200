"""The checks in words: what each means follows its numbers, and what was not checked is not there."""

from typing import Any, get_args

import pytest

from tests.reports.front.made_up import DOWN, OPEN, UP, Ends, made_up, result
from tests.reports.front.made_up import of_all as of
from turningpoint.reports.front.checks import PLACEBOS, Check, of_the_finding, of_the_method
from turningpoint.reports.front.recorded import Record
from turningpoint.robustness.dates.date_set import Standing
from turningpoint.robustness.traffic_lights import State


def checked(*records: Record, **found: Any) -> Check:
    found = {"before_after": of(UP), **found}
    (row,) = of_the_finding(made_up(*records, **found))
    return row


def starts(*ends: Ends) -> list[Record]:
    return [result(f"attacks.start.{2015 + n}_01.before_after.months_12", each) for n, each in enumerate(ends)]


@pytest.mark.parametrize(
    ("ends", "found", "means"),
    [
        ([UP, (1.6, 1.2, 2.2)], "1.6 to 1.7 times", "Matters little."),
        ([UP, (3.0, 2.0, 4.0)], "1.7 to 3.0 times", "The size hangs on it."),
        ([UP, OPEN], "1.2 to 1.7 times", "The answer hangs on it."),
        ([DOWN], "0.58 times", "The answer hangs on it."),
        ([UP], "1.7 times", "Matters little."),
    ],
)
def test_other_starts(ends: list[Ends], found: str, means: str) -> None:
    row = checked(*starts(*ends))
    assert (row.found, row.means) == (found, means)
    assert row.what == {1: "A start in 2015", 2: "Starts from 2015 to 2016"}[len(ends)]


def test_starts_are_compared_over_the_span_of_the_answer() -> None:
    other = result("attacks.start.2020_01.before_after.whole", DOWN)
    assert of_the_finding(made_up(other, before_after=of(UP))) == ()


def left_out(ends: Ends, which: str) -> Record:
    return result("attacks.left_out.before_after", ends, left_out=which, refits=25)


def test_the_observation_without_which_the_answer_changes_most_is_named() -> None:
    row = checked(left_out((1.5, 1.1, 2.0), "2021-07"))
    assert row == Check(
        "Any one observation left out",
        "at most to 1.5 times (1.1 to 2.0), without July 2021",
        "Matters little.",
    )
    row = checked(left_out(OPEN, "2018-01/2018-03 2018-06"))
    assert "without January 2018 to March 2018 and June 2018" in row.found
    assert row.means == "The answer hangs on it."


@pytest.mark.parametrize(
    ("growth", "behind"), [((1.33, 1.02, 1.58), ", after growth of 33% a year (2 to 58)"), (OPEN, "")]
)
def test_events_without_india_are_held_against_ucdps_own(growth: Ends, behind: str) -> None:
    prefix = "attacks.beside.ucdp.without_india"
    records = [result(f"{prefix}.before_after.months_12", (1.9, 1.4, 2.7)), result(f"{prefix}.growth_before", growth)]
    row = checked(*records, before_after=of(OPEN, UP))
    assert row == Check("UCDP without exchanges with India", f"1.9 times (1.4 to 2.7){behind}", "Matters little.")
    assert of_the_finding(made_up(*records, before_after=of(UP))) == ()


@pytest.mark.parametrize(
    ("excess", "means"),
    [((1.2, 0.3, 2.5), "Its shape decides."), ((0.2, -0.3, 1.0), "Its shape matters little.")],
)
def test_a_straight_trend_is_held_against_the_answer(excess: Ends, means: str) -> None:
    row = checked(result("attacks.straight.relative_excess.horizon_12", excess, unit="share"), effect=of(OPEN))
    assert row.means == means
    assert row.found.startswith(f"{1 + excess[0]:.1f} times (")


@pytest.mark.parametrize(
    ("standing", "ruled_out", "found", "means"),
    [
        ("inside", "yes", "May 2020 to August 2021, of 97 compared", "August 2021 is among them."),
        ("neighbours", "yes", "May 2020 to August 2021, of 97 compared", "They lie next to August 2021."),
        ("outside", "yes", "May 2020 to August 2021, of 97 compared", "August 2021 is ruled out."),
        ("nothing ruled out", "no", "none of 97 is ruled out",
         "Neither shown nor refuted."),
        ("not searched", "no", "none of 97 is ruled out", "August 2021 was not compared."),
    ],
)  # fmt: skip
def test_the_possible_dates(standing: str, ruled_out: str, found: str, means: str) -> None:
    record = result(
        "robustness.date_set", verdict=standing, ruled_out=ruled_out, set="May 2020 to August 2021", dates_compared=97
    )
    assert checked(record) == Check("Other dates of the turn", found, means)


def placebo(kind: str, share: float, placebos: int, windows: int, state: str) -> list[Record]:
    id = {"time": "time_share", "space": "space_rank"}[kind]
    return [
        result(f"robustness.placebo_{id}", (share, None, None), placebos=placebos, windows_apart=windows),
        result(f"robustness.light_placebo_in_{kind}", verdict=state),
    ]


@pytest.mark.parametrize(
    ("share", "placebos", "windows", "state", "found", "means"),
    [
        (9 / 232, 231, 3, "holds", "as clear at 8 of 231 dates, 3 without overlap",
         "The date stands out."),
        (2 / 3, 2, 2, "not available", "as clear at 1 of 2 dates", "Too few to tell."),
        (1.0, 1, 1, "not available", "as clear at 1 of 1 date", "Too few to tell."),
        (0.5, 99, 4, "not shown", "as clear at 49 of 99 dates, 4 without overlap",
         "Nothing special."),
    ],
)  # fmt: skip
def test_other_dates(share: float, placebos: int, windows: int, state: str, found: str, means: str) -> None:
    row = checked(*placebo("time", share, placebos, windows, state))
    assert (row.what, row.found, row.means) == ("Jumps at other months", found, means)


@pytest.mark.parametrize("state", get_args(State))
def test_every_state_of_a_placebo_has_its_words(state: str) -> None:
    assert checked(*placebo("space", 0.5, 40, 0, state)).means == PLACEBOS[state]


@pytest.mark.parametrize("standing", get_args(Standing))
def test_every_standing_of_a_date_has_its_words(standing: str) -> None:
    record = result("robustness.date_set", verdict=standing, ruled_out="no", set="", dates_compared=97)
    assert checked(record).means


def test_other_countries() -> None:
    row = checked(*placebo("space", 3 / 41, 40, 0, "not shown"))
    assert row.found == "as clear in 2 of 40 countries"
    assert checked(*placebo("space", 1.0, 1, 0, "not available")).found == "as clear in 1 of 1 country"


def test_what_was_not_checked_is_not_there() -> None:
    none = placebo("time", 0.5, 0, 0, "not available")
    assert of_the_finding(made_up(result("robustness.placebo_time_share", placebos=0), none[1])) == ()
    assert of_the_finding(made_up(*starts(UP), left_out(UP, "2021-07"))) == ()
    assert of_the_method(made_up()) == ()


def test_measured_values_are_not_held_against_ratios() -> None:
    found = made_up(*starts(UP), left_out(UP, "2021-07"), of="mm", before_after=of(UP), effect=of(UP))
    assert of_the_finding(found) == ()


@pytest.mark.parametrize(("certified", "means"), [(True, "Keeps its promise."), (False, "It may be too narrow here.")])
def test_the_certificate_is_a_check_of_the_method(certified: bool, means: str) -> None:
    record = result("certificate.coverage_level_change", (0.958, None, None), certified=certified)
    (row,) = of_the_method(made_up(record))
    assert row.found == "the jump's interval held the truth in 96%"
    assert row.means == means


@pytest.mark.parametrize(
    ("usual", "means"),
    [(0.8, "The usual one misleads."), (0.99, "Both keep their promise.")],
)
def test_series_in_which_nothing_changed(usual: float, means: str) -> None:
    names = {"calibrated": 0.96, "negative_binomial_hac_6": usual}
    records = [result(f"methods.repeated.{name}", (share, None, None)) for name, share in names.items()]
    (row,) = of_the_method(made_up(*records))
    assert row.found == f"ours held that in 96%, the usual interval in {usual:.0%}"
    assert row.means == means
