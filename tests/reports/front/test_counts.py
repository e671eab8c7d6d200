"""The picture in words: which years it names, and when it says that counts rose or fell since."""

import pytest

from tests.reports.front.made_up import DOWN, UP, made_up, of_all, years
from turningpoint.reports.front.counts import by_year, picture_sentence, picture_title
from turningpoint.reports.front.evidence import Evidence

PICSS = {2018: 249, 2019: 159, 2020: 180, 2021: 294}
PIPS = {2018: 262, 2019: 229, 2020: 146, 2021: 207}


def counted(*counts: dict[int, float], fell: bool = False, alone: bool = False) -> Evidence:
    sides = of_all(*([DOWN if fell else UP] * (1 if alone else 3)))
    prefixes = ("attacks", "attacks.beside.ucdp", "attacks.beside.pips")
    records = [one for prefix, each in zip(prefixes, counts, strict=False) for one in years(prefix, each)]
    return made_up(*records, before_after=sides)


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ([PICSS], "The yearly count was lowest in 2019, and has risen since"),
        ([PICSS, PIPS], "Both yearly counts were lowest between 2019 and 2020, and have risen since"),
        ([PICSS, PICSS, PIPS], "All three yearly counts were lowest between 2019 and 2020, and have risen since"),
        ([PICSS, {**PIPS, 2022: 200}], "Both yearly counts were lowest between 2019 and 2020"),
        ([{2010: 1, 2011: 5, 2021: 9}, PICSS], "2 yearly counts of militant attacks in Pakistan, 2010 to 2021"),
        ([{**PICSS, 2022: 100}], "The yearly count was lowest in 2022"),
        ([], "What was counted in Pakistan"),
        ([{2020: 1, 2021: 2}], "What was counted in Pakistan"),
    ],
)
def test_the_title_names_the_lowest_years_and_a_rise_only_where_every_later_year_is_higher(counts, title) -> None:
    assert picture_title(counted(*counts)) == title


def test_for_a_fall_it_names_the_highest_years() -> None:
    falling = {2015: 300, 2016: 400, 2017: 200, 2018: 100}
    assert picture_title(counted(falling, fell=True)) == "The yearly count was highest in 2016, and has fallen since"
    assert picture_title(counted({**falling, 2019: 150}, fell=True)) == "The yearly count was highest in 2016"
    assert picture_title(counted(falling)) != picture_title(counted(falling, fell=True))


def test_nothing_is_counted_of_measured_values() -> None:
    assert picture_title(made_up(counts=False, place="")) == "What was measured"


def test_the_sentence_gives_extreme_intervention_and_last_year_once_each() -> None:
    assert picture_sentence(counted(PICSS, PIPS), 2020) == (
        "PICSS counted 159 in 2019, 180 in 2020 and 294 in 2021; UCDP counted 146 in 2020 and 207 in 2021."
    )
    assert picture_sentence(counted({2019: 1191, 2020: 2000, 2021: 3000}, alone=True), 1999) == (
        "Counted were 1,191 in 2019 and 3,000 in 2021."
    )
    assert picture_sentence(counted(), 2020) == ""


def test_only_whole_years_of_the_series_itself_are_read() -> None:
    evidence = counted(PICSS, PIPS)
    assert by_year(evidence, evidence.series[0]) == PICSS
    assert by_year(evidence, evidence.series[1]) == PIPS
    assert by_year(evidence, evidence.series[2]) == {}
