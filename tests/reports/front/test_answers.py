"""The four answers: word and text follow every interval, and stay short."""

from itertools import product

import pytest

from tests.reports.front.made_up import (
    DOWN,
    LEVEL,
    OPEN,
    UP,
    Ends,
    as_in_the_default,
    claim,
    low_point,
    made_up,
    result,
)
from tests.reports.front.made_up import of_all as of
from turningpoint.reports.front.answers import answers, did_it_rise, more_than_implied, was_it_the_turn
from turningpoint.reports.front.evidence import Evidence
from turningpoint.reports.front.headline import title

LONGEST = 45
SIDES: dict[str, Ends] = {"up": UP, "down": DOWN, "level": LEVEL, "open": OPEN}
CLAIM = claim("C06", "not shown")


def words(evidence: Evidence) -> list[str]:
    return [f"{one.question} {one.word}" for one in answers(evidence)]


@pytest.mark.parametrize(
    ("sides", "claimed_rise", "asked"),
    [
        ((UP, UP), "Yes", "Yes"),
        ((DOWN, DOWN), "No", "Yes"),
        ((LEVEL, LEVEL), "No", "No"),
        ((UP, DOWN), "Sources differ", "Sources differ"),
        ((OPEN, OPEN), "Not shown", "Not shown"),
        ((UP, OPEN), "Not shown", "Not shown"),
    ],
)
def test_the_word_on_a_rise_and_on_a_change(sides: tuple[Ends, ...], claimed_rise: str, asked: str) -> None:
    assert words(made_up(CLAIM, before_after=of(*sides))) == [f"Did militant attacks rise? {claimed_rise}"]
    assert words(made_up(before_after=of(*sides))) == [f"Did militant attacks change? {asked}"]


@pytest.mark.parametrize("sides", [*product(SIDES, repeat=2), *product(SIDES, repeat=3)])
def test_the_first_answer_says_what_the_title_says_and_names_every_series(sides: tuple[str, ...]) -> None:
    evidence = made_up(before_after=of(*(SIDES[side] for side in sides)))
    one = did_it_rise(evidence)
    assert one is not None
    assert all(name in one.text for name in ("PICSS", "UCDP", "PIPS")[: len(sides)])
    assert ("Pakistan rose after" in title(evidence)) == one.text.startswith("They rose. ")
    assert ("Pakistan fell after" in title(evidence)) == one.text.startswith("They fell. ")
    assert ("changed little" in title(evidence)) == ("by less than a quarter" in one.text)
    assert ("Sources differ" in title(evidence)) == (one.sign == "differ")
    assert len(one.rows) == len(sides)


def test_who_agrees_who_less_exactly_and_who_does_not() -> None:
    def said(*sides: Ends) -> str:
        one = did_it_rise(made_up(CLAIM, before_after=of(*sides)))
        assert one is not None
        return one.text.partition("; ")[2]

    assert said(UP, UP, OPEN) == "UCDP agrees, PIPS less exactly."
    assert said(UP, UP, UP) == "UCDP and PIPS agree."
    assert said(UP, UP, (0.9, 0.5, 1.6)) == "UCDP agrees; PIPS has 0.90 times (0.50 to 1.6)."
    assert said(UP, DOWN) == "UCDP has 0.58 times (0.40 to 0.80)."
    assert said(OPEN, OPEN) == "UCDP has 1.2 times (0.80 to 2.0)."
    assert said(UP, OPEN) == "UCDP agrees, less exactly."


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        ((1.36, 1.2, 1.51), "Since then they grew by 36% a year (20 to 51)."),
        ((0.8, 0.7, 0.9), "Since then they fell by 20% a year (10 to 30)."),
        ((1.05, 0.9, 1.2), "No trend since is shown: 5% a year (−10 to 20)."),
    ],
)
def test_growth_since_follows_its_interval(growth: Ends, said: str) -> None:
    one = did_it_rise(made_up(before_after=of(UP), growth_since=of(growth)))
    assert one is not None
    assert one.text.endswith(said)


LOW = low_point("attacks", ("2019-11", "2019-03", "2021-07"), in_2019=0.66, in_2020=0.3)
BESIDE = low_point("attacks.beside.ucdp", ("2019-03", "2017-12", "2021-07"), in_2018=0.4, in_2019=0.4)


def test_the_low_is_named_by_a_year_that_holds_most_of_the_draws_else_by_its_range() -> None:
    one = was_it_the_turn(made_up(LOW, BESIDE, before_after=of(UP, UP), turn=of(OPEN, OPEN)))
    assert one is not None
    assert one.text.startswith(
        "By PICSS the low was probably in 2019 (March 2019 to July 2021), by UCDP anywhere from December 2017 to July "
        "2021. August 2021 itself may hold no jump: by PICSS, 1.2 times (0.80 to 2.0) what the trend before implied."
    )
    alone = was_it_the_turn(made_up(LOW, before_after=of(UP), turn=of(OPEN)))
    assert alone is not None
    assert alone.text.startswith("The low was probably in 2019 (March 2019 to July 2021). August 2021 itself may")


def test_a_low_before_the_date_never_says_that_it_was_not_the_turn() -> None:
    one = was_it_the_turn(made_up(LOW, before_after=of(UP, UP), turn=of(UP, UP)))
    assert one is not None
    assert one.sign == "open"


def test_where_it_fell_nothing_is_said_of_a_low() -> None:
    one = was_it_the_turn(made_up(LOW, before_after=of(DOWN), turn=of(DOWN)))
    assert one is not None
    assert one.text == "August 2021 itself shows a drop: 0.58 times (0.40 to 0.80) what the trend before implied."


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("supported", "Yes"),
        ("contradicted", "No"),
        ("sources differ", "Sources differ"),
        ("not shown", "Not shown"),
        ("no data here", "Not shown"),
    ],
)
def test_the_word_on_the_turn_is_the_verdict(verdict: str, word: str) -> None:
    one = was_it_the_turn(made_up(claim("C06", verdict), before_after=of(UP), turn=of(UP)))
    assert one is not None
    assert one.word == word


def test_a_date_that_is_ruled_out_is_told_with_those_that_are_left() -> None:
    dates = result("robustness.date_set", verdict="outside", set="May 2020 to June 2020")
    one = was_it_the_turn(made_up(dates, LOW, before_after=of(UP), turn=of(OPEN)))
    assert one is not None
    assert one.word == "No"
    assert one.text.startswith(
        "If the series broke once, it was in May 2020 to June 2020. August 2021 itself may hold no"
    )
    inside = was_it_the_turn(made_up({**dates, "verdict": "inside"}, LOW, before_after=of(UP), turn=of(UP)))
    assert inside is not None
    assert (inside.word, "broke once" in inside.text) == ("Yes", False)


@pytest.mark.parametrize(("jump", "verb"), [(UP, "shows a jump"), (DOWN, "shows a drop"), (OPEN, "may hold no jump")])
def test_the_jump_follows_its_interval(jump: Ends, verb: str) -> None:
    one = was_it_the_turn(made_up(before_after=of(UP), turn=of(jump)))
    assert one is not None
    assert f"itself {verb}:" in one.text


@pytest.mark.parametrize(
    ("sides", "word"),
    [
        ((UP, UP), "Yes"),
        ((DOWN, DOWN), "No"),
        ((LEVEL, LEVEL), "No"),
        ((LEVEL, DOWN), "No"),
        ((UP, DOWN), "Sources differ"),
        ((UP, OPEN), "Not shown"),
        ((OPEN,), "Not shown"),
    ],
)
def test_the_word_on_the_earlier_trend_follows_every_interval(sides: tuple[Ends, ...], word: str) -> None:
    one = more_than_implied(made_up(effect=of(*sides)))
    assert one is not None
    assert one.word == word
    assert ("is not known" in one.text) == (word == "Not shown")
    assert ("It was less" in one.text) == (set(sides) == {DOWN})


def test_a_short_past_carries_no_trend() -> None:
    one = more_than_implied(made_up(effect=of(UP), before=23))
    assert one is not None
    assert (one.word, one.rows) == ("Not shown", ())
    assert one.text == "Too few months before August 2021 to carry a trend on."


def test_measured_values_have_their_unit_and_no_figure_of_ratios() -> None:
    series = {"this series": (0.34, -1.0, 2.0)}
    found = made_up(of="mm", unit="mm", before_after=series, turn=series, effect=series, counts=False, what="rain")
    told = answers(found)
    assert [one.rows for one in told] == [(), (), ()]
    assert not any("times" in one.text for one in told)
    assert all("0.34 mm" in one.text and "(−1.0 to 2.0)" in one.text for one in told)
    flipped = made_up(of="mm", unit="mm", before_after={"this series": (-0.34, -1.0, -0.1)}, counts=False)
    assert answers(flipped)[0].text.startswith("It fell. The mean of the 12 months from August 2021 was 0.34 mm lower")


def test_one_series_alone_has_no_witness_no_claim_and_no_kill_ratio() -> None:
    alone = {"UCDP": UP}
    told = answers(made_up(before_after=alone, turn=alone, effect=alone))
    assert [one.question for one in told] == [
        "Did militant attacks change?",
        "Was August 2021 the turning point?",
        "More than the earlier trend implied?",
    ]
    assert not any("UCDP" in one.text or "agree" in one.text for one in told)
    assert answers(made_up()) == ()


def test_huge_ratios_are_never_printed_raw() -> None:
    huge = of((3504329629.0, 0.001, None))
    told = answers(made_up(before_after=huge, turn=huge, effect=huge, growth_since=of((4e9, 1e9, 1e12))))
    assert all("more than 100 times (less than 0.01 to no upper limit)" in one.text for one in told)
    assert "more than 1,000% a year" in told[0].text


def test_every_answer_is_short() -> None:
    told = answers(as_in_the_default())
    assert len(told) == 4
    assert {one.question: len(one.text.split()) for one in told if len(one.text.split()) > LONGEST} == {}


def test_every_answer_links_to_a_part_and_says_what_its_figure_shows() -> None:
    told = answers(as_in_the_default())
    assert [one.link[:2] for one in told] == ["02", "03", "02", "04"]
    assert all(one.of for one in told)
    assert told[0].of == "12 months after over 12 before"
