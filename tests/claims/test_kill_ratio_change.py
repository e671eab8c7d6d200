"""The verdict on the reversal follows publishers that print both years, and the ends of the band."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.claims.helpers import tables, verdict, with_claim, without
from turningpoint.claims.kill_ratio_change import reversal
from turningpoint.killratio.one_period.ratio import ratio_change


@pytest.fixture(scope="module")
def facts():
    return tables()


def test_the_reversal_is_not_shown_by_years_nearby(facts):
    line = verdict("C03", facts)
    assert line.verdict == "not shown"
    for words in ("No publisher prints both years with operations included.", "PICSS: 1.2 in 2020, 3.2 in 2025"):
        assert words in line.reason
    assert "6.5 times" in line.evidence
    assert "PIPS 2021 32 to 177, 2025 243 to 437 (attacks only)" in line.evidence
    assert line.link.startswith("https://")


def with_2021(facts, *pairs):
    """The facts with both sides of 2021 and 2025 as made-up publishers print them, operations included."""
    row = facts.figures[
        (facts.figures["publisher"] == "PICSS") & (facts.figures["quantity"] == "killed_militants")
    ].iloc[0]
    rows = []
    for i, numbers in enumerate(pairs):
        for year, pair in zip((2021, 2025), (numbers[:2], numbers[2:]), strict=True):
            for quantity, value in zip(("killed_militants", "killed_security"), pair, strict=True):
                rows.append(
                    {
                        **row, "publisher": f"P{i}", "quantity": quantity, "basis": "attacks_and_operations",
                        "period": str(year), "period_start": f"{year}-01", "period_end": f"{year}-12", "value": value,
                        "quality": "", "measure": "count", "period_kind": "year", "report_title": f"Report of {year}",
                        "report_date": f"{year}-12-31", "geography": "Pakistan",
                    }
                )  # fmt: skip
    return replace(facts, figures=pd.concat([facts.figures, pd.DataFrame(rows)], ignore_index=True))


TURNED, FELL, SMALL = (200, 900, 3000, 700), (3000, 700, 200, 900), (90, 100, 120, 100)


@pytest.mark.parametrize(
    ("pairs", "expected", "words"),
    [
        ([TURNED], "supported", "a reversal beyond clustered deaths"),
        ([TURNED, TURNED], "supported", "a reversal"),
        ([FELL], "contradicted", "no reversal"),
        ([TURNED, FELL], "sources differ", "reversal"),
        ([SMALL], "not shown", "clustered deaths alone could explain"),
        ([TURNED, SMALL], "not shown", ""),
    ],
)
def test_the_reversal_on_one_definition(facts, pairs, expected, words):
    line = verdict("C03", with_2021(facts, *pairs))
    assert line.verdict == expected
    assert words in line.reason


def test_a_change_holds_at_both_ends_of_the_band_or_not_at_all():
    earlier, later = (60, 70), (300, 150)
    little, much = ratio_change(earlier, later).clustered
    assert little.low > 1 > much.low
    assert reversal(earlier, later) == "unclear"
    assert reversal((600, 700), (3000, 1500)) == "reversal"


def test_a_ratio_above_one_already_is_not_reversed():
    assert reversal((1500, 1000), (9000, 1000)) == "unclear"


def test_without_publishers_or_two_claims_there_is_no_data(facts):
    silent = without(facts, basis="attacks_and_operations", quantity=["killed_security"])
    line = verdict("C03", silent)
    assert line.verdict == "no data here"
    assert line.reason == "No publisher prints both years with operations included."
    alone = replace(facts, claims=facts.claims[facts.claims["id"] != "C01"])
    assert verdict("C03", alone).verdict == "no data here"


def test_the_change_follows_the_claims(facts):
    printed = 2 * 2597 / 1235 / (193 / 592)
    assert f"{printed:.0f} times" in verdict("C03", with_claim(facts, "C02", claimed_value="5194:1235")).evidence
