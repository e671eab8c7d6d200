"""The ledger: which rule judges which claim, and the verdicts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from turningpoint.claims import (
    attack_rules,
    date_rules,
    event_rules,
    growth_rules,
    kill_ratio_change,
    kill_ratio_rules,
    operation_rules,
)
from turningpoint.claims.facts import Facts, Rule, embedded_facts
from turningpoint.claims.verdict import Claim, ClaimVerdict, Finding, sentence_of

RULES: dict[str, Rule] = {
    **dict.fromkeys(("C01", "C02"), kill_ratio_rules.RATIO),
    "C03": kill_ratio_change.CHANGE,
    "C04": date_rules.YEAR,
    "C05": growth_rules.ACCELERATION,
    "C06": date_rules.TURNING_POINT,
    "C07": growth_rules.RISE,
    "C08": attack_rules.NUMBER,
    "C09": attack_rules.MORE_THAN,
    "C10": growth_rules.ESCALATION,
    "C11": attack_rules.GROUP,
    "C12": event_rules.KARACHI_TOLL,
    "C13": event_rules.SCHOOL_TOLL,
    "C14": operation_rules.OPERATIONS,
    **dict.fromkeys(("C15", "C16", "C17", "C18"), event_rules.OUTSIDE),
    "C19": event_rules.TRUCE_FAILED,
    "C20": event_rules.BEFORE_KABUL,
    "C21": event_rules.FORMED,
    **dict.fromkeys(("C22", "C23"), event_rules.OUTSIDE),
}
_NO_RULE = "No rule is written for this claim."
UNRULED = Rule(_NO_RULE, lambda _claim, _facts: Finding("no data here", _NO_RULE, _NO_RULE, "A rule would judge it."))


def ledger(facts: Facts | None = None) -> tuple[ClaimVerdict, ...]:
    """Judge every claim of the table of claims, in its order.

    A verdict comes from the tables by the rule written beside it: when the tables change, so may the verdict.

    Parameters
    ----------
    facts : the tables; by default the embedded ones.

    Returns
    -------
    tuple of ClaimVerdict
        One a claim. A claim without a rule has "no data here", and says so.

    Raises
    ------
    DataError
        A claimed value is not of the form its rule needs.

    Examples
    --------
    >>> {line.id: line.verdict for line in ledger()}["C02"]
    'quoted correctly'
    """
    facts = embedded_facts() if facts is None else facts
    return tuple(judge(claim, facts) for claim in Claim.rows_of(facts.claims))


def judge(claim: Claim, facts: Facts) -> ClaimVerdict:
    """Judge one claim by its rule; errors as `ledger`."""
    rule = RULES.get(claim.id, UNRULED)
    return _line(claim, rule.judge(claim, facts), rule)


def _line(claim: Claim, found: Finding, rule: Rule) -> ClaimVerdict:
    """Set a claim and what was found together, each of its parts likewise."""
    parts = tuple(
        _line(replace(claim, id=f"{claim.id}{part.letter}", statement=part.statement), part.finding, rule)
        for part in found.parts
    )
    given = {**vars(claim), **vars(found), "parts": parts, "sentence": sentence_of(claim, found), "rule": rule.words}
    return ClaimVerdict(**{name: given[name] for name in ClaimVerdict.__dataclass_fields__})


def with_parts(lines: Iterable[ClaimVerdict]) -> Iterator[ClaimVerdict]:
    """Every line, and behind it those of its parts."""
    for line in lines:
        yield line
        yield from line.parts


def ledger_frame(lines: Iterable[ClaimVerdict]) -> pd.DataFrame:
    """Tidy table of the ledger, one row a claim or part of one, with the fields of `ClaimVerdict` as columns."""
    columns = [name for name in ClaimVerdict.__dataclass_fields__ if name != "parts"]
    return pd.DataFrame([vars(line) for line in with_parts(lines)], columns=columns)
