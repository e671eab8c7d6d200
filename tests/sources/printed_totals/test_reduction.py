import csv
from pathlib import Path

import pytest

from turningpoint.errors import DataError
from turningpoint.sources.embedded.published_figures import ARTICLE, read_published_figures
from turningpoint.sources.printed_totals.figure import Figure
from turningpoint.sources.printed_totals.reduction import (
    reduce_figures,
    reduce_published,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "picss_spans"
SERIES = read_published_figures()
SERIES = SERIES[(SERIES["measure"] == "count") & (SERIES["geography"] == "Pakistan")]
SERIES = SERIES[(SERIES["report_title"] != ARTICLE) & (SERIES["period_start"] != "")]
SERIES = sorted(set(SERIES[["publisher", "quantity", "basis"]].itertuples(index=False, name=None)))


def table(name):
    """Rows of a golden table."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def picss():
    """The reduction of PICSS's attacks."""
    return reduce_published("PICSS", "attacks", "attacks")


def test_derived_months_and_sums_are_those_put_together_by_hand(picss):
    found = [one for one in picss.observations if one.labels[0] >= "2015"]
    derived = {one.labels[0]: one.value for one in found if one.kind == "derived"}
    assert derived == {row["month"]: int(row["attacks_derived"]) for row in table("derived_months")}
    sums = {" ".join(one.labels): one.value for one in found if one.kind == "sum"}
    assert sums == {row["months"]: int(row["attacks_total"]) for row in table("sums")}


def test_no_month_is_outside_the_bounds_that_reports_print(picss):
    below = {row["months"]: int(row["bound"].split()[-2 if "(" in row["bound"] else -1]) for row in table("bounds")}
    months = {one.labels[0]: one.value for one in picss.observations if len(one.labels) == 1}
    for span, bound in below.items():
        first, last = span.split("/")
        inside = [value for month, value in months.items() if first <= month <= last]
        assert inside
        assert max(inside) <= bound


@pytest.mark.parametrize("which", SERIES, ids=" ".join)
def test_every_publisher_and_quantity_comes_to_observations_that_do_not_overlap(which):
    found = reduce_published(*which)
    months = [month for one in found.observations for month in one.months]
    assert len(months) == len(set(months))
    assert all(one.value >= 0 and one.formula and one.reports for one in found.observations)
    for one in found.observations:
        assert one.value == sum(term.sign * term.figure.value for term in one.terms)


def test_an_observation_names_its_figures_and_a_contradiction_is_said_once(picss):
    june = next(one for one in picss.observations if one.labels == ("2023-06",))
    assert june.formula == "2023-01 to 2023-06 271 − 2023-01 to 2023-05 224"
    assert "Minor drop in militant attacks in May (The News) (2023-06-02)" in june.reports
    texts = [one.text for one in picss.contradictions]
    assert len(texts) == len(set(texts))
    passed = {(one.figure.name, one.figure.value): one.reason for one in picss.not_chosen}
    assert passed["2016", 500] == "a floor"
    assert passed["2023-01-01/2023-12-25", 623] == "it begins or ends inside a month"


def test_a_total_that_other_totals_contradict_is_named():
    halves = [Figure(0, 5, 10), Figure(6, 11, 20), Figure(0, 11, 33)]
    texts = [one.text for one in reduce_figures(list(map(dated, halves))).contradictions]
    assert "0000: the total is 33, other totals give 30" in texts


def dated(figure):
    """The same figure in a report of later years."""
    return Figure(figure.first, figure.last, figure.value, report_date="2020")


def test_nothing_printed_is_refused():
    with pytest.raises(DataError, match="no count of 'attack' on the basis 'attacks'"):
        reduce_published("PICSS", "attack", "attacks")
