"""The ledger: which rule judges which claim, and the verdicts."""

import pandas as pd

from turningpoint.claims import attack_rules, date_rules, event_rules, kill_ratio_rules, operation_rules
from turningpoint.claims.facts import Facts, Rule, embedded_facts
from turningpoint.claims.verdict import Claim, ClaimVerdict, Finding, sentence_of

RULES: dict[str, Rule] = {
    **dict.fromkeys(("C01", "C02"), kill_ratio_rules.RATIO),
    "C03": kill_ratio_rules.CHANGE,
    "C04": date_rules.YEAR,
    "C05": date_rules.ACCELERATION,
    "C06": date_rules.TURNING_POINT,
    "C07": attack_rules.RISE,
    "C08": attack_rules.NUMBER,
    "C09": attack_rules.MORE_THAN,
    "C10": attack_rules.ESCALATION,
    "C11": attack_rules.GROUP,
    "C12": event_rules.KARACHI_TOLL,
    "C13": event_rules.SCHOOL_TOLL,
    "C14": operation_rules.OPERATIONS,
    **dict.fromkeys(("C15", "C16", "C17", "C18"), event_rules.OUTSIDE),
    "C19": event_rules.TRUCE,
    "C20": event_rules.DOHA,
}
UNRULED = Rule(
    "No rule is written for this claim.",
    lambda _claim, _facts: Finding("not testable here", "no rule is written for this claim", "No rule is written."),
)


def ledger(facts: Facts | None = None) -> tuple[ClaimVerdict, ...]:
    """Judge every claim of the table of claims, in its order.

    A verdict comes from the tables by the rule written beside it: when the tables change, so may the verdict.

    Parameters
    ----------
    facts : the tables; by default the embedded ones.

    Returns
    -------
    tuple of ClaimVerdict
        One a claim. A claim without a rule is "not testable here", and says so.

    Raises
    ------
    DataError
        A claimed value is not of the form its rule needs.

    Examples
    --------
    >>> {line.id: line.verdict for line in ledger()}["C02"]
    'not like for like'
    """
    facts = embedded_facts() if facts is None else facts
    rows = facts.claims.to_dict("records")
    return tuple(judge(Claim(**{str(name): str(value) for name, value in row.items()}), facts) for row in rows)


def judge(claim: Claim, facts: Facts) -> ClaimVerdict:
    """Judge one claim by its rule; errors as `ledger`."""
    rule = RULES.get(claim.id, UNRULED)
    found = rule.judge(claim, facts)
    return ClaimVerdict(
        **{name: text for name, text in vars(claim).items() if name in ClaimVerdict.__dataclass_fields__},
        **vars(found),
        sentence=sentence_of(claim, found),
        rule=rule.words,
    )


def ledger_frame(lines: tuple[ClaimVerdict, ...]) -> pd.DataFrame:
    """Tidy table of the ledger, one row a claim, with the fields of `ClaimVerdict` as columns."""
    return pd.DataFrame([vars(line) for line in lines], columns=list(ClaimVerdict.__dataclass_fields__))
