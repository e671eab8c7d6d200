"""The answer on the kill ratio, and what stands beside its picture."""

import pytest

from tests.reports.front.made_up import Ends, claimed, like_for_like, made_up, result
from turningpoint.reports.front.kill_ratio import kill_ratio, ratio_sentences, ratio_title
from turningpoint.reports.front.recorded import Record

UP, BARELY, DOWN = ((2.7, 1.5, 4.5), (1.7, 4.0)), ((2.7, 0.8, 9.2), (1.6, 4.3)), ((0.4, 0.2, 0.8), (0.3, 0.6))


def changes(*found: tuple[Ends, tuple[float, float]]) -> list[Record]:
    return [like_for_like(name, *each) for name, each in zip(("PICSS", "CRSS", "PIPS"), found, strict=False)]


@pytest.mark.parametrize(
    ("found", "verdict", "word"),
    [
        ((UP, UP), "supported", "Yes"),
        ((UP, UP), "partly", "Not shown"),
        ((BARELY, BARELY), "supported", "Not shown"),
        ((UP, BARELY), "supported", "Not shown"),
        ((DOWN, DOWN), "supported", "No"),
        ((DOWN, DOWN), "partly", "No"),
        ((UP, DOWN), "supported", "Sources differ"),
        ((), "supported", "Not shown"),
    ],
)
def test_a_turn_needs_the_same_side_at_both_factors_and_confirmed_figures(
    found: tuple[tuple[Ends, tuple[float, float]], ...], verdict: str, word: str
) -> None:
    one = kill_ratio(made_up(*claimed(c01=verdict), *changes(*found)))
    assert one is not None
    assert one.word == word
    assert len(one.rows) == len(found)


def test_the_text_has_both_ends_and_the_figure_that_nobody_confirms() -> None:
    one = kill_ratio(made_up(*claimed(), *changes(BARELY)))
    assert one is not None
    assert one.text == (
        "As printed it rose 6.5 times, but the figure for 2021 is confirmed by no source here. Like for like PICSS has "
        "2.7 times (1.6 to 4.3 if deaths cluster little, 0.80 to 9.2 if much)."
    )
    confirmed = kill_ratio(made_up(*claimed(c01="supported")))
    assert confirmed is not None
    assert confirmed.text == "As printed it rose 6.5 times."


def test_a_claim_of_a_fall_is_met_by_a_fall() -> None:
    one = kill_ratio(made_up(*claimed(change=(0.2, 0.1, 0.4), c01="supported"), *changes(DOWN, DOWN)))
    assert one is not None
    assert one.word == "Yes"
    assert "rose" not in one.text


def test_the_series_of_the_report_is_told_first() -> None:
    found = changes(UP, BARELY)
    one = kill_ratio(made_up(*claimed(), *found, before_after={"CRSS": (1.0, 0.9, 1.1)}))
    assert one is not None
    assert "Like for like CRSS has" in one.text


def test_without_a_claim_there_is_no_answer_and_no_picture() -> None:
    assert kill_ratio(made_up()) is None
    assert ratio_title(made_up()) == ""
    assert ratio_sentences(made_up()) == ""


def counted(year: int, ratio: float) -> Record:
    return result(f"kill_ratio.ucdp.government_against_militants.{year}", (ratio, 0.5, 2.0), source="UCDP GED")


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.99, "For 2021 UCDP has 0.99 to 1 where the claim has 0.33 to 1"),
        (0.1, "For 2021 UCDP has 0.10 to 1 where the claim has 0.33 to 1"),
        (0.35, "UCDP confirms the ratio of 2021"),
    ],
)
def test_the_title_compares_an_independent_count_with_the_claim(ratio: float, said: str) -> None:
    assert ratio_title(made_up(*claimed(), counted(2021, ratio))) == said


def test_the_title_says_where_nobody_has_counted() -> None:
    assert ratio_title(made_up(*claimed(), counted(2020, 1.0))) == "No source here has counted the ratio of 2021 itself"


def test_the_sentences_give_the_longest_course_and_what_the_claims_count() -> None:
    course = {2019: 0.73, 2020: 1.2, 2025: 3.2}
    records = [
        result(f"kill_ratio.picss.attacks_and_operations.{year}", (ratio, 0.5, 4.0), source="PICSS")
        for year, ratio in course.items()
    ]
    short = result("kill_ratio.crss.attacks_and_operations.2020", (9.0, 5.0, 14.0), source="CRSS")
    assert ratio_sentences(made_up(*claimed(), short, *records)) == (
        "By PICSS, security forces only, the ratio was lowest in 2019 (0.73) and stands at 3.2 in 2025. The claim's "
        "2.1 for 2025 counts civilians too; its 0.33 for 2021 does not say."
    )
    assert (
        ratio_sentences(made_up(*records[:1])) == "By PICSS, security forces only, the ratio was lowest in 2019 (0.73)."
    )
