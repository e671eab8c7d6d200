"""Title and standfirst: every interval flipped, every rise turned into a fall, and no number that says otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from tests.reports.front.made_up import (
    DOWN,
    LEVEL,
    OPEN,
    UP,
    Ends,
    claim,
    claimed,
    made_up,
    of_all,
    result,
)
from turningpoint.reports.front.evidence import Evidence, Series
from turningpoint.reports.front.headline import agreed, asked, lead, rise, standfirst, title, turn, unconfirmed
from turningpoint.reports.front.recorded import Interval

SIDES: dict[str, Ends] = {"up": UP, "down": DOWN, "level": LEVEL, "open": OPEN}


def evidence(*sides: Ends, verdict: str = "", **more: object) -> Evidence:
    records = [claim("C06", verdict)] if verdict else []
    return made_up(*records, before_after=of_all(*sides), **more)


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ((UP,), "rose"),
        ((UP, UP, OPEN), "rose"),
        ((UP, UP, LEVEL), "rose"),
        ((UP, OPEN, OPEN), "open"),
        ((UP, UP, DOWN), "differ"),
        ((DOWN, UP), "differ"),
        ((DOWN,), "fell"),
        ((DOWN, OPEN, DOWN), "fell"),
        ((DOWN, OPEN), "open"),
        ((LEVEL, LEVEL), "level"),
        ((LEVEL, OPEN), "open"),
        ((), "open"),
    ],
)
def test_a_change_needs_two_sources_or_the_only_one_and_none_against_it(sides: Sequence[Ends], found: str) -> None:
    assert rise(evidence(*sides)) == found


TITLES = {
    "rose": "Militant attacks in Pakistan rose after August 2021",
    "fell": "Militant attacks in Pakistan fell after August 2021",
    "level": "Militant attacks in Pakistan changed little after August 2021",
    "differ": "Sources differ on whether militant attacks in Pakistan rose or fell after August 2021",
    "open": "A change in militant attacks in Pakistan after August 2021 is not shown",
}


def word_of(heading: str) -> str:
    """The word that a title says, by its text alone."""
    found = [word for word, text in TITLES.items() if heading.startswith(text)]
    if heading.startswith("Only "):
        return "only one"
    assert len(found) == 1, heading
    return found[0]


def told_of(text: str) -> Interval:
    """The first interval that a standfirst prints."""
    inside = text[text.index("(") + 1 : text.index(")")].split(" to ")
    return Interval(1.0, float(inside[0]), float(inside[1]))


@pytest.mark.parametrize("sides", [*product(SIDES, repeat=1), *product(SIDES, repeat=2), *product(SIDES, repeat=3)])
def test_no_title_is_contradicted_by_the_number_below_it(sides: tuple[str, ...]) -> None:
    """Whatever each series finds, the side of the interval that the standfirst prints is the side the title names."""
    found = evidence(*(SIDES[side] for side in sides))
    heading, below = title(found), standfirst(found)
    printed = told_of(below).side
    word = word_of(heading)
    if word == "only one":
        assert f"shows a {'rise' if printed == 'up' else 'fall'} in" in heading
        assert f"By {heading.split()[1]} there were" in below
        assert printed in ("up", "down")
        assert sides.count(printed) == 1 < len(sides)
    else:
        wanted = {"rose": {"up"}, "fell": {"down"}, "level": {"level"}, "differ": {"up", "down"}}
        assert printed in wanted.get(word, {"level", "open"})
    if word == "differ":
        assert "; by " in below
    assert ("both fit" in below) == (printed == "open")


TURNS = [(sides, place) for sides in product(SIDES, repeat=2) for place in (0, 1) if sides[place] in ("up", "down")]


@pytest.mark.parametrize(("sides", "place"), TURNS)
def test_turning_a_rise_into_a_fall_changes_title_and_standfirst(sides: tuple[str, ...], place: int) -> None:
    mirror = {"up": "down", "down": "up"}
    turned = tuple(mirror.get(side, side) if at == place else side for at, side in enumerate(sides))
    before, after = (evidence(*(SIDES[side] for side in each)) for each in (sides, turned))
    assert standfirst(before) != standfirst(after)
    assert title(before) != title(after) or {"up", "down"} == set(sides) == set(turned)


@pytest.mark.parametrize("end", [0, 1])
def test_moving_one_end_across_one_changes_the_title(end: int) -> None:
    clear, across = ((1.7, 1.01, 2.3), (1.7, 0.99, 2.3)) if end == 0 else ((0.7, 0.5, 0.99), (0.7, 0.5, 1.01))
    assert word_of(title(evidence(clear))) in ("rose", "fell")
    assert word_of(title(evidence(across))) == "open"


@pytest.mark.parametrize(
    ("verdict", "behind"),
    [
        ("supported", ", and that month was the turning point"),
        ("contradicted", ", but the turn came at another time"),
        ("sources differ", ". Sources differ on whether that month was the turning point"),
        ("not shown", ". That the month was the turning point is not shown"),
        ("no data here", ". That the month was the turning point is not shown"),
    ],
)
@pytest.mark.parametrize("side", ["up", "down"])
def test_the_second_half_of_the_title_is_the_verdict_on_the_turn(verdict: str, behind: str, side: str) -> None:
    word = {"up": "rose", "down": "fell"}[side]
    assert title(evidence(SIDES[side], verdict=verdict)) == f"{TITLES[word]}{behind}"


@pytest.mark.parametrize("sides", [(LEVEL, LEVEL), (OPEN,), (UP, DOWN)])
def test_where_no_change_is_shown_the_title_says_nothing_of_the_turn(sides: Sequence[Ends]) -> None:
    assert "turn" not in title(evidence(*sides, verdict="supported"))


@pytest.mark.parametrize(
    ("standing", "jump", "side", "found"),
    [
        ("inside", UP, UP, "supported"),
        ("neighbours", UP, UP, "supported"),
        ("inside", DOWN, DOWN, "supported"),
        ("inside", DOWN, UP, "not shown"),
        ("inside", OPEN, UP, "not shown"),
        ("nothing ruled out", UP, UP, "not shown"),
        ("outside", OPEN, UP, "contradicted"),
        ("outside", UP, UP, "not shown"),
    ],
)
def test_without_a_claim_the_turn_is_what_dates_and_jump_say(standing: str, jump: Ends, side: Ends, found: str) -> None:
    dates = result("robustness.date_set", verdict=standing)
    assert turn(made_up(dates, before_after={"UCDP": side}, turn={"UCDP": jump})) == found
    assert turn(made_up(dates, before_after={"UCDP": side})) == "not shown"


def test_the_standfirst_speaks_of_the_series_that_carries_the_title() -> None:
    assert lead(evidence(OPEN, UP, UP)) is not None
    assert standfirst(evidence(OPEN, UP, UP)).startswith("By UCDP there were 1.7 times (1.3 to 2.3) as many")
    assert standfirst(evidence(UP)) == (
        "There were 1.7 times (1.3 to 2.3) as many militant attacks in the 12 months from August 2021 as in the 12 "
        "before."
    )


def test_an_open_interval_is_told_as_the_fall_and_the_rise_that_fit_and_huge_ones_are_bounded() -> None:
    assert standfirst(evidence(OPEN)).endswith(", so a fall of 20% and a rise of 100% both fit.")
    huge = standfirst(evidence((3504329629.0, 0.5, 1e12)))
    assert "more than 100 times (0.50 to more than 100)" in huge
    assert "a rise of more than 1,000% both fit" in huge
    assert "both fit" not in standfirst(evidence((1.2, None, 2.0)))


def test_measured_values_have_a_unit_and_no_times() -> None:
    for ends, way in (((2.5, 1.0, 4.0), "higher"), ((-2.5, -4.0, -1.0), "lower")):
        found = made_up(of="mm", unit="mm", before_after={"this series": ends}, what="price", place="", counts=False)
        told = standfirst(found)
        assert told.startswith(f"The mean of the 12 months from August 2021 was 2.5 mm {way} (")
        assert "times" not in told
        assert title(found).startswith(f"Price {'rose' if way == 'higher' else 'fell'} after August 2021")


def test_without_a_year_on_both_sides_everything_is_compared_by_the_month() -> None:
    found = made_up(result("attacks.before_after.whole", UP))
    assert "as many militant attacks a month in all months from August 2021 on as in all months before" in standfirst(
        found
    )
    assert "too short" in standfirst(made_up())
    assert word_of(title(made_up())) == "open"


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        ((1.36, 1.2, 1.51), "Since then they grew by 36% a year (20 to 51)."),
        ((0.8, 0.7, 0.9), "Since then they fell by 20% a year (10 to 30)."),
        ((1.05, 0.9, 1.2), "No trend since is shown: 5% a year (−10 to 20)."),
    ],
)
def test_growth_since_is_told_where_no_kill_ratio_is_claimed(growth: Ends, said: str) -> None:
    told = standfirst(made_up(before_after=of_all(UP), growth_since=of_all(growth)))
    assert told.endswith(said)


def test_the_claimed_ratio_rests_on_a_figure_that_is_named_unless_the_sources_confirm_it() -> None:
    doubted = made_up(*claimed(), before_after=of_all(UP))
    assert unconfirmed(doubted) == ["2021"]
    assert "rests on a figure for 2021 that no source here confirms" in standfirst(doubted)
    confirmed = made_up(*claimed(c01="supported"), before_after=of_all(UP))
    assert unconfirmed(confirmed) == []
    assert "stands on two printed figures: 6.5 times (3.7 to 11)" in standfirst(confirmed)
    unjudged = made_up(*claimed()[:3], before_after=of_all(UP))
    assert unconfirmed(unjudged) == []


def test_the_brackets_are_those_of_the_report() -> None:
    assert "Brackets: 90% intervals." in asked(made_up(confidence=0.9))
    assert "Brackets: 95% intervals." in asked(made_up(claim("C06", "not shown")))
    assert "article" in asked(made_up(claim("C06", "not shown")))
    assert asked(made_up(per=" per inhabitant")).endswith("All times are those of counts per inhabitant.")
    assert asked(made_up()).startswith("Asked: did militant attacks in Pakistan change at August 2021 (Fall of Kabul)?")


def test_a_reader_who_does_not_know_them_is_told_where_those_who_count_are_at_home() -> None:
    three = (Series("PICSS", "a", "in Islamabad"), Series("UCDP", "b", "at Uppsala University"))
    three += (Series("PIPS", "c", "in Islamabad"),)
    said = asked(replace(made_up(), series=three))
    assert "Counted by PICSS and PIPS in Islamabad, UCDP at Uppsala University. Brackets" in said
    assert "ounted by" not in asked(replace(made_up(), series=(Series("this series", "attacks"),)))


def test_agreement_of_no_series_is_open() -> None:
    assert agreed([]) == "open"
    assert agreed(["up", "up", "down"]) == "differ"
    assert [agreed(["up"] * n + ["open"]) for n in (1, 2)] == ["open", "up"]
