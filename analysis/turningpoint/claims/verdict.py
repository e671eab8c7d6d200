"""What a verdict on a claim is: one word from a closed list, the evidence, the rule, a source."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval
from turningpoint.number_format import sentence_case

SAME_NUMBER = 0.01
"""Two printed numbers are the same within this share: rounding."""
Verdict = Literal["reproduced", "supported", "not like for like", "contradicted", "not testable here"]
VERDICTS: dict[Verdict, str] = {
    "reproduced": "the one who is said to have printed the number did, in a report other than the article",
    "supported": "independent figures or dates agree with the statement",
    "not like for like": "the numbers are there, but they do not count the same thing on both sides of the comparison",
    "contradicted": "every comparable independent figure disagrees with the statement",
    "not testable here": "the embedded tables hold no figure that could settle it, or the sources disagree",
}


@dataclass(frozen=True)
class Claim:
    """One row of the table of claims, with the fields of ``claims.csv``; every one is text."""

    id: str
    topic: str
    statement: str
    period: str
    claimed_value: str
    unit: str
    claimed_by: str
    how_to_test: str

    @property
    def year(self) -> int:
        """The year in which the claim's period begins."""
        return int(self.period[:4])

    @property
    def number(self) -> int:
        """The single number claimed; a DataError where the claimed value is not one whole number."""
        if not self.claimed_value.isdigit():
            problem = f"claim {self.id}: {self.claimed_value!r} is not a whole number, and its rule needs one."
            raise DataError(problem, file="claims.csv", column="claimed_value")
        return int(self.claimed_value)


@dataclass(frozen=True)
class Finding:
    """What a rule finds: a verdict, and what decided, in a clause without a full stop.

    The evidence is in sentences; all numbers are computed from the tables. Source and link say where the main evidence
    stands; the link is empty where there is none.
    """

    verdict: Verdict
    brief: str
    evidence: str
    source: str = ""
    link: str = ""


def sentence(clause: str) -> str:
    """Write a clause as a sentence."""
    return f"{sentence_case(clause)}."


def untestable(brief: str, evidence: str = "", *, source: str = "", link: str = "") -> Finding:
    """Find that nothing here could settle a claim; the evidence is by default the clause itself."""
    return Finding("not testable here", brief, evidence or sentence(brief), source, link)


def counts_listed(counts: pd.Series) -> str:
    """Yearly counts in words: ``2021 191, 2022 284``."""
    return ", ".join(f"{year} {value:,}" for year, value in counts.items())


def above_one(interval: RatioInterval | Effect | None) -> bool:
    """Whether an interval lies above one."""
    return interval is not None and interval.low is not None and interval.low > 1


@dataclass(frozen=True)
class ClaimVerdict:
    """One line of the ledger.

    Attributes
    ----------
    id, topic, statement, period, claimed_value, claimed_by : the claim, as in ``claims.csv``.
    verdict, brief, evidence, source, link : as in `Finding`.
    sentence : one sentence to copy: statement, verdict, what decided, source and link.
    rule : by which the verdict was reached, in words.
    """

    id: str
    topic: str
    statement: str
    period: str
    claimed_value: str
    claimed_by: str
    verdict: Verdict
    brief: str
    sentence: str
    evidence: str
    rule: str
    source: str
    link: str


def sentence_of(claim: Claim, found: Finding) -> str:
    """Write the sentence to copy: statement, verdict, what decided, source and link.

    >>> claim = Claim("C99", "t", "It rose", "2021", "", "", "X", "")
    >>> sentence_of(claim, Finding("supported", "it doubled", "", "Y: report, 2022", "https://example.org"))
    '“It rose” (X): supported – it doubled (Y: report, 2022, https://example.org).'
    """
    reference = ", ".join(part for part in (found.source, found.link) if part)
    where = f" ({reference})" if reference else ""
    return f"“{claim.statement}” ({claim.claimed_by}): {found.verdict} – {found.brief}{where}."
