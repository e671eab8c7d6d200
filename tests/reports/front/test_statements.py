"""The statements as rows: in order, parts left out, signs of their own for every verdict."""

from tests.reports.front.made_up import claim, made_up, result
from turningpoint.claims.verdict import SIGNS, VERDICTS
from turningpoint.reports.front.statements import groups, statements, tally


def test_rows_are_in_the_order_of_the_ledger_and_parts_are_no_rows() -> None:
    found = made_up(claim("C05", "partly"), claim("C05a", "supported"), result("claims_x"), claim("C06", "not shown"))
    rows = statements(found)
    assert [(row.id, row.verdict, row.who, row.reason) for row in rows] == [
        ("C05", "partly", "The article", "A reason."),
        ("C06", "not shown", "The article", "A reason."),
    ]
    assert statements(made_up()) == ()


def test_whoever_has_a_name_keeps_it() -> None:
    record = {**claim("C08", "quoted correctly"), "claimed_by": "PIPS"}
    assert statements(made_up(record))[0].who == "PIPS"


def test_every_verdict_has_a_sign_of_its_own_shape() -> None:
    assert len(set(SIGNS.values())) == len(SIGNS) == 8
    (row,) = statements(made_up(claim("C01", "misleading")))
    assert row.sign == SIGNS["misleading"]


def test_the_tally_counts_the_verdicts_that_there_are() -> None:
    rows = statements(made_up(claim("C01", "partly"), claim("C02", "supported"), claim("C03", "partly")))
    assert tally(rows) == [
        (SIGNS["supported"], "supported", 1, VERDICTS["supported"]),
        (SIGNS["partly"], "partly", 2, VERDICTS["partly"]),
    ]
    assert tally(()) == []


def test_rows_stand_under_their_topic_in_the_order_in_which_topics_come() -> None:
    topics = {"C01": "kill_ratio", "C04": "attack_frequency", "C20": "context", "C23": "attack_frequency"}
    rows = statements(made_up(*(claim(id, "partly", topic=topic) for id, topic in topics.items())))
    assert [(heading, [row.id for row in each]) for heading, each in groups(rows)] == [
        ("Kill ratio", ["C01"]),
        ("Attack frequency", ["C04", "C23"]),
        ("Context", ["C20"]),
    ]
    assert groups(()) == []
