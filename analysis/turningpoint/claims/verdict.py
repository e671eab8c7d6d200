"""What a verdict on a claim is: one word from a closed list, a reason, the evidence, what would change it, a source."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.timeline import in_words

SAME_NUMBER = 0.01
"""Two printed numbers are the same within this share: rounding."""
MOST_WORDS = 25
"""Words of a reason at most."""
Verdict = Literal[
    "quoted correctly", "supported", "partly", "sources differ", "not shown", "contradicted", "misleading",
    "no data here",
]  # fmt: skip
_SIGNED: dict[Verdict, tuple[str, str]] = {
    "quoted correctly": ("❝", "the source named printed it in a report other than the article; it may still be wrong"),
    "supported": ("✓", "the data here show it"),
    "partly": ("◐", "one part of it holds, another does not"),
    "sources differ": ("⇄", "independent sources here disagree on it"),
    "not shown": ("○", "the data here neither show it nor rule it out"),
    "contradicted": ("✗", "the data here show the opposite"),
    "misleading": ("△", "the facts named are there, but their order or emphasis is not as the statement implies"),
    "no data here": ("–", "no table here has a figure that could test it"),
}
VERDICTS: dict[Verdict, str] = {verdict: meaning for verdict, (_, meaning) in _SIGNED.items()}
"""Every verdict and what it means, in a line."""
SIGNS: dict[Verdict, str] = {verdict: sign for verdict, (sign, _) in _SIGNED.items()}
"""A sign beside each word: they differ in shape, not in colour."""


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

    @classmethod
    def rows_of(cls, claims: pd.DataFrame) -> "list[Claim]":
        """Give the claims of a table of claims, in its order."""
        return [cls(**{str(name): str(value) for name, value in row.items()}) for row in claims.to_dict("records")]

    @property
    def year(self) -> int:
        """The year in which the claim's period begins."""
        return int(self.period[:4])

    @property
    def number(self) -> int:
        """The single number claimed; a DataError where the claimed value is not one whole number."""
        if not self.claimed_value.isdigit():
            raise DataError(
                f"claim {self.id}: {self.claimed_value!r} is not a whole number, and its rule needs one.",
                file="claims.csv", column="claimed_value",
            )  # fmt: skip
        return int(self.claimed_value)

    @property
    def speaker(self) -> str:
        """Who says so, as a sentence names it.

        >>> Claim("C99", "t", "s", "2021", "", "u", "article", "").speaker
        'the article'
        """
        named = self.claimed_by.endswith(("article", "report"))
        return f"the {self.claimed_by}" if named else self.claimed_by


@dataclass(frozen=True)
class Part:
    """One part of a claim that carries a verdict of its own; ``letter`` follows the claim's id."""

    letter: str
    statement: str
    finding: "Finding"


@dataclass(frozen=True)
class Finding:
    """What a rule finds; all numbers are computed from the tables.

    Attributes
    ----------
    verdict : one word of the closed list.
    reason : why, in one or two short sentences of at most `MOST_WORDS` words together.
    evidence : what the verdict rests on, in sentences.
    would_change : the evidence that would change the verdict, in one sentence.
    source, link : where the main evidence stands; the link is empty where there is none.
    parts : of a claim of several parts.
    """

    verdict: Verdict
    reason: str
    evidence: str
    would_change: str
    source: str = ""
    link: str = ""
    parts: tuple[Part, ...] = ()


def counts_listed(counts: pd.Series) -> str:
    """Yearly counts in words: ``2021 191, 2022 284``."""
    return ", ".join(f"{year} {value:,.0f}" for year, value in counts.items())


def day_in_words(date: str) -> str:
    """Name a day or a month as a sentence does.

    >>> day_in_words("2021-08-15"), day_in_words("2014-12")
    ('15 August 2021', 'December 2014')
    """
    month = in_words(date[:7])
    return f"{int(date[8:])} {month}" if len(date) > len("2021-08") else month


@dataclass(frozen=True)
class ClaimVerdict:
    """One line of the ledger: a claim, as in ``claims.csv``, with its `Finding`.

    ``sentence`` is to copy: statement, verdict, reason, source and link; ``rule`` says in words how the verdict was
    reached; ``parts`` are lines of the parts that carry verdicts of their own.
    """

    id: str
    topic: str
    statement: str
    period: str
    claimed_value: str
    claimed_by: str
    verdict: Verdict
    reason: str
    sentence: str
    evidence: str
    would_change: str
    rule: str
    source: str
    link: str
    parts: tuple["ClaimVerdict", ...] = ()


def sentence_of(claim: Claim, found: Finding) -> str:
    """Write what can be copied: statement, verdict, reason, source and link.

    >>> claim = Claim("C99", "t", "It rose", "2021", "", "", "X", "")
    >>> sentence_of(claim, Finding("supported", "It doubled.", "", "", "Y: report, 2022", "https://example.org"))
    '“It rose” (X): supported. It doubled. (Y: report, 2022, https://example.org)'
    """
    reference = ", ".join(part for part in (found.source, found.link) if part)
    where = f" ({reference})" if reference else ""
    return f"“{claim.statement}” ({claim.claimed_by}): {found.verdict}. {found.reason}{where}"
