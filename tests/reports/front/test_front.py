"""The whole front: what belongs to a question is there, what does not is not, and names are as given."""

from typing import Any

import pytest

from tests.reports.front.made_up import UP, claim, claimed, result, years
from turningpoint.names import as_name
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.front.front import Front, front_of
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import Parameters

FOUND = [
    result("attacks.before_after.months_12", UP),
    result("attacks.turn.level", UP),
    *years("attacks", {2019: 1, 2020: 2, 2021: 3}),
]


def front(records: list[Any], outcome: Outcome | None = None, **settings: Any) -> Front:
    chosen = with_series(Parameters(**settings))
    series = outcome or load_outcome(chosen.outcome, country=chosen.country, source=chosen.source)
    return front_of(records, chosen, series)


def test_the_front_of_the_articles_report() -> None:
    found = front([*FOUND, *claimed(), claim("C06", "supported")])
    assert found.title == "Militant attacks in Pakistan rose after August 2021, and that month was the turning point"
    assert [one.word for one, _ in found.answers] == ["Yes", "Yes", "Not shown"]
    assert [figure.startswith("<svg") for _, figure in found.answers] == [True, True, False]
    assert [row.id for row in found.statements] == ["C01", "C02", "C06"]
    assert sum(count for _, _, count, _ in found.tally) == 3
    assert found.ratio_title
    assert "counted 1 in 2019 and 3 in 2021" in found.picture_sentence


def test_the_front_of_another_country_has_nothing_of_the_article() -> None:
    found = front(FOUND, country="MLI", intervention="2020-08")
    assert found.statements == ()
    assert (found.ratio_title, found.ratio_sentences, found.tally) == ("", "", [])
    assert "article" not in found.asked
    assert "Pakistan" not in repr(found)


def test_there_are_three_limits_and_sums_are_counted() -> None:
    growth = [result(f"data.growth.{name}", (size, None, None), window="2019 to 2024") for name, size in
              (("ucdp", 6.9), ("picss", 5.7), ("pips", 2.3))]  # fmt: skip
    found = front([*FOUND, *growth])
    assert len(found.limits) == 3
    assert found.limits[0].endswith(": 2019 to 2024 UCDP's 6.9, PICSS's 5.7 and PIPS's 2.3 times.")
    assert "known only inside a sum" in found.limits[1]
    alone = front(FOUND, country="MLI", intervention="2020-08")
    assert alone.limits[0] == "Counts hold what is reported."
    assert "inside a sum" not in alone.limits[1]


@pytest.mark.parametrize("name", ["n_killed", "Talks <Kabul>", "a*b*c & $5"])
def test_names_are_as_given_also_where_a_sentence_begins(name: str) -> None:
    outcome = load_outcome("events", country="MLI")
    named = Outcome(
        outcome.name, as_name(name), f"{as_name(name)} per month", outcome.source, "", outcome.times, outcome.values
    )
    found = front(FOUND, named, country="MLI", intervention="2020-08", intervention_label="coup")
    assert found.title.startswith(f"{name} rose after August 2020")
    assert name in found.answers[0][0].question
    assert not any(0x10F000 <= ord(sign) < 0x10F080 for sign in repr(found))
